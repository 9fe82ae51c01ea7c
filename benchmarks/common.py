"""What the benchmarks share: CPU time, the best of several runs, and chains of any size."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from valuechain import Party, Score, Service, ValueChain, diagnose
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


def clock(call: Callable[[], T]) -> tuple[T, float]:
    """What a call returns, and the seconds that passed meanwhile."""
    start = time.perf_counter()
    found = call()
    return found, time.perf_counter() - start


def diagnosed(chain: ValueChain) -> None:
    """Solve a chain and judge every service, but make no row for any."""
    assert diagnose(chain)._verdict is not None


def layered(  # noqa: PLR0913, PLR0917  each but the first three has its default
    services: int,
    parties: int,
    depth: int,
    backward: float = 0.0,
    scored: float = 0.9,
    seed: int = 1,
) -> ValueChain:
    """A chain of this depth; a share `backward` of its services closes loops."""
    rng = random.Random(seed)
    level = [i * depth // parties for i in range(parties)]
    ends = list(_ends(rng, services, level, backward))
    scores = [Score.of(k / 100) for k in range(101)]
    made = []
    for service_id, pair in zip(service_ids(ends), ends, strict=True):
        score = scores[int(100 * rng.betavariate(5, 2))] if rng.random() < scored else None
        weight = rng.choice([1.0, 2.0, 3.0])
        made.append(Service(service_id, *pair, satisfaction=score, weight=weight))
    kinds = {depth - 1: "customer"}
    members = [Party(f"p{i}", kind=kinds.get(at, "team")) for i, at in enumerate(level)]
    return ValueChain(members, made)


def _ends(
    rng: random.Random, services: int, level: list[int], backward: float
) -> Iterator[tuple[str, str]]:
    """Who serves whom: a party one or two levels on; a share `backward` the other way round."""
    last = level[-1]
    first = [level.index(at) for at in range(last + 1)] + [len(level)]
    for _ in range(services):
        provider = rng.randrange(first[last])
        to = min(last, level[provider] + 1 + (rng.random() >= 0.8))
        customer = rng.randrange(first[to], first[to + 1])
        if to < last and rng.random() < backward:
            provider, customer = customer, provider
        yield f"p{provider}", f"p{customer}"


def with_bottlenecks(chain: ValueChain, share: float) -> ValueChain:
    """The chain with this share of its services critical."""
    rng = random.Random(4)
    services = {
        name: replace(service, critical=rng.random() < share)
        for name, service in chain.services.items()
    }
    return replace(chain, services=services)


def broad(services: int) -> ValueChain:
    """Twenty levels, four services a party."""
    return layered(services, services // 4, 20)


def answered(chain: ValueChain, responses: int, people: int | None = None) -> ValueChain:
    """The chain with this many answers to every question, of this many people."""

    def counted(service: Service) -> Service:
        if service.satisfaction is None:
            return service
        return replace(service, satisfaction=Score.of(service.satisfaction.value, responses))

    return replace(
        chain,
        parties={name: replace(party, people=people) for name, party in chain.parties.items()},
        services={name: counted(service) for name, service in chain.services.items()},
    )


def with_bounds(chain: ValueChain, share: float) -> ValueChain:
    """The chain under the rule fdna, this share of its services with a criticality."""
    rng = random.Random(4)
    services = {
        name: replace(service, criticality=0.1 if rng.random() < share else None)
        for name, service in chain.services.items()
    }
    return replace(chain, services=services, rule="fdna")


def line(services: int) -> ValueChain:
    """A chain of one service after the other, every second one scored."""
    members = [Party(f"p{i}") for i in range(services)] + [Party(f"p{services}", kind="customer")]
    scores, made = (None, Score.of(0.9)), []
    for i in range(services):
        provider, customer = f"p{i}", f"p{i + 1}"
        made.append(
            Service(f"{provider}->{customer}", provider, customer, satisfaction=scores[i % 2])
        )
    return ValueChain(members, made)


def one_loop(parties: int, dependence: float) -> ValueChain:
    """One loop component of this many parties, three services each.

    A tenth of the services is critical, half of them are scored.
    """
    rng = random.Random(3)
    ends = [(i, (i + 1) % parties) for i in range(parties)]
    ends += [(rng.randrange(parties), rng.randrange(parties)) for _ in range(2 * parties)]
    names = [(f"p{a}", f"p{b}") for a, b in dict.fromkeys(ends) if a != b] + [("p0", "c")]
    made = []
    for service_id, pair in zip(service_ids(names), names, strict=True):
        score = Score.of(0.7) if rng.random() < 0.5 else None
        critical = rng.random() < 0.1
        made.append(
            Service(service_id, *pair, satisfaction=score, critical=critical, dependence=dependence)
        )
    members = [Party(f"p{i}") for i in range(parties)]
    return ValueChain([*members, Party("c", kind="customer")], made)


def yaml_text(services: int, fields: str) -> str:
    """A file with about this many services, four a party.

    `fields` is what stands at each of them, to be filled with numbers.
    """
    rng = random.Random(1)
    parties = max(3, services // 4)
    lines = ["valuechain: 1", "title: Benchmark", "teams:"]
    for i in range(parties):
        lines += [f"  p{i}:", f"    name: Party {i}", "    serves:"]
        for j in sorted({min(parties, i + 1 + int(rng.expovariate(0.1))) for _ in range(4)}):
            mean, count = rng.randint(10, 49) / 10, rng.randint(3, 40)
            values = fields.format(number=i, mean=mean, count=count, weight=rng.randint(1, 5))
            lines.append(f"      {_name(j, parties)}: {{{values}}}")
    return "\n".join([*lines, "customers:", "  customer: {name: Customer}", ""])


def _name(party: int, parties: int) -> str:
    return f"p{party}" if party < parties else "customer"
