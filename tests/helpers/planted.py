"""Organisations in layers whose dependence is planted; what is passed on is reckoned team by team."""

import numpy as np

import valuechain as vc

LAYERS, TEAMS = 6, 10


def organisation(random, *, layers=LAYERS, teams=TEAMS, servers=2):
    """Pairs (provider, customer): each team is served by some of the layer before."""
    pairs = [
        (f"t{layer - 1}.{server}", f"t{layer}.{team}")
        for layer in range(1, layers)
        for team in range(teams)
        for server in random.choice(teams, servers, replace=False)
    ]
    return pairs + [(f"t{layers - 1}.{team}", "end") for team in range(teams)]


def lacking(pairs, slope, own, weights=None):
    """What each service lacks, provider after provider; pairs come in the order of the flow."""
    weights = weights or [1.0] * len(pairs)
    found = []
    for at, (provider, _) in enumerate(pairs):
        into = [i for i in range(at) if pairs[i][1] == provider]
        total = sum(weights[i] for i in into)
        received = sum(weights[i] * found[i] for i in into) / total if total else 0.0
        found.append(min(1.0, own[at] + slope * received))
    return found


def chain_of(pairs, satisfactions, answers, **more):
    """A chain with shares of satisfied people as scores; ``None`` for not measured."""
    names = dict.fromkeys(name for pair in pairs for name in pair)
    parties = [vc.Party(name, kind="customer" if name == "end" else "team") for name in names]
    services = [
        vc.Service(
            f"{provider}->{customer}",
            provider,
            customer,
            satisfaction=None if seen is None else vc.Score.of(seen, answers),
            **more,
        )
        for (provider, customer), seen in zip(pairs, satisfactions, strict=True)
    ]
    return vc.ValueChain(parties, services)


def planted(seed, slope, *, answers=40, harshness=0.0, waves=1, always=0.0, **shape):
    """Chains, one for each wave, as `answers` people see them.

    `always` is the standard deviation of what a service lacks in every wave beside what is drawn
    for each.
    """
    random = np.random.default_rng(seed)
    pairs = organisation(random, **shape)
    harsh = {customer: random.normal(0.0, harshness) for _, customer in pairs}
    steady = np.abs(random.normal(0.0, always, len(pairs)))
    chains = []
    for _ in range(waves):
        own = steady + random.beta(1.0, 9.0, len(pairs))
        true = lacking(pairs, slope, own.tolist())
        chances = [
            min(max(1.0 - lacks - harsh[customer], 0.0), 1.0)
            for lacks, (_, customer) in zip(true, pairs, strict=True)
        ]
        seen = [random.binomial(answers, chance) / answers for chance in chances]
        chains.append(chain_of(pairs, seen, answers))
    return chains
