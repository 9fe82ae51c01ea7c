"""Tests of `analysis.falls`: what does a better service win, where what decides stays the same?"""

import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis import changes as module
from valuechain.analysis.changes import Cases, rises_at_the_end


@pytest.mark.parametrize("seed", range(30))
def test_what_is_read_off_is_what_solving_again_finds(seed):
    """Bounds, ties and loops; a part of what each service can win, and all of it."""
    rng = random.Random(seed)
    told = 0
    for _ in range(10):
        chain = random_chain(
            rng,
            parties=rng.randint(3, 9),
            services=rng.randint(3, 20),
            rule=rng.choice(["mean", "weakest", "fdna"]),
            scores=1.0,
        )
        changes = vc.diagnose(chain).solution.changes
        reading, every = changes.reading, np.arange(len(chain.services))
        for own in (reading.reached, 0.9 * reading.own, np.zeros(len(every))):
            won, known = changes._falls.won(every, own)
            rises = rises_at_the_end(reading, changes.seed, Cases.single(every, own))
            assert np.abs(won + rises)[known].max(initial=0.0) < 1e-12
            told += int(known[won > 0].sum())
    assert told


def test_what_is_read_off_bends_at_its_own_customer():
    """The worst of c's critical services is 20 points worse than the next, which is then the worst."""
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {quality: 40%, critical: true}}},"
        " b: {serves: {c: {quality: 60%, critical: true}}}}, customers: {c: }}"
    )
    changes = vc.diagnose(chain).solution.changes
    won, known = changes._falls.won(np.arange(2), np.zeros(2))
    assert known.all()
    assert sorted(won.tolist()) == pytest.approx([0.0, 0.2])


@pytest.mark.parametrize("seed", range(5))
def test_one_gain_is_one_of_all(seed, monkeypatch):
    chain = random_chain(random.Random(seed), parties=9, services=25, critical=0.4, scores=1.0)
    whole = vc.diagnose(chain)
    gains = {row.id: (row.gain, row.potential) for row in whole.services}
    monkeypatch.setattr(module, "FREELY", 3)
    for row in vc.diagnose(chain).services:
        assert (row.gain, row.potential) == pytest.approx(gains[row.id], abs=1e-12)


def room_of(text, party):
    chain = vc.loads(text)
    falls = vc.diagnose(chain).solution.changes._falls
    return falls.room[falls.reading.network.position[[*chain.parties].index(party)]]


def test_a_party_may_fall_until_another_bottleneck_decides():
    """It passes on half of a fall; its service is then 15 points worse than what c lacks by the mean."""
    text = (
        "{valuechain: 1, suppliers: {p: {serves: {a: {quality: 20%}}}},"
        " teams: {a: {serves: {c: {quality: 100%, dependence: 0.5, critical: true}}},"
        " b: {serves: {c: {quality: 90%, critical: true}}}}, customers: {c: }}"
    )
    assert room_of(text, "a") == pytest.approx(0.15 / 0.5)


def test_a_party_may_fall_until_its_bound_no_longer_decides():
    """It lacks 70 points, what a lacks less 10; by a's service alone it would lack 30."""
    text = (
        "{valuechain: 1, rule: fdna, suppliers: {p: {serves: {a: {quality: 20%}}}},"
        " teams: {a: {serves: {c: {quality: 100%, dependence: 0.5, criticality: 10%}}},"
        " b: {serves: {c: {quality: 90%}}}}, customers: {c: }}"
    )
    assert room_of(text, "a") == pytest.approx(0.4)


def test_a_party_may_fall_while_the_mean_decides_until_a_bottleneck_does():
    """It lacks 55 points on average and 10 by the critical one; of a fall of all, half is passed on."""
    text = (
        "{valuechain: 1, suppliers: {p: {serves: {a: {quality: 0%}, b: {quality: 80%}}}},"
        " teams: {a: {serves: {c: {quality: 50%, dependence: 0.5}}},"
        " b: {serves: {c: {quality: 100%, dependence: 0.5, critical: true}}}}, customers: {c: }}"
    )
    assert room_of(text, "a") == pytest.approx((0.55 - 0.1) / 0.5)


def test_what_passes_nothing_on_may_fall_as_far_as_it_likes():
    """What b passes on bends the mean of c, where a critical service comes to decide."""
    text = (
        "{valuechain: 1, suppliers: {p: {serves: {a: {quality: 20%}, b: {quality: 20%}}}},"
        " teams: {a: {serves: {c: {quality: 50%, dependence: 0}}},"
        " b: {serves: {c: {quality: 50%, dependence: 0.5}}},"
        " d: {serves: {c: {quality: 90%, critical: true}}}}, customers: {c: }}"
    )
    assert room_of(text, "a") == np.inf
    assert room_of(text, "b") < np.inf


def test_services_that_are_level_but_for_rounding_share_and_leave_no_room():
    """What passes on next to nothing stays, so nothing is won; the slopes say half each."""
    chain = vc.loads(
        "{valuechain: 1, rule: weakest, suppliers: {a: {serves: {b: {satisfaction: 0.0000000001%}}}}, "
        "teams: {b: {serves: {c: [{delivers: one, satisfaction: 0.0000001%, dependence: 5e-13}, "
        "{delivers: two, dependence: 0.999999999}]}}}, customers: {c: }}"
    )
    row = vc.diagnose(chain)["a->b"]
    assert row.contribution == pytest.approx(0.5)
    assert row.gain == pytest.approx(vc.what_if(chain, {"a->b": 0.9}).change, abs=1e-12)
    assert row.gain <= row.potential < 1e-11
