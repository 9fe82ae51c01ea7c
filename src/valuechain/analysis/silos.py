"""Which departments keep to themselves? What runs between them against what chance would have.

Chance is the same parties giving and getting as many services as they do, all else shuffled: of m
services, o leave department A and i arrive at department B, so that o i / m run from A to B on
average, the null model of modularity in directed networks (Leicht & Newman 2008, *Community
structure in directed networks*, Physical Review Letters 100, 118703). How many stay within A is
then hypergeometric; a department that keeps more to itself than that explains, and at least half of
all that it gives, is a silo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, lgamma

from valuechain.model.chain import ValueChain

SIGNIFICANT = 0.05
"""Probability by chance of any silo among all departments (Bonferroni's inequality)."""
_EXPECTED = 1.0  # services that chance would have between two departments that should talk


@dataclass(frozen=True, slots=True)
class Silo:
    """A department that keeps to itself.

    Attributes:
        department: its name.
        inside: services within it.
        given, taken: services that its parties give and get, those within it included.
        by_chance: services within it, were all that is given and taken shuffled.
        probability: that chance alone keeps at least so many within it.
    """

    department: str
    inside: int
    given: int
    taken: int
    by_chance: float
    probability: float


@dataclass(frozen=True, slots=True)
class MissingLink:
    """Two departments between which nothing runs, though chance would have it.

    Attributes:
        departments: their names, sorted.
        by_chance: services between them, both ways, were all that is given and taken shuffled.
    """

    departments: tuple[str, str]
    by_chance: float


@dataclass(frozen=True, slots=True)
class Departments:
    """How much departments keep to themselves.

    Attributes:
        modularity: share of services within departments, less what chance would have, -0.5..1;
            ``None`` where there are not two departments with a service between any.
        silos: those that keep to themselves, the least probable first.
        missing: pairs without a link, what chance would have most first.
    """

    modularity: float | None
    silos: tuple[Silo, ...]
    missing: tuple[MissingLink, ...]


def departments(chain: ValueChain) -> Departments:
    """What runs within departments and between them; suppliers and customers are left out.

    Cost: one pass over the services, and one over the pairs of departments.
    """
    group = {
        party.id: party.group
        for party in chain.parties.values()
        if party.kind == "team" and party.group
    }
    ends = (
        (group[service.provider], group[service.customer])
        for service in chain.services.values()
        if service.provider in group and service.customer in group
    )
    table = Counter(ends)
    names = sorted(set(group.values()))
    if len(names) < 2 or not table:
        return Departments(None, (), ())
    given, taken, total = Counter[str](), Counter[str](), table.total()
    for (provider, customer), count in table.items():
        given[provider] += count
        taken[customer] += count
    kept = sum(table[name, name] / total - given[name] * taken[name] / total**2 for name in names)
    silos = [_silo(name, table[name, name], given[name], taken[name], total) for name in names]
    closed = [
        silo
        for silo in silos
        if silo.probability < SIGNIFICANT / len(silos) and 2 * silo.inside >= silo.given
    ]
    return Departments(
        kept,
        tuple(sorted(closed, key=lambda silo: (silo.probability, silo.department))),
        tuple(_missing(names, table, given, taken)),
    )


def _silo(name: str, inside: int, given: int, taken: int, total: int) -> Silo:
    chance = at_least(inside, total, given, taken)
    return Silo(name, inside, given, taken, given * taken / total, chance)


def _missing(
    names: list[str],
    table: Mapping[tuple[str, str], int],
    given: Mapping[str, int],
    taken: Mapping[str, int],
) -> list[MissingLink]:
    total = sum(table.values())
    found = []
    for one, other in _busy_pairs(names, given, taken, total):
        by_chance = (given[one] * taken[other] + given[other] * taken[one]) / total
        linked = (one, other) in table or (other, one) in table
        if by_chance >= _EXPECTED and not linked:
            found.append(MissingLink((min(one, other), max(one, other)), by_chance))
    return sorted(found, key=lambda link: (-round(link.by_chance, 9), link.departments))


def _busy_pairs(
    names: list[str], given: Mapping[str, int], taken: Mapping[str, int], total: int
) -> Iterator[tuple[str, str]]:
    """Departments with so many services that chance may have a link between them."""
    busy = {name: given[name] + taken[name] for name in names}
    ranked = sorted(names, key=lambda name: -busy[name])
    for i, one in enumerate(ranked):
        for other in ranked[i + 1 :]:
            if busy[one] * busy[other] < _EXPECTED * total:
                break
            yield one, other


def at_least(found: int, total: int, marked: int, drawn: int) -> float:
    """The probability of so many marked ones among those drawn: the hypergeometric tail.

    >>> round(at_least(2, 10, 4, 3), 4)  # (6 * 6 + 4) / 120
    0.3333
    """
    most = min(marked, drawn)
    least = max(found, marked + drawn - total)
    if least > most:
        return 0.0
    ways = _choose(total, drawn)
    terms = (
        exp(_choose(marked, k) + _choose(total - marked, drawn - k) - ways)
        for k in range(least, most + 1)
    )
    return min(1.0, sum(terms))


def _choose(of: int, some: int) -> float:
    """The logarithm of a binomial coefficient."""
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)
