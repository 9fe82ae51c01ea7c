"""Tests of `questions.promises`: what would it take? What every service must reach for the outcome to reach a target, and whether one alone could do it."""

import math
import pickle
import random

import pytest

import oracle
import valuechain as vc
from chains import random_chain
from helpers.decisions import BOTTLENECKS, TWO, chain_of


@pytest.mark.parametrize("seed", range(15))
def test_promises_against_the_oracle(seed):
    rng = random.Random(seed)
    for _ in range(8):
        chain = random_chain(rng, parties=5, services=8, scores=0.95)
        diagnosis = vc.diagnose(chain)
        if diagnosis.outcome is None or diagnosis.outcome > 0.95:
            continue
        target = rng.uniform(diagnosis.outcome + 0.01, 1)
        found = vc.promises(diagnosis, target)
        _, effective, *_ = oracle.read(chain)
        u = oracle.read(chain)[0]

        def outcome(own, chain=chain, effective=effective):
            return 1 - oracle.lost(chain, oracle.solve(chain, own, effective, [None] * len(own))[0])

        def lifted(rise, u=u):
            return [max(0.0, own - rise) for own in u]

        assert outcome(lifted(found.lift)) >= target - 1e-9
        assert outcome(lifted(found.lift - 1e-6)) < target
        ids = list(chain.services)
        for row in diagnosis.services:
            alone = [0.0 if name == row.id else own for name, own in zip(ids, u, strict=True)]
            assert (row.id in found.alone) == (outcome(alone) >= target - 1e-9)
            if row.id in found.alone:
                quality = found.alone[row.id]
                assert outcome(
                    [
                        1 - quality if name == row.id else own
                        for name, own in zip(ids, u, strict=True)
                    ]
                ) == pytest.approx(max(target, outcome(u)), abs=1e-8)


def test_a_promise_of_everything_hangs_on_no_rounding():
    """What a perfect service shields leaves 1e-300 of a shortfall: nothing to lift anybody for."""
    chain = chain_of(
        "teams: {a: {serves: {b: {satisfaction: 10%}}}, b: {serves: {c: {satisfaction: 100%}}}, d: {serves: {c: {satisfaction: 80%}}}}\ncustomers: {c: }"
    )
    assert vc.promises(chain, 1.0).lift == pytest.approx(0.2)


def test_promises_that_are_kept_already():
    found = vc.promises(TWO, 0.5)
    assert found.lift == 0
    assert found.alone == {}
    assert "is met" in str(found)
    assert all(row.quality == row.quality_now for row in found)


def test_promises_are_a_value():
    found = vc.promises(TWO)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.promises(TWO))
    assert "<Promises" in repr(found)
    assert len(found) == len(found.to_pandas()) == 2
    assert found["clerk->designer"].quality == pytest.approx(0.6875)
    assert found.to_dict()["lift"] == pytest.approx(0.0875)
    for name in ("x", ["x"]):
        with pytest.raises(vc.UnknownNameError, match="no service that matters"):
            found[name]
    for target in (1.2, -0.1, "75%", True, math.nan):
        with pytest.raises(vc.ArgumentError, match="target="):
            vc.promises(TWO, target)
    with pytest.raises(vc.ArgumentError, match="nobody can say"):
        vc.promises(chain_of("teams:\n  a: {serves: {c: x}}\ncustomers: {c: }"))
    assert "no single service could do it alone" in str(vc.promises(BOTTLENECKS, 0.99))


HIDDEN = """
valuechain: 1
teams:
  a: {serves: {c: {satisfaction: 40%, critical: true}}}
  b: {serves: {c: {satisfaction: 60%}, x: {satisfaction: 50%}, y: {satisfaction: 30%}}}
  d: {serves: {c: {satisfaction: 55%, weight: 3}}}
  e: {serves: {b: {quality: 90%}}}
  x:
  y: {serves: {c: {satisfaction: 80%, dependence: 0}}}
customers: {c: }
"""


def test_what_a_bottleneck_hides_must_rise_too():
    """Whatever the table lists, done, reaches the target."""
    found = vc.promises(vc.loads(HIDDEN), 0.9)
    assert {row.id for row in found.services} == {"a->c", "b->c", "d->c", "e->b", "y->c"}
    raised = [(row.id, row.quality) for row in found.services]
    assert vc.what_if(found.before, dict(raised)).outcome == pytest.approx(0.9, abs=1e-8)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_listed_is_enough(seed):
    rng = random.Random(seed)
    chain = random_chain(rng, rng.randint(3, 6), rng.randint(4, 10), scores=0.9)
    found = vc.diagnose(chain)
    if found.outcome is None or found.outcome > 0.98:
        return
    promised = vc.promises(found, (1 + found.outcome) / 2)
    raised = {row.id: row.quality for row in promised.services}
    after = vc.what_if(found, raised).outcome
    everything = dict.fromkeys(raised, 1.0)
    most = vc.what_if(found, everything).outcome
    assert after >= min(promised.target, most) - 1e-8
