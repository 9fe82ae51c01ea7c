"""What hangs on whom? Single points of failure, stand-ins, routes, loops and silos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np

from valuechain.analysis.routes import Route, weakest_and_strongest
from valuechain.analysis.silos import Departments, departments
from valuechain.analysis.single_points import SinglePoint, costs_of_failure, single_points
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.of_diagnosis import OfDiagnosis
from valuechain.questions.what_if import based_on
from valuechain.results import Recipe, Result, plain
from valuechain.solve.returns import amplifications
from valuechain.walks import following, reached

FindingKind: TypeAlias = Literal[
    "single point",
    "no stand-in",
    "weakest route",
    "strongest route",
    "loop",
    "silo",
    "missing link",
    "serves nobody",
    "nobody serves it",
    "no customer reached",
]
Severity: TypeAlias = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low")
_MOST = 0.5  # share of the customers, from which on a single point is grave
_AMPLIFIED = 2.0  # from which on a loop doubles what goes wrong
_THROUGH = 0.5  # of a route below which most is lost on it


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about how a chain is built that is worth knowing.

    Attributes:
        id: its kind and whom it is about.
        kind: what it is.
        severity: how grave it is: high, medium or low.
        parties: ids of the parties that it is about; of a route, all on its way.
        departments: names of the departments that it is about.
        services: ids of the services that it is about; of a route in their order.
        customers: ids of the external customers concerned, up to 50.
        value: of a single point, what the customers lose where all that it delivers fails, 0..1; of
            a route, the product of the own qualities along it, 0..1; of a loop, how many times over
            a shortfall in it is felt in the end, >= 1; of a silo and a missing link, the number of
            services there. ``None`` where it is not known, or takes long.
        by_chance: of a silo and a missing link, the number of services there by chance; of a loop,
            ``None``, as of all else.
        probability: of a silo, that chance alone keeps so many services within it, 0..1.
        share: of a single point, the part of all external customers that hangs on it, by their
            shares, 0..1; of a silo, the part of what its parties give that stays within it.
    """

    id: str
    kind: FindingKind
    severity: Severity
    parties: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    value: float | None = None
    by_chance: float | None = None
    probability: float | None = None
    share: float | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Structure(OfDiagnosis, Result[Finding]):
    """How a chain is built: made by `structure`.

    Attributes:
        diagnosis: of the chain.
        rows: the findings by kind, within a kind the gravest first.
        modularity: share of services within departments, less what chance would have, -0.5..1;
            ``None`` where no services run between teams of two departments.
    """

    diagnosis: Diagnosis
    rows: tuple[Finding, ...]
    modularity: float | None

    row_kind = "finding"
    row_type: ClassVar[type[Any] | None] = Finding

    def _recipe(self) -> Recipe:
        return structure, (self.diagnosis,)

    def _summary(self) -> str:
        grave = sum(row.severity == "high" for row in self.rows)
        return f"{len(self.rows)} findings, {grave} of them grave"

    def of(self, *kinds: FindingKind) -> tuple[Finding, ...]:
        """The findings of these kinds."""
        return tuple(row for row in self.rows if row.kind in kinds)

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {"modularity": self.modularity, "findings": plain(self.rows)}


def structure(chain: ValueChain | Diagnosis) -> Structure:
    """Say through whom everything runs, who has no stand-in, and who does not talk to whom.

    Single points of failure are dominators (see `analysis.single_points`), routes are told by what
    comes through (`analysis.routes`), loops by their amplification (`solve.returns`), and silos by
    what chance would have (`analysis.silos`).

    Args:
        chain: the chain, or its diagnosis.

    Raises:
        ArgumentError: it is something else.

    >>> from valuechain import loads
    >>> found = structure(loads('''
    ... valuechain: 1
    ... teams:
    ...   kitchen: {serves: {waiter: }}
    ...   bar: {serves: {waiter: }}
    ...   waiter: {people: 1, serves: {guest: }}
    ... customers: {guest: }
    ... '''))
    >>> [(row.id, row.severity) for row in found.of("single point")]
    [('single point: waiter', 'high')]
    """
    diagnosis = based_on(chain, "structure")
    kept = departments(diagnosis.chain)
    points = single_points(diagnosis.solution)
    rows = [
        *_single_points(diagnosis, points),
        *_without_stand_in(diagnosis.chain, {point.party for point in points}),
        *_routes(diagnosis),
        *_loops(diagnosis),
        *_silos(kept),
        *_loose_ends(diagnosis.chain),
    ]
    return Structure(diagnosis, tuple(rows), kept.modularity)


def _single_points(diagnosis: Diagnosis, points: list[SinglePoint]) -> Iterator[Finding]:
    costs = costs_of_failure(diagnosis.solution, points)
    for point, cost in zip(points, costs, strict=True):
        yield Finding(
            f"single point: {point.party}",
            "single point",
            _weight_of(diagnosis.chain.parties[point.party], point.share),
            parties=(point.party,),
            services=point.services,
            customers=point.customers,
            value=cost,
            share=point.share,
        )


def _weight_of(party: Party, share: float) -> Severity:
    """How grave it is that so many customers hang on a party."""
    several = (party.people or 1) > 1  # who can stand in for one another
    if share >= _MOST:
        return "medium" if several else "high"
    return "low" if several else "medium"


def _without_stand_in(chain: ValueChain, single: set[str]) -> Iterator[Finding]:
    """Parties of one person, as far as is known, some service of whom nobody else delivers."""
    providers: dict[tuple[str, str], set[str]] = {}
    for service in chain.services.values():
        what = service.delivers.casefold()
        providers.setdefault((service.customer, what), set()).add(service.provider)
    alone: dict[str, list[str]] = {}
    for service in chain.services.values():
        what = service.delivers.casefold()
        if not what or len(providers[service.customer, what]) == 1:
            alone.setdefault(service.provider, []).append(service.id)
    for party_id, services in sorted(alone.items()):
        party = chain.parties[party_id]
        if (party.people or 1) > 1:
            continue
        known = party.people == 1
        grave: Severity = "high" if known and party_id in single else "medium"
        yield Finding(
            f"no stand-in: {party_id}",
            "no stand-in",
            grave if known else "low",
            parties=(party_id,),
            services=tuple(sorted(services)),
        )


def _routes(diagnosis: Diagnosis) -> Iterator[Finding]:
    if diagnosis.outcome is None:
        return
    routes = weakest_and_strongest(diagnosis.solution)
    for weakest, strongest in sorted(routes, key=lambda pair: pair[0].customer):
        yield _route(diagnosis.chain, weakest, "weakest route")
        if not weakest.only:
            yield _route(diagnosis.chain, strongest, "strongest route")


def _route(chain: ValueChain, route: Route, kind: FindingKind) -> Finding:
    services = [chain.services[service] for service in route.services]
    poor = kind == "weakest route" and route.through < _THROUGH
    return Finding(
        f"{kind}: {route.customer}",
        kind,
        "medium" if poor else "low",
        parties=(services[0].provider, *(service.customer for service in services)),
        services=route.services,
        customers=(route.customer,),
        value=route.through,
    )


def _loops(diagnosis: Diagnosis) -> Iterator[Finding]:
    reading = diagnosis.solution.reading
    if not diagnosis.loops:
        return
    amplified = amplifications(reading.network, reading.solved)
    by_party = dict(zip(diagnosis.chain.parties, amplified[reading.network.position], strict=True))
    for number, loop in enumerate(diagnosis.loops, 1):
        most = max(float(by_party[party]) for party in loop)
        value = None if np.isnan(most) else most
        grave: Severity = "medium" if value is not None and value >= _AMPLIFIED else "low"
        yield Finding(f"loop: {number}", "loop", grave, parties=loop, value=value)


def _silos(kept: Departments) -> Iterator[Finding]:
    for silo in kept.silos:
        yield Finding(
            f"silo: {silo.department}",
            "silo",
            "medium",
            departments=(silo.department,),
            value=float(silo.inside),
            by_chance=silo.by_chance,
            probability=silo.probability,
            share=silo.inside / silo.given,
        )
    for link in kept.missing:
        yield Finding(
            f"missing link: {' | '.join(link.departments)}",
            "missing link",
            "low",
            departments=link.departments,
            value=0.0,
            by_chance=link.by_chance,
        )


def _loose_ends(chain: ValueChain) -> Iterator[Finding]:
    """Parties that serve nobody, that nobody serves, and from which no customer is reached."""
    ends = [(service.customer, service.provider) for service in chain.services.values()]
    before = following(ends)
    serving = {provider for _, provider in ends}
    reaching = reached(chain.external_customers, before)
    for party in sorted(chain.parties.values(), key=lambda party: party.id):
        for kind, severity in _ends_of(party, before.keys(), serving, reaching.keys()):
            yield Finding(f"{kind}: {party.id}", kind, severity, parties=(party.id,))


def _ends_of(
    party: Party, served: Any, serving: Any, reaching: Any
) -> Iterator[tuple[FindingKind, Severity]]:
    if party.kind == "customer":
        if party.id not in served:
            yield "nobody serves it", "high"
        return
    if party.kind == "team" and party.id not in served:
        yield "nobody serves it", "low"
    if party.id not in serving:
        yield "serves nobody", "medium"
    elif party.id not in reaching:
        yield "no customer reached", "medium"
