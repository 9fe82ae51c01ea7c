"""Tests of `sampling.ensemble`: the whole diagnosis again, for many drawn scores at once: what one chunk of draws shows."""

import random
from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
import valuechain.sampling.ensemble as module
from chains import random_chain
from helpers.simulated import answered
from valuechain.sampling import tally
from valuechain.sampling.ensemble import random_of, solved
from valuechain.sampling.setup import ensemble_of
from valuechain.tolerances import WORTH_NAMING


@pytest.mark.parametrize("seed", range(60))
def test_every_draw_is_a_diagnosis_of_its_own(seed, monkeypatch):
    rng = random.Random(seed)
    chain = answered(random_chain(rng, parties=rng.randint(3, 9), services=rng.randint(2, 20)), rng)
    diagnosis = vc.diagnose(chain)
    ensemble = ensemble_of(diagnosis.solution)
    at = diagnosis.solution.solved_at
    anything = any(service.score for service in chain.services.values())
    told = {}
    original = module.drawn

    def kept(*given):
        told["drawn"] = original(*given)
        return told["drawn"]

    monkeypatch.setattr(module, "drawn", kept)
    links = diagnosis.links.groups.names
    block = solved(ensemble, random_of(seed, 1), 12, np.arange(len(links)))
    firsts = tally.firsts(block.numbers[module.LINKS])
    for case in range(12):
        drawn = told["drawn"]
        dependence = np.broadcast_to(drawn.dependence, drawn.score.shape)[:, case][at].tolist()
        scores = drawn.score[:, case][at].tolist()
        services = []
        for service, score, alpha in zip(chain.services.values(), scores, dependence, strict=True):
            name = "quality" if service.quality else "satisfaction"
            known = {name: vc.Score.of(score)} if anything else {}
            services.append(replace(service, **known, dependence=alpha, dependence_range=None))
        again = vc.diagnose(replace(chain, services=services))
        if again.solution.known_customers != diagnosis.solution.known_customers:
            continue  # what is drawn of somebody whom nobody asked counts in the outcome there
        if again.outcome is not None:
            assert abs(block.outcome[case] - again.outcome) < 1e-10
        for rank, row in enumerate(again.services, 1):
            i = int(at[list(chain.services).index(row.id)])
            satisfaction, own, contribution, place = (kind[i, case] for kind in block.numbers[:4])
            assert abs(satisfaction - row.satisfaction) < 1e-10
            assert abs(own - row.own_shortfall) < 1e-10
            assert abs(contribution - row.contribution) < 1e-9
            asked = row.id not in diagnosis.unmeasured
            assert row.verdict != "undecided"
            assert block.root[i, case] == (asked and row.verdict == "root cause")
            assert block.weak[i, case] == (asked and row.verdict in ("root cause", "symptom"))
            if (
                row.contribution > 1e-6
                and sum(
                    abs(other.contribution - row.contribution) < 1e-11 for other in again.services
                )
                == 1
            ):
                assert place == rank
        wins = {
            name: vc.what_if(again, dict.fromkeys(members, "reachable")).change
            for name, members in diagnosis.links.groups.members.items()
        }
        for link, name in enumerate(links):
            assert abs(block.numbers[module.LINKS][link, case] - wins[name]) < 1e-9
        leading = {links[link] for link in np.flatnonzero(firsts[:, case]).tolist()}
        best = max(wins.values(), default=0.0)
        assert (best >= WORTH_NAMING) == bool(leading)
        assert all(wins[name] > best - 1e-8 for name in leading)
