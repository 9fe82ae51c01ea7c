"""What a picture shows: boxes and arrows with their numbers; no places and no ink yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from valuechain.drawing.labels import AT_MOST, NOT_KNOWN, NUMBERED, WEAK, Look, label
from valuechain.drawing.worth import first_services, gains, start_kind
from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Kind, Party
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.verdict_words import VERDICT_WORDS
from valuechain.reports.words import percent, points, shown, when
from valuechain.tolerances import WORTH_NAMING

_MEMBERS = 20
"""Parties that a folded box names on hover."""
MUCH = 1 / 3
"""Part of the measured services that are weak, beyond which verdicts select nothing."""


@dataclass(frozen=True, slots=True)
class Box:
    """A party, or a department folded into one.

    Attributes:
        id: the party's, or the department's name.
        name: what people call it.
        kind: supplier, team or customer.
        group: its department, ``""`` for none.
        received: satisfaction with what it receives, ``None`` where unknown or where nobody serves
            it.
        number: how that is written, ``?`` where it is unknown, ``""`` where nobody serves it.
        bounded: whether it may be less satisfied than that, as some was not measured.
        single: whether it is marked as a single point of failure, or as one that holds any.
        column: the column asked for, from 1.
        parties: the ids of all it stands for.
        members: the names of those that are folded into it.
        inside: the ids of the services between these.
    """

    id: str
    name: str
    kind: Kind
    group: str
    received: float | None
    column: int | None
    parties: tuple[str, ...]
    members: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    number: str = ""
    bounded: bool = False
    single: bool = False

    @property
    def department(self) -> str:
        """Whose band it stands on, ``""`` for none; external customers have their own column."""
        if self.kind == "customer":
            return ""
        return self.group

    @property
    def title(self) -> str:
        """What is said of it on hover."""
        names = (self.name, *self.members[:_MEMBERS])
        lines = [" ".join(name.split()) for name in names]
        if len(self.members) > _MEMBERS:
            lines.append("...")
        if self.group:
            lines.append(self.group)
        if self.number:
            known = {NOT_KNOWN: say("not known")}.get(self.number, self.number)
            lines.append(say("satisfaction with what it receives: {known}", known=known))
        if self.single:
            holds = "holds a single point of failure"
            lines.append(say(holds if self.members else "single point of failure"))
        return printable("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Arrow:
    """A service, or several folded into one.

    Attributes:
        id: the service's; of several, that of the one it shows.
        provider, customer: ids of boxes.
        satisfaction: ``None`` where unmeasured; of several, their mean, weighted as the customer
            weighs them.
        verdict: the service's, or how it changed; of several, that of the weak link that costs the
            customer most, where their mean is below target.
        target: what it is aimed at; of several, the mean likewise.
        weight: its share among all that its customer receives; the sum where folded.
        contribution: what it costs the external customer, 0..1; the sum where folded.
        importance: likewise.
        gain: what its link wins the customers at the reachable level; of several links, the sum.
        label: the number shown on it, ``""`` for none.
        lines: what is said of it on hover.
        services: the ids of all it stands for.
        interval: from where to where its satisfaction may be, where too few answers tell what it
            is; else ``""``.
        change: of a comparison, what it won the customers; else ``None``.
        great: of a comparison, whether that is much, beside what changed most.
    """

    id: str
    provider: str
    customer: str
    satisfaction: float | None
    verdict: Look
    target: float
    weight: float
    contribution: float
    importance: float
    gain: float
    label: str
    lines: tuple[str, ...]
    services: tuple[str, ...]
    interval: str = ""
    change: float | None = None
    great: bool = False

    @property
    def title(self) -> str:
        """What is said of it on hover."""
        return "\n".join(self.lines)

    @property
    def marked(self) -> bool:
        """Whether the eye should find it: a weak link, or what became worse."""
        return self.weak or self.verdict in ("worse", "better")

    @property
    def weak(self) -> bool:
        """Whether it is below its target."""
        return self.verdict in WEAK


@dataclass(frozen=True)
class Sketch:
    """Boxes and arrows, each in canonical order.

    Attributes:
        title: the chain's.
        boxes, arrows: what is drawn.
        outcome: of the external customers, ``None`` where unknown.
        first: the ids of the services to start with.
        start: whether these are links, or all services of teams or departments, or are to be
            fixed together; as the advice has it.
        note: what was folded, ``""`` for nothing.
        compared: whether arrows say what changed.
    """

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    outcome: float | None
    first: frozenset[str] = frozenset()
    start: str = "links"
    note: str = ""
    compared: bool = False

    @property
    def departments(self) -> dict[str, list[Box]]:
        """The boxes of every department, sorted by name; those of none come first, under ``""``."""
        found: dict[str, list[Box]] = {"": []}
        for box in self.boxes:
            found.setdefault(box.department, []).append(box)
        return dict(sorted(found.items()))

    @property
    def as_a_whole(self) -> bool:
        """Whether to start with all that a team or a department delivers."""
        return self.start in ("teams", "departments")

    @cached_property
    def scored(self) -> bool:
        """Whether anything was measured."""
        if self.outcome is not None:
            return True
        return any(arrow.satisfaction is not None for arrow in self.arrows)

    @cached_property
    def by_worth(self) -> bool:
        """Whether ink follows what arrows win: verdicts select nothing where much is weak."""
        measured = [arrow for arrow in self.arrows if arrow.satisfaction is not None]
        weak = sum(arrow.weak for arrow in measured)
        return not self.compared and weak > MUCH * len(measured) and self.most_gain > 0

    @cached_property
    def most_gain(self) -> float:
        """What the arrow that wins most wins."""
        return max((arrow.gain for arrow in self.arrows), default=0.0)


def mean_satisfaction(arrows: Iterable[Arrow]) -> float | None:
    """What several services show together, weighted as the model weighs them.

    ``None`` where none was measured.
    """
    known = [
        (arrow.weight, arrow.satisfaction) for arrow in arrows if arrow.satisfaction is not None
    ]
    if not known:
        return None
    return sum(weight * satisfaction for weight, satisfaction in known) / sum(
        weight for weight, _ in known
    )


def mean_target(arrows: Iterable[Arrow]) -> float:
    """What they are aimed at: of those that were measured, if any, weighted likewise."""
    every = list(arrows)
    some = [arrow for arrow in every if arrow.satisfaction is not None] or every
    weighted = sum(arrow.weight * arrow.target for arrow in some)
    return weighted / sum(arrow.weight for arrow in some)


def printable(text: str) -> str:
    """A text without what a page or a terminal would obey; its line breaks stay."""
    for c in set(text) - {"\n"}:
        if not c.isprintable():
            text = text.replace(c, " ")
    return text


def sketched(diagnosis: Diagnosis) -> Sketch:
    """A chain as it is: every party a box, every service an arrow, in the order of their ids."""
    chain = diagnosis.chain
    received = _received(diagnosis)
    bounded = diagnosis.solution.bounded
    boxes = [
        _box(
            party,
            received.get(party.id),
            served=party.id in received,
            bounded=party.id in bounded,
        )
        for party in sorted(chain.parties.values(), key=lambda party: party.id)
    ]
    rows = sorted(diagnosis.services, key=lambda row: row.id)
    weights = _weights(chain)
    won = gains(diagnosis)
    arrows = [
        _arrow(
            diagnosis,
            row,
            weights[row.id],
            won.get((row.provider, row.customer), 0.0),
            numbered=len(rows) <= NUMBERED,
        )
        for row in rows
    ]
    return Sketch(
        chain.title,
        tuple(boxes),
        tuple(arrows),
        diagnosis.outcome,
        frozenset(first_services(diagnosis)),
        start_kind(diagnosis),
    )


def _weights(chain: ValueChain) -> dict[str, float]:
    """The share of every service among all that its customer receives."""
    sums: dict[str, float] = {}
    for service in chain.services.values():
        sums[service.customer] = sums.get(service.customer, 0.0) + service.weight
    return {
        service.id: service.weight / sums[service.customer] for service in chain.services.values()
    }


def _received(diagnosis: Diagnosis) -> dict[str, float | None]:
    """The satisfaction of those whom somebody serves; none without an outcome."""
    if diagnosis.outcome is None:
        return {}
    served = {service.customer for service in diagnosis.chain.services.values()}
    known = {**diagnosis.received, **diagnosis.external_customers}
    return {party: known[party] for party in served}


def _box(party: Party, received: float | None, *, served: bool, bounded: bool) -> Box:
    return Box(
        id=party.id,
        name=party.name.strip() or party.id,
        kind=party.kind,
        group=party.group.strip(),
        received=received,
        column=party.column,
        parties=(party.id,),
        number=number_of(received, served=served, bounded=bounded),
        bounded=bounded and received is not None,
    )


def number_of(received: float | None, *, served: bool, bounded: bool = False) -> str:
    """What a box says of what it receives: nothing where nobody serves it.

    Where nobody measured some of it, it is an upper bound.
    """
    if not served:
        return ""
    if received is None:
        return NOT_KNOWN
    return f"{when(bounded, AT_MOST)}{percent(received)}"


def _arrow(
    diagnosis: Diagnosis, row: ServiceDiagnosis, weight: float, gain: float, *, numbered: bool
) -> Arrow:
    satisfaction: float | None = row.satisfaction
    if row.verdict == "unmeasured":
        satisfaction = None
    scored = len(diagnosis.unmeasured) < len(diagnosis)
    number = ""
    if scored and (numbered or row.verdict in WEAK):
        number = label(satisfaction)
    return Arrow(
        id=row.id,
        provider=row.provider,
        customer=row.customer,
        satisfaction=satisfaction,
        verdict=row.verdict,
        target=row.target,
        weight=weight,
        contribution=row.contribution,
        importance=row.importance,
        gain=gain,
        label=number,
        lines=_lines(diagnosis, row, gain),
        services=(row.id,),
    )


def _lines(diagnosis: Diagnosis, row: ServiceDiagnosis, gain: float) -> tuple[str, ...]:
    heading = heading_of(diagnosis, row)
    if row.verdict == "unmeasured":
        return heading, say("not measured")
    satisfaction = say(
        "satisfaction {satisfaction}, target {target}",
        satisfaction=percent(row.satisfaction),
        target=percent(row.target),
    )
    can_win = when(gain >= WORTH_NAMING, say("; its link can win {gain}", gain=points(gain)))
    return (
        heading,
        f"{satisfaction}, {say(VERDICT_WORDS[row.verdict])}",
        say(
            "costs the customers {contribution}{can_win}",
            contribution=points(row.contribution),
            can_win=can_win,
        ),
    )


def heading_of(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    """Who serves whom with what."""
    parties = diagnosis.chain.parties
    ends = say(
        "{provider} serves {customer}",
        provider=shown(parties[row.provider].name),
        customer=shown(parties[row.customer].name),
    )
    if row.delivers:
        return f"{ends}: {shown(row.delivers)}"
    return ends
