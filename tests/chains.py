"""Chains to test with: a seeded generator for quantity, hypothesis strategies for shrinking."""

import random
from pathlib import Path

from hypothesis import strategies as st

from valuechain import Party, Score, Service, ValueChain
from valuechain.model.parts import service_ids

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


def random_chain(rng, parties=6, services=10, scores=0.7, quality=0.2, critical=0.3, rule=None, dependence=None):
    """A chain with loops, parallel services, critical ones, shields and unmeasured ones; numbers on a coarse grid make ties."""
    customers = rng.randint(1, 2)
    ids = [f"p{i}" for i in range(parties)]
    kinds = ["customer"] * customers + [rng.choice(["team", "team", "supplier"]) for _ in ids[customers:]]
    members = [
        Party(i, kind=kind, group=rng.choice(["", "A", "B"]), share=rng.choice([1.0, 2.0, 0.5]) if kind == "customer" else 1.0)
        for i, kind in zip(ids, kinds, strict=True)
    ]
    inside = ids[customers:]
    ends = [(rng.choice(inside), ids[0])]
    while len(ends) < services:
        provider, customer = rng.choice(inside), rng.choice(ids)
        if provider != customer:
            ends.append((provider, customer))
    made = []
    for service_id, (provider, customer) in zip(service_ids(ends), ends, strict=True):
        scored, expert = rng.random() < scores, rng.random() < quality
        value = Score.of(rng.choice([rng.randint(0, 20) / 20, rng.randint(0, 1000) / 1000]))
        made.append(
            Service(
                service_id,
                provider,
                customer,
                rng.choice(["", "orders", "goods"]),
                satisfaction=value if scored and not expert else None,
                quality=value if scored and expert else None,
                weight=rng.choice([1.0, 2.0, 0.5, 3.7]),
                dependence=rng.choice([0.8, 0.5, 0.95, 0.0]) if dependence is None else dependence,
                critical=rng.random() < critical,
                target=rng.choice([0.75, 0.75, 0.6, 1.0]),
            )
        )
    return ValueChain(members, made, rule=rule or rng.choice(["mean", "mean", "mean", "weakest"]))


@st.composite
def chains(draw, **options):
    """A random chain; shrinks through its seed and its size."""
    seed = draw(st.integers(0, 10**6))
    parties = draw(st.integers(3, 8))
    services = draw(st.integers(1, 14))
    return random_chain(random.Random(seed), parties=parties, services=services, **options)
