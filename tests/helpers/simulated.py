"""Chains with answers, and their draws."""

from dataclasses import replace

import valuechain as vc
from valuechain.model.chain import ValueChain
from valuechain.sampling.ensemble import random_of
from valuechain.sampling.setup import ensemble_of


def answered(chain, rng, people=0.3):
    """The chain with numbers of answers at most of its scores, and people at some parties."""
    counts = {
        s.id: rng.randint(1, 12) for s in chain.services.values() if s.score and rng.random() < 0.8
    }
    parties = [
        replace(p, people=rng.randint(12, 30)) if rng.random() < people else p
        for p in chain.parties.values()
    ]
    services = []
    for s in chain.services.values():
        name = "satisfaction" if s.satisfaction else "quality"
        score = s.score and vc.Score.of(s.score.value, counts.get(s.id))
        if score and score.responses and rng.random() < 0.5:
            widest = int(100 * (s.score.value * (1 - s.score.value)) ** 0.5)
            sd = min(rng.randint(0, 30), widest) if score.responses > 1 else 0
            text = f"{{scale: 0-100, value: {100 * s.score.value:.4f}, responses: {score.responses}, sd: {sd}}}"
            score = vc.Score.parse(text)
        ends = (
            (round(rng.random() * 0.4, 3), round(0.5 + rng.random() * 0.4, 3))
            if rng.random() < 0.2
            else None
        )
        middle = {"dependence_range": ends, "dependence": (ends[0] + ends[1]) / 2} if ends else {}
        if ends and s.criticality is not None:  # for whatever dependence is drawn
            middle["criticality"] = min(s.criticality, round(1 - ends[1], 3))
        services.append(replace(s, **({name: score} if score else {}), **middle))
    return ValueChain(parties, services, chain.title, chain.target, chain.dependence, chain.rule)


def made(*services, people=None):
    """A chain of (provider, customer, score) with the external customer x; an expert's score begins with 'quality '."""
    ids = dict.fromkeys(
        party for provider, customer, *_ in services for party in (provider, customer)
    )
    members = [
        vc.Party(i, kind="customer" if i == "x" else "team", people=(people or {}).get(i))
        for i in ids
    ]
    return ValueChain(members, [service(*told) for told in services])


def service(provider, customer, score="", **more):
    expert = score.startswith("quality ")
    told = (
        {"quality" if expert else "satisfaction": vc.Score.parse(score.removeprefix("quality "))}
        if score
        else {}
    )
    return vc.Service(f"{provider}->{customer}", provider, customer, **told, **more)


def drawn(score, people=None, draws=40_000):
    chain = made(("a", "x", score), people={"x": people} if people else None)
    ensemble = ensemble_of(vc.diagnose(chain).solution)
    return ensemble.posterior.drawn(random_of(3, 1), draws)[0]
