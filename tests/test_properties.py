"""What must hold for every chain, whatever its numbers."""

import dataclasses
import itertools
import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import valuechain as vc
from chains import random_chain
from strategies import chains
from valuechain import Party, Score, Service, ValueChain
from valuechain.model.parts import service_ids


def changed(chain, service_id, **values):
    """The chain with one service changed."""
    services = dict(chain.services)
    services[service_id] = dataclasses.replace(services[service_id], **values)
    return dataclasses.replace(chain, services=services)


def by_quality(chain):
    """The same chain as the expert would describe it: own qualities instead of observations."""
    diagnosis = vc.diagnose(chain)
    services = {
        s.id: dataclasses.replace(
            s,
            satisfaction=None,
            quality=Score.of(diagnosis[s.id].quality),
            dependence=diagnosis[s.id].effective_dependence,
        )
        for s in chain.services.values()
    }
    return dataclasses.replace(chain, services=services)


@given(chains())
def test_parts_add_up(chain):
    diagnosis = vc.diagnose(chain)
    for row in diagnosis.services:
        assert row.own_shortfall + row.inherited_shortfall == pytest.approx(
            1 - row.satisfaction, abs=1e-12
        )
        assert 0 <= row.gain <= row.potential + 1e-12
        assert row.potential <= row.importance * (1 - row.quality) + 1e-12
        if chain.rule != "fdna":
            assert row.potential <= row.contribution + 1e-12
    if diagnosis.outcome is not None:
        for level in ("provider", "group", "delivers"):
            assert math.fsum(diagnosis.by(level).values()) == pytest.approx(
                1 - diagnosis.outcome, abs=1e-9
            )


@given(chains())
def test_the_model_reproduces_every_observation(chain):
    """Own qualities and effective dependences alone give back what was observed."""
    before, after = vc.diagnose(chain), vc.diagnose(by_quality(chain))
    for row in before.services:
        assert after[row.id].satisfaction == pytest.approx(row.satisfaction, abs=1e-9)
    known = {party: told for party, told in before.received.items() if told is not None}
    assert {party: after.received[party] for party in known} == pytest.approx(known, abs=1e-9)


@given(chains(scores=1.0, quality=1.0), st.data())
def test_monotone_in_every_quality(chain, data):
    service = data.draw(st.sampled_from(sorted(chain.services)))
    better = data.draw(st.floats(chain.services[service].quality.value, 1))
    before, after = (
        vc.diagnose(chain),
        vc.diagnose(changed(chain, service, quality=Score.of(better))),
    )
    assert all(after.received[party] >= before.received[party] - 1e-9 for party in chain.parties)


@given(chains())
def test_perfect_qualities_give_perfect_customers(chain):
    perfect = {
        s.id: dataclasses.replace(s, satisfaction=None, quality=Score.of(1.0))
        for s in chain.services.values()
    }
    diagnosis = vc.diagnose(dataclasses.replace(chain, services=perfect))
    assert diagnosis.outcome == 1
    assert not diagnosis.weak_links
    assert all(row.contribution == 0 for row in diagnosis.services)


@given(chains())
def test_who_reaches_no_customer_costs_nothing(chain):
    diagnosis = vc.diagnose(chain)
    reaching = set(chain.external_customers)
    while (
        more := {s.provider for s in chain.services.values() if s.customer in reaching} - reaching
    ):
        reaching |= more
    for row in diagnosis.services:
        if row.customer not in reaching:
            assert (row.importance, row.contribution, row.gain, row.loss_if_failed) == (0, 0, 0, 0)


@given(chains(), st.randoms(use_true_random=False))
def test_names_and_order_do_not_matter(chain, rng):
    new = {
        party: f"x{i}"
        for i, party in enumerate(rng.sample(sorted(chain.parties), len(chain.parties)))
    }
    parties = [dataclasses.replace(p, id=new[p.id], name="") for p in chain.parties.values()]
    shuffled = list(chain.services.values())
    rng.shuffle(shuffled)
    rng.shuffle(parties)
    ids = service_ids((new[s.provider], new[s.customer]) for s in shuffled)
    renamed = [
        dataclasses.replace(s, id=i, provider=new[s.provider], customer=new[s.customer])
        for i, s in zip(ids, shuffled, strict=True)
    ]
    before, after = vc.diagnose(chain), vc.diagnose(ValueChain(parties, renamed, rule=chain.rule))
    assert after.outcome == pytest.approx(before.outcome, abs=1e-9)
    for old, i in zip(shuffled, ids, strict=True):
        assert after[i].contribution == pytest.approx(before[old.id].contribution, abs=1e-9)
        assert after[i].verdict == before[old.id].verdict


@given(chains(rule="mean"), st.data())
def test_splitting_a_service_changes_nobody(chain, data):
    """Two parallel services of half the weight are the same as one."""
    whole = chain.services[data.draw(st.sampled_from(sorted(chain.services)))]
    parts = []
    for s in chain.services.values():
        parts += [dataclasses.replace(s, weight=s.weight / 2)] * 2 if s is whole else [s]
    ids = service_ids((s.provider, s.customer) for s in parts)
    split = dataclasses.replace(
        chain, services=[dataclasses.replace(s, id=i) for i, s in zip(ids, parts, strict=True)]
    )
    before, after = vc.diagnose(chain), vc.diagnose(split)
    assert after.received == pytest.approx(before.received, abs=1e-9)
    halves = [
        i
        for i, s in zip(ids, parts, strict=True)
        if s.delivers == whole.delivers and s.weight == whole.weight / 2
    ]
    assert len(halves) >= 2
    assert sum(row.contribution for row in after.services) == pytest.approx(
        sum(row.contribution for row in before.services), abs=1e-9
    )


@given(chains(rule="mean", critical=0.0))
def test_under_the_mean_gain_contribution_and_slope_agree(chain):
    diagnosis = vc.diagnose(by_quality(chain))
    for row in diagnosis.services:
        assert row.contribution == pytest.approx(row.importance * (1 - row.quality), abs=1e-12)
        assert row.potential == pytest.approx(row.contribution, abs=1e-12)
        fall = max(0.0, diagnosis.chain.services[row.id].reachable - row.quality)
        assert row.gain == pytest.approx(row.importance * fall, abs=1e-12)
        assert sum(diagnosis.spread(row.id).values()) >= 0


@given(chains(scores=1.0, quality=1.0))
def test_importance_is_the_slope_where_it_exists(chain):
    """Against a difference quotient, for services whose quality can move without leaving their branch."""
    diagnosis = vc.diagnose(by_quality(chain))
    chain, step = diagnosis.chain, 1e-6
    base = vc.diagnose(chain)
    if any(row.satisfaction < 1e-4 for row in base.services):
        return  # at the cap a tie of the worst has no slope downwards and none upwards, and yet the stated subgradient
    for s in chain.services.values():
        if not step < s.quality.value < 1 - step:
            continue
        ends = [
            vc.diagnose(changed(chain, s.id, quality=Score.of(s.quality.value + d))).outcome
            for d in (-step, step)
        ]
        left, right = (base.outcome - ends[0]) / step, (ends[1] - base.outcome) / step
        if abs(left - right) < 1e-6:
            assert base[s.id].importance == pytest.approx(left, abs=1e-5)


@given(chains())
def test_scaling_own_shortfalls_scales_everything(chain):
    """Every shortfall is proportional to u along t u: the reason why contributions are exact.

    Allowances do not shrink along with it: less than half of it may be left.
    """
    full = by_quality(chain)
    half = dataclasses.replace(
        full,
        services={
            s.id: dataclasses.replace(s, quality=Score.of(1 - (1 - s.quality.value) / 2))
            for s in full.services.values()
        },
    )
    before, after = vc.diagnose(full), vc.diagnose(half)
    for party in chain.parties:
        half_of_it = (1 - before.received[party]) / 2
        if chain.rule == "fdna":
            assert 1 - after.received[party] <= half_of_it + 1e-9
        else:
            assert 1 - after.received[party] == pytest.approx(half_of_it, abs=1e-9)


@given(chains(dependence=0.0))
def test_without_dependence_everything_is_own(chain):
    assert all(row.inherited_shortfall == 0 for row in vc.diagnose(chain).services)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(3, 5), st.integers(2, 7))
def test_contributions_are_shapley_values_under_the_mean(seed, parties, services):
    """Exact Shapley values by enumeration: each subset of services at its own shortfall, the others perfect."""
    chain = by_quality(
        random_chain(
            random.Random(seed), parties=parties, services=services, rule="mean", critical=0.0
        )
    )
    diagnosis = vc.diagnose(chain)
    ids = sorted(chain.services)
    worth = {
        subset: _loss(chain, subset)
        for size in range(len(ids) + 1)
        for subset in itertools.combinations(ids, size)
    }
    for one in ids:
        others = [i for i in ids if i != one]
        value = 0.0
        for size in range(len(others) + 1):
            weight = 1 / (len(ids) * math.comb(len(others), size))
            for subset in itertools.combinations(others, size):
                value += weight * (worth[tuple(sorted((*subset, one)))] - worth[subset])
        assert diagnosis[one].contribution == pytest.approx(value, abs=1e-9)


def _loss(chain, flawed):
    services = {
        s.id: s if s.id in flawed else dataclasses.replace(s, quality=Score.of(1.0))
        for s in chain.services.values()
    }
    return 1 - vc.diagnose(dataclasses.replace(chain, services=services)).outcome


def loop_chain(pairs, quality):
    """Parties a, b serving each other and an external customer that a serves."""
    services = [
        Service(i, p, c, quality=quality.get((p, c)), weight=w, dependence=d)
        for i, (p, c, d, w) in zip(service_ids((p, c) for p, c, *_ in pairs), pairs, strict=True)
    ]
    names = dict.fromkeys(n for p, c, *_ in pairs for n in (p, c))
    return ValueChain([Party(n, kind="customer" if n == "z" else "team") for n in names], services)


# Published figures and exact solutions.


def test_inoperability_of_haimes_and_jiang():
    """Q = A q + c with A = [[0, .8], [.2, 0]], c = [0, .6] gives q = [4/7, 5/7] (Haimes & Jiang 2001).

    A sector is a party that receives one service, from the other sector, whose own shortfall is the disruption c:
    D_1 = 0.8 D_2 and D_2 = 0.6 + 0.2 D_1.
    """
    ab, ba, c = 0.8, 0.2, 0.6
    chain = loop_chain(
        [("two", "one", ab, 1), ("one", "two", ba, 1), ("one", "z", 1.0, 1)],
        {("one", "two"): Score.of(1 - c)},
    )
    received = vc.diagnose(chain).received
    assert 1 - received["one"] == pytest.approx(4 / 7, abs=1e-12)
    assert 1 - received["two"] == pytest.approx(5 / 7, abs=1e-12)


@pytest.mark.parametrize("parties", [2, 3, 40, 200, 1000])
@pytest.mark.parametrize("loss", [0.2, 1e-2, 1e-3])
def test_rings_that_lose_little_are_solved_exactly(parties, loss):
    """A ring of dependence 1 but for one service, entered by a single small shortfall; solved in fractions."""
    names = [f"r{i}" for i in range(parties)]
    pairs = [
        (names[i], names[(i + 1) % parties], 1.0 - loss if i == 0 else 1.0, 1)
        for i in range(parties)
    ]
    chain = loop_chain(
        [*pairs, (names[0], "z", 1.0, 1)], {(names[1], names[2 % parties]): Score.of(1 - loss / 10)}
    )
    diagnosis = vc.diagnose(chain)
    own = 1 - Fraction(Score.of(1 - loss / 10).value)
    keeps = Fraction(1.0 - loss)
    after = own / (
        1 - keeps
    )  # D of the party behind the flawed service, and of all up to the lossy one
    for i, name in enumerate(names):
        expected = after * keeps if i == 1 else after
        assert abs(1 - diagnosis.received[name] - float(expected)) < 1e-10
    assert diagnosis.error < 1e-9  # proven, without knowing the solution
    row = diagnosis[f"{names[1]}->{names[2 % parties]}"]
    assert row.importance == pytest.approx(float(1 / (1 - keeps)), rel=1e-9)


@pytest.mark.parametrize("loss", [1e-5, 1e-7, 1e-9])
def test_nearly_total_loops_warn_with_an_honest_bound(loss):
    pairs = [("a", "b", 1.0 - loss, 1), ("b", "a", 1.0, 1), ("a", "z", 1.0, 1)]
    chain = loop_chain(pairs, {("b", "a"): Score.of(1 - loss / 4)})
    if loss < 1e-6:
        with pytest.warns(vc.PrecisionWarning, match="almost completely"):
            diagnosis = vc.diagnose(chain)
        assert "almost completely" in str(diagnosis)
    else:
        diagnosis = vc.diagnose(chain)
    own = 1 - Fraction(chain.services["b->a"].quality.value)
    exact = own / (1 - Fraction(1.0 - loss))
    assert abs(1 - diagnosis.received["a"] - float(exact)) <= max(diagnosis.error, 1e-12)


def test_a_shield():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 40%}}}, b: {serves: {c: {satisfaction: 90%}}}}, customers: {c: }}"
    )
    row = vc.diagnose(chain)["b->c"]
    assert row.verdict == "shield"
    assert row.effective_dependence == pytest.approx(0.1 / 0.6)
    assert (row.own_shortfall, row.inherited_shortfall) == (0, pytest.approx(0.1))


def test_a_quality_that_would_lack_more_than_everything():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {quality: 0%}}}, b: {serves: {c: {quality: 10%}}}}, customers: {c: }}"
    )
    row = vc.diagnose(chain)["b->c"]
    assert (row.satisfaction, row.own_shortfall, row.inherited_shortfall) == pytest.approx(
        (0, 0.2, 0.8)
    )


def test_meeting_the_target_exactly_is_met():
    """4/5 is 75 %: exact in decimals, and in favour of the service where floats differ."""
    text = "{{valuechain: 1, teams: {{a: {{serves: {{c: {{satisfaction: {0}}}}}}}}}, customers: {{c: }}}}"
    for score in ("4/5", "75%", "NPS 50", "5.5/7", "0.75", "CES 5.5/7", "7.5/10"):
        assert vc.diagnose(vc.loads(text.format(score)))["a->c"].verdict == "sound", score
    assert vc.diagnose(vc.loads(text.format("74.99%")))["a->c"].verdict == "root cause"


def test_half_own_half_inherited_is_a_symptom_and_so_is_the_tipping_dependence():
    chain = vc.loads(
        "{valuechain: 1, target: 90%, teams: {a: {serves: {b: {satisfaction: 80%}}},"
        " b: {serves: {c: {satisfaction: 80%, dependence: 0.5}}}}, customers: {c: }}"
    )
    row = vc.diagnose(chain)["b->c"]
    assert row.own_shortfall == pytest.approx(row.inherited_shortfall)
    assert row.tipping_dependence == pytest.approx(0.5)
    assert row.verdict == "symptom"
    below = changed(chain, "b->c", dependence=0.4999)
    assert vc.diagnose(below)["b->c"].verdict == "root cause"


@given(chains(scores=1.0, quality=0.0))
def test_the_verdict_tips_where_it_says(chain):
    """Just below the tipping dependence a root cause, from it on a symptom, as long as the provider receives the same."""
    diagnosis = vc.diagnose(chain)
    if diagnosis.loops:
        return
    for row in diagnosis.weak_links:
        if row.tipping_dependence is None or row.verdict == "undecided" or diagnosis.unmeasured:
            continue
        if chain.services[row.id].criticality is not None:  # another dependence leaves it no room
            continue
        if row.tipping_dependence > 1e-6:
            below = vc.diagnose(
                changed(chain, row.id, dependence=row.tipping_dependence * (1 - 1e-6))
            )
            assert below[row.id].verdict == "root cause"
        at = vc.diagnose(changed(chain, row.id, dependence=row.tipping_dependence))
        assert at[row.id].verdict == "symptom"


def test_undecided_names_what_decides():
    """With b's own supply unmeasured, b->c looks like its own doing; were x as bad as a, it would inherit most."""
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 90%}}}, x: {serves: {b: {weight: 9, delivers: parts}}},"
        " b: {serves: {c: {satisfaction: 50%}}}, d: {serves: {c: {satisfaction: 20%}}}}, customers: {c: }}"
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis["b->c"].verdict == "undecided"
    assert diagnosis["b->c"].decided_by == ("x->b",)
    assert not diagnosis.upper_bound  # what c thinks of b was asked
    assert "b->c" in diagnosis.details


def test_two_bottlenecks_are_fixed_together():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {z: {satisfaction: 60%, critical: true}}},"
        " b: {serves: {z: {satisfaction: 60%, critical: true}}}}, customers: {z: }}"
    )
    diagnosis = vc.diagnose(chain)
    assert [row.gain for row in diagnosis.services] == [0, 0]
    assert [row.contribution for row in diagnosis.services] == pytest.approx([0.2, 0.2])
    assert diagnosis.together(("a->z", "b->z"), perfect=True) == pytest.approx(0.4)
    assert diagnosis.together(("a->z", "b->z")) == pytest.approx(0.3)
    assert diagnosis.together("a->z") == 0
    assert "Fix together a -> z and b -> z: worth 30 points" in str(diagnosis)
