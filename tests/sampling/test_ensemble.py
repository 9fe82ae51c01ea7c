"""Tests of `sampling.ensemble`: the whole diagnosis again, for many drawn scores at once: what one chunk of draws shows."""

import random
from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
import valuechain.sampling.ensemble as module
from chains import random_chain
from helpers.simulated import answered
from valuechain.sampling.ensemble import random_of, solved
from valuechain.sampling.setup import ensemble_of


@pytest.mark.parametrize("seed", range(60))
def test_every_draw_is_a_diagnosis_of_its_own(seed):
    rng = random.Random(seed)
    chain = answered(random_chain(rng, parties=rng.randint(3, 9), services=rng.randint(2, 20)), rng)
    diagnosis = vc.diagnose(chain)
    ensemble = ensemble_of(diagnosis.solution)
    at = diagnosis.solution.solved_at
    told = {}
    original = module.satisfactions

    def kept(drawn, delivered):
        if drawn.score.shape[0] == len(at):
            told["drawn"] = drawn
        return original(drawn, delivered)

    candidates = np.arange(len(at))
    module.satisfactions = kept
    try:
        block = solved(ensemble, random_of(seed, 1), 12, candidates)
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
            if (
                row.contribution > 1e-6
                and sum(
                    abs(other.contribution - row.contribution) < 1e-11 for other in again.services
                )
                == 1
            ):
                assert place == rank
        first = again.root_causes[0].id if again.root_causes else None
        chosen = block.first[case]
        assert (sorted(chain.services)[chosen] if chosen >= 0 else None) == first
