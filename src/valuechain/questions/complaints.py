"""Who gets the complaints, and who of those only passes on what it receives?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from valuechain.model.chain import ValueChain
from valuechain.questions.service import ServiceDiagnosis
from valuechain.tolerances import DIGITS


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is lacking of some services, and how much of it comes from upstream.

    Attributes:
        provider: who delivers them.
        services: their ids.
        cost: what the customers lack through them, 0..1.
        inherited: the part of what they lack that is passed on, 0..1.
        passed_on: whether all that is weak of them are symptoms.
    """

    provider: str
    services: tuple[str, ...]
    cost: float
    inherited: float
    passed_on: bool


def loudest(chain: ValueChain, weak_links: Iterable[ServiceDiagnosis]) -> Complaint | None:
    """Who serves customers worst, by what it costs them; ``None`` where none has complaints.

    Not with the lowest score: a customer who counts little complains less loudly. What customers
    were not asked about they were not heard to complain of.
    """
    heard = [row for row in weak_links if row.importance > 0 and _is_heard(chain, row)]
    return next(iter(_ranked(_by_provider(heard).values())), None)


def _is_heard(chain: ValueChain, row: ServiceDiagnosis) -> bool:
    is_external = chain.parties[row.customer].kind == "customer"
    return is_external and chain.services[row.id].satisfaction is not None


def passing_on(weak_links: Iterable[ServiceDiagnosis]) -> list[Complaint]:
    """The providers all of whose weak services are symptoms; who costs the customers most first."""
    return [each for each in _ranked(_by_provider(weak_links).values()) if each.passed_on]


def _by_provider(rows: Iterable[ServiceDiagnosis]) -> dict[str, list[ServiceDiagnosis]]:
    found: dict[str, list[ServiceDiagnosis]] = {}
    for row in rows:
        found.setdefault(row.provider, []).append(row)
    return found


def complaint(rows: Sequence[ServiceDiagnosis]) -> Complaint:
    """What is lacking of some services of one provider, each by what it matters."""
    lacking = sum(row.importance * (1.0 - row.satisfaction) for row in rows)
    inherited = sum(row.importance * row.inherited_shortfall for row in rows)
    if not lacking:  # none of them matters: then each counts alike
        lacking = sum(1.0 - row.satisfaction for row in rows)
        inherited = sum(row.inherited_shortfall for row in rows)
    return Complaint(
        rows[0].provider,
        tuple(row.id for row in rows),
        sum(row.importance * (1.0 - row.satisfaction) for row in rows),
        inherited / lacking if lacking else 0.0,
        all(row.verdict == "symptom" for row in rows),
    )


def _ranked(groups: Iterable[Sequence[ServiceDiagnosis]]) -> list[Complaint]:
    found = map(complaint, groups)
    return sorted(found, key=lambda each: (-round(each.cost, DIGITS), each.services))
