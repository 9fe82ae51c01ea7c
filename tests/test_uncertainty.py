"""Simulation: every draw against the plain diagnosis, what is drawn against the contract, the same under every executor."""

import random
from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.model.chain import ValueChain
from valuechain.uncertainty.simulation import _trial
from valuechain.uncertainty.trial import random_of, solved


def answered(chain, rng, people=0.3):
    """The chain with numbers of answers at most of its scores, and people at some parties."""
    counts = {s.id: rng.randint(1, 12) for s in chain.services.values() if s.score and rng.random() < 0.8}
    parties = [replace(p, people=rng.randint(12, 30)) if rng.random() < people else p for p in chain.parties.values()]
    services = []
    for s in chain.services.values():
        name = "satisfaction" if s.satisfaction else "quality"
        score = s.score and vc.Score.of(s.score.value, counts.get(s.id))
        if score and score.responses and rng.random() < 0.5:
            text = f"{{scale: 0-100, value: {100 * s.score.value:.4f}, responses: {score.responses}, sd: {rng.randint(0, 30)}}}"
            score = vc.Score.parse(text)
        ends = (round(rng.random() * 0.4, 3), round(0.5 + rng.random() * 0.4, 3)) if rng.random() < 0.2 else None
        middle = {"dependence_range": ends, "dependence": (ends[0] + ends[1]) / 2} if ends else {}
        services.append(replace(s, **({name: score} if score else {}), **middle))
    return ValueChain(parties, services, chain.title, chain.target, chain.dependence, chain.rule)


@pytest.mark.parametrize("seed", range(60))
def test_every_draw_is_a_diagnosis_of_its_own(seed):
    rng = random.Random(seed)
    chain = answered(random_chain(rng, parties=rng.randint(3, 9), services=rng.randint(2, 20)), rng)
    diagnosis = vc.diagnose(chain)
    trial = _trial(diagnosis)
    at = diagnosis.solved_at
    told = {}
    import valuechain.uncertainty.trial as module

    original = module.satisfactions

    def kept(drawn, delivered):
        if drawn.score.shape[0] == len(at):
            told["drawn"] = drawn
        return original(drawn, delivered)

    candidates = np.arange(len(at))
    module.satisfactions = kept
    try:
        block = solved(trial, random_of(seed, 1), 12, candidates)
    finally:
        module.satisfactions = original
    for case in range(12):
        drawn = told["drawn"]
        dependence = np.broadcast_to(drawn.dependence, drawn.score.shape)[:, case][at].tolist()
        scores = drawn.score[:, case][at].tolist()
        services = []
        for service, score, alpha in zip(chain.services.values(), scores, dependence, strict=True):
            name = "satisfaction" if service.satisfaction else "quality"
            known = {name: vc.Score.of(score)} if service.score else {}
            services.append(replace(service, **known, dependence=alpha, dependence_range=None))
        again = vc.diagnose(replace(chain, services=services))
        if again.outcome is not None:
            assert abs(block.outcome[case] - again.outcome) < 1e-10
        for rank, row in enumerate(again.services, 1):
            i = int(at[list(chain.services).index(row.id)])
            satisfaction, own, contribution, place = (kind[i, case] for kind in block.numbers[:4])
            assert abs(satisfaction - row.satisfaction) < 1e-10
            assert abs(own - row.own_shortfall) < 1e-10
            assert abs(contribution - row.contribution) < 1e-9
            assert block.root[i, case] == (row.verdict == "root cause")
            assert block.undecided[i, case] == (row.verdict == "undecided")
            assert block.weak[i, case] == (row.verdict in ("root cause", "symptom", "undecided"))
            assert abs(block.gains[i, case] - row.gain) < 1e-9
            if row.contribution > 1e-6 and sum(abs(other.contribution - row.contribution) < 1e-11 for other in again.services) == 1:
                assert place == rank
        first = again.root_causes[0].id if again.root_causes else None
        chosen = block.first[case]
        assert (sorted(chain.services)[chosen] if chosen >= 0 else None) == first
