"""What the benchmarks share: CPU time, the best of several runs, and chains of any size."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from valuechain import Party, Score, Service, ValueChain
from valuechain.model.parts import service_ids

T = TypeVar("T")


def cpu(call: Callable[[], T], runs: int = 3) -> float:
    """The least CPU seconds of some runs: what else the machine does only ever adds."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def layered(
    services: int, parties: int, depth: int, backward: float = 0.0, scored: float = 0.9
) -> ValueChain:
    """A chain of this depth.

    A share `backward` of its services runs against the flow, closing loops.
    """
    rng = random.Random(1)
    level = [i * depth // parties for i in range(parties)]
    first = [level.index(at) for at in range(depth)] + [parties]
    ends = []
    for _ in range(services):
        provider = rng.randrange(first[depth - 1])
        to = min(depth - 1, level[provider] + (1 if rng.random() < 0.8 else 2))
        customer = rng.randrange(first[to], first[to + 1])
        if to < depth - 1 and rng.random() < backward:
            provider, customer = customer, provider
        ends.append((f"p{provider}", f"p{customer}"))
    scores = [Score.of(k / 100) for k in range(101)]
    made = [
        Service(
            service_id,
            *pair,
            satisfaction=scores[int(100 * rng.betavariate(5, 2))]
            if rng.random() < scored
            else None,
            weight=rng.choice([1.0, 2.0, 3.0]),
        )
        for service_id, pair in zip(service_ids(ends), ends, strict=True)
    ]
    members = [
        Party(f"p{i}", kind="customer" if level[i] == depth - 1 else "team") for i in range(parties)
    ]
    return ValueChain(members, made)


def line(services: int) -> ValueChain:
    """A chain of one service after the other, every second one scored."""
    members = [Party(f"p{i}") for i in range(services)] + [Party(f"p{services}", kind="customer")]
    made = [
        Service(
            f"p{i}->p{i + 1}", f"p{i}", f"p{i + 1}", satisfaction=Score.of(0.9) if i % 2 else None
        )
        for i in range(services)
    ]
    return ValueChain(members, made)


def one_loop(parties: int, dependence: float) -> ValueChain:
    """One loop component of this many parties, three services each.

    A tenth of the services are critical, half of them scored.
    """
    rng = random.Random(3)
    ends = [(i, (i + 1) % parties) for i in range(parties)]
    ends += [(rng.randrange(parties), rng.randrange(parties)) for _ in range(2 * parties)]
    names = [(f"p{a}", f"p{b}") for a, b in dict.fromkeys(ends) if a != b] + [("p0", "c")]
    made = [
        Service(
            service_id,
            *pair,
            satisfaction=Score.of(0.7) if rng.random() < 0.5 else None,
            critical=rng.random() < 0.1,
            dependence=dependence,
        )
        for service_id, pair in zip(service_ids(names), names, strict=True)
    ]
    return ValueChain(
        [*(Party(f"p{i}") for i in range(parties)), Party("c", kind="customer")], made
    )


def yaml_text(services: int, fields: str) -> str:
    """A file with about this many services, four a party.

    `fields` is filled with a running number.
    """
    rng = random.Random(1)
    parties = max(3, services // 4)
    lines = ["valuechain: 1", "title: Benchmark", "teams:"]
    for i in range(parties):
        lines += [f"  p{i}:", f"    name: Party {i}", "    serves:"]
        for j in sorted({min(parties, i + 1 + int(rng.expovariate(0.1))) for _ in range(4)}):
            values = fields.format(
                number=i,
                mean=rng.randint(10, 49) / 10,
                count=rng.randint(3, 40),
                weight=rng.randint(1, 5),
            )
            lines.append(f"      {f'p{j}' if j < parties else 'customer'}: {{{values}}}")
    return "\n".join([*lines, "customers:", "  customer: {name: Customer}", ""])
