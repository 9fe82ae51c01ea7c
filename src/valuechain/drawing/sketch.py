"""What a picture shows: boxes and arrows with their numbers, after folding; no places and no ink yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Kind, Party
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.frontier import Frontier
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.simulation import Simulation, SureVerdict
from valuechain.reports.simulation import TOO_FEW, between, decisive
from valuechain.reports.verdict import VERDICT_WORDS
from valuechain.reports.words import counted, percent, points, shown, signed, signed_points

Subject: TypeAlias = ValueChain | Diagnosis | Simulation | Comparison | Frontier
"""What is drawn."""
Look: TypeAlias = SureVerdict | Literal["better", "worse", "same", "appeared", "vanished"]
"""How an arrow looks: by its verdict, or by how it changed."""

NOTHING = 5e-4
"""A change below this shows as none."""
NUMBERED = 50
"""Arrows up to which each bears its number; beyond, only weak links do."""


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
        number: how that is written, ``""`` for nothing.
        column: the column asked for, from 1.
        parties: the ids of all it stands for.
        inside: the ids of the services between these.
    """

    id: str
    name: str
    kind: Kind
    group: str
    received: float | None
    column: int | None
    parties: tuple[str, ...]
    inside: tuple[str, ...] = ()
    number: str = ""

    @property
    def title(self) -> str:
        """What is said of it on hover."""
        told = [" ".join(self.name.split())]
        if self.parties != (self.id,):
            told += [*self.parties[:20], *(["..."] if len(self.parties) > 20 else [])]
        if self.group:
            told.append(self.group)
        if self.number:
            told.append(f"satisfaction with what it receives: {self.number}")
        return printable("\n".join(told))


@dataclass(frozen=True, slots=True)
class Arrow:
    """A service, or several folded into one.

    Attributes:
        id: the service's; of several, that of the one it shows.
        provider, customer: ids of boxes.
        satisfaction: ``None`` where unmeasured; of several, the weak link's that costs the customer
            most, or else their mean.
        verdict: the service's, or how it changed; of several, that of the weak link that costs the
            customer most, if there is one.
        target: what it is aimed at.
        contribution: what it costs the external customer, 0..1; the sum where folded.
        importance: likewise.
        label: the number shown on it, ``""`` for none.
        told: what is said of it on hover, line by line.
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
    contribution: float
    importance: float
    label: str
    told: tuple[str, ...]
    services: tuple[str, ...]
    interval: str = ""
    change: float | None = None
    great: bool = False

    @property
    def filled(self) -> bool:
        """Whether its badge is filled: a root cause, or a great change."""
        return self.verdict == "root cause" or self.great

    @property
    def marked(self) -> bool:
        """Whether the eye should find it: a weak link, or what became worse."""
        return self.weak or self.verdict in ("worse", "better")

    @property
    def weak(self) -> bool:
        """Whether it is below its target."""
        return self.verdict in ("root cause", "symptom", "undecided")


@dataclass(frozen=True, slots=True)
class Sketch:
    """Boxes and arrows, each in canonical order; `note` says what was folded, ``""`` for nothing.

    `start_sure` is whether the root cause that costs the customer most is surely that one;
    `compared` whether arrows say what changed.
    """

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    outcome: float | None
    note: str = ""
    start_sure: bool = True
    compared: bool = False

    @property
    def departments(self) -> dict[str, list[Box]]:
        """The boxes of every department, sorted by name; those of none, and all external customers, come first under ``""``."""
        found: dict[str, list[Box]] = {"": []}
        for box in self.boxes:
            found.setdefault("" if box.kind == "customer" else box.group, []).append(box)
        return dict(sorted(found.items()))

    @property
    def scored(self) -> bool:
        """Whether anything was measured."""
        return self.outcome is not None or any(
            arrow.satisfaction is not None for arrow in self.arrows
        )


def printable(text: str) -> str:
    """A text without what a page or a terminal would obey; its line breaks stay."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def diagnosed(chain_or_diagnosis: object) -> Diagnosis:
    """The diagnosis to draw; of a chain, its own.

    Raises:
        ArgumentError: it is none of these.
    """
    if isinstance(chain_or_diagnosis, Simulation):
        return chain_or_diagnosis.diagnosis
    if isinstance(chain_or_diagnosis, Comparison):
        return chain_or_diagnosis.after
    if isinstance(chain_or_diagnosis, Frontier):
        return chain_or_diagnosis.before
    if isinstance(chain_or_diagnosis, Diagnosis):
        return chain_or_diagnosis
    if isinstance(chain_or_diagnosis, ValueChain):
        return diagnose(chain_or_diagnosis)
    kinds = "a ValueChain, a Diagnosis, a Simulation, a Comparison or a Frontier"
    raise ArgumentError(
        f"a picture is drawn of {kinds}, not of {type(chain_or_diagnosis).__name__}"
    )


def sketched(diagnosis: Diagnosis) -> Sketch:
    """A chain as it is: every party a box, every service an arrow, in the order of their ids."""
    chain = diagnosis.chain
    served = {service.customer for service in chain.services.values()}
    boxes = [
        _box(party, _received(diagnosis, party.id) if party.id in served else None)
        for party in sorted(chain.parties.values(), key=lambda party: party.id)
    ]
    rows = sorted(diagnosis.services, key=lambda row: row.id)
    arrows = [_arrow(diagnosis, row, numbered=len(rows) <= NUMBERED) for row in rows]
    return Sketch(chain.title, tuple(boxes), tuple(arrows), diagnosis.outcome)


def _box(party: Party, received: float | None) -> Box:
    return Box(
        id=party.id,
        name=party.name.strip() or party.id,
        kind=party.kind,
        group=party.group.strip(),
        received=received,
        column=party.column,
        parties=(party.id,),
        number="" if received is None else percent(received),
    )


def with_sureness(sketch: Sketch, simulation: Simulation) -> Sketch:
    """The same with what the answers do not tell: such arrows bear the interval of their satisfaction and blame nobody."""
    arrows = []
    for arrow in sketch.arrows:
        row = simulation[arrow.id]
        interval = between(row.satisfaction)
        if row.verdict == "too few answers":
            told = (
                arrow.told[0],
                f"satisfaction {interval}, target {percent(arrow.target)}: {TOO_FEW}",
                *arrow.told[2:],
            )
            short = _dashed(interval.removesuffix(" %"))
            arrows.append(
                replace(
                    arrow,
                    verdict=row.verdict,
                    label=short if arrow.label else "",
                    interval=short,
                    told=told,
                )
            )
        elif row.verdict != "unmeasured":
            arrows.append(replace(arrow, told=(*arrow.told, f"satisfaction {interval}")))
        else:
            arrows.append(arrow)
    boxes = []
    for box in sketch.boxes:
        ends = simulation.external_customers.get(box.id)
        boxes.append(box if ends is None else replace(box, number=_dashed(between(ends))))
    return replace(
        sketch, boxes=tuple(boxes), arrows=tuple(arrows), start_sure=decisive(simulation)
    )


def _dashed(interval: str) -> str:
    """An interval as short as a picture needs it."""
    return interval.replace(" to ", "–")  # noqa: RUF001  an en dash between numbers


def _received(diagnosis: Diagnosis, party: str) -> float | None:
    if diagnosis.outcome is None:
        return None
    return (
        diagnosis.external_customers[party]
        if party in diagnosis.external_customers
        else diagnosis.received[party]
    )


def _arrow(diagnosis: Diagnosis, row: ServiceDiagnosis, *, numbered: bool) -> Arrow:
    measured = row.verdict != "unmeasured"
    satisfaction = row.satisfaction if measured else None
    arrow = Arrow(
        id=row.id,
        provider=row.provider,
        customer=row.customer,
        satisfaction=satisfaction,
        verdict=row.verdict,
        target=row.target,
        contribution=row.contribution,
        importance=row.importance,
        label="",
        told=_told(diagnosis, row),
        services=(row.id,),
    )
    scored = len(diagnosis.unmeasured) < len(diagnosis)
    return replace(arrow, label=_label(satisfaction, shown=scored and (numbered or arrow.weak)))


def _label(satisfaction: float | None, *, shown: bool) -> str:
    """The number on an arrow, a question mark where there is none."""
    if not shown:
        return ""
    return "?" if satisfaction is None else bare_percent(satisfaction)


def _told(diagnosis: Diagnosis, row: ServiceDiagnosis) -> tuple[str, ...]:
    provider, customer = (
        shown(diagnosis.chain.parties[party].name) for party in (row.provider, row.customer)
    )
    heading = f"{provider} serves {customer}" + (f": {shown(row.delivers)}" if row.delivers else "")
    if row.verdict == "unmeasured":
        return heading, "not measured"
    numbers = f"satisfaction {percent(row.satisfaction)}, target {percent(row.target)}, {VERDICT_WORDS[row.verdict]}"
    return heading, numbers, f"costs the customer {points(row.contribution)}"


def bare_percent(fraction: float) -> str:
    """A percentage without its sign, as the pictures show it."""
    return percent(fraction).removesuffix(" %")


# Folding: each department one box


def folded(sketch: Sketch) -> Sketch:
    """Every department as one box, and all services between the same two boxes as one arrow; the note counts what is inside.

    What belongs to no department, and every external customer, stays as it is.
    """
    into = box_of(sketch)
    members: dict[str, list[Box]] = {}
    for box in sketch.boxes:
        members.setdefault(into[box.id], []).append(box)
    between: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in sketch.arrows:
        between.setdefault((into[arrow.provider], into[arrow.customer]), []).append(arrow)
    boxes = [
        _folded_box(box_id, found, between.get((box_id, box_id), []))
        for box_id, found in sorted(members.items())
    ]
    apart = {ends: found for ends, found in sorted(between.items()) if ends[0] != ends[1]}
    arrows = [
        _folded_arrow(*ends, found, numbered=sketch.scored and len(apart) <= NUMBERED)
        for ends, found in apart.items()
    ]
    return replace(
        sketch,
        boxes=tuple(boxes),
        arrows=tuple(arrows),
        note=_note(sketch, len(boxes), len(arrows)),
    )


def box_of(sketch: Sketch) -> dict[str, str]:
    """The id of the box that each box folds into."""
    return {box.id: _folds_into(box) for box in sketch.boxes}


def _folds_into(box: Box) -> str:
    # A party's id holds no #, so that no department can be taken for a party.
    return f"#{box.group}" if box.group and box.kind != "customer" else box.id


def _folded_box(box_id: str, members: list[Box], inside: list[Arrow]) -> Box:
    if len(members) == 1 and not box_id.startswith("#"):
        return members[0]
    weak = sum(arrow.weak or arrow.verdict == "worse" for arrow in inside)
    within = (
        f", {weak} of {counted(len(inside), 'service')} inside {'weak' if inside[0].change is None else 'worse'}"
        if weak
        else f", {counted(len(inside), 'service')} inside"
        if inside
        else ""
    )
    kinds = {box.kind for box in members}
    return Box(
        id=box_id,
        name=f"{box_id[1:]}: {counted(len(members), 'party', 'parties')}{within}",
        kind="supplier" if kinds == {"supplier"} else "team",
        group="",
        received=None,
        column=min((box.column for box in members if box.column), default=None),
        parties=tuple(box.id for box in members),
        inside=tuple(arrow.id for arrow in inside),
    )


def _folded_arrow(provider: str, customer: str, members: list[Arrow], *, numbered: bool) -> Arrow:
    """The arrow for several: it shows the weak link that costs the customer most, or else their mean."""
    worst = min(members, key=_least_sound)
    if (
        len(members) == 1
    ):  # it may bear its number now, although the whole chain has too many arrows for that
        return replace(
            worst,
            provider=provider,
            customer=customer,
            label=_number(worst, worst.satisfaction, numbered=numbered),
        )
    if worst.change is not None:
        return _folded_change(provider, customer, members, numbered=numbered)
    scores = [arrow.satisfaction for arrow in members if arrow.satisfaction is not None]
    mean = sum(scores) / len(scores) if scores else None
    weak = sum(arrow.weak for arrow in members)
    told = [
        f"{counted(len(members), 'service')}, {weak} weak"
        + (f", mean satisfaction {percent(mean)}" if mean is not None else "")
    ]
    told += [arrow.told[0] for arrow in members[:5]] + (
        [f"and {len(members) - 5} more"] if len(members) > 5 else []
    )
    satisfaction = worst.satisfaction if worst.weak or worst.interval else mean
    return replace(
        worst,
        provider=provider,
        customer=customer,
        satisfaction=satisfaction,
        contribution=sum(arrow.contribution for arrow in members),
        importance=sum(arrow.importance for arrow in members),
        label=_number(worst, satisfaction, numbered=numbered),
        told=tuple(told),
        services=tuple(service for arrow in members for service in arrow.services),
    )


def _folded_change(provider: str, customer: str, members: list[Arrow], *, numbered: bool) -> Arrow:
    """The arrow for several that changed: what all of them won together."""
    won = sum(arrow.change or 0.0 for arrow in members)
    told = (
        f"{counted(len(members), 'service')}: won the customers {signed_points(won)}",
        *(arrow.told[0] for arrow in members[:5]),
    )
    return replace(
        members[0],
        provider=provider,
        customer=customer,
        verdict=look_of(won, NOTHING),
        contribution=abs(won),
        importance=sum(arrow.importance for arrow in members),
        label=change_label(won, shown=numbered or abs(won) >= NOTHING),
        told=told,
        services=tuple(service for arrow in members for service in arrow.services),
        change=won,
    )


def look_of(won: float, least: float) -> Look:
    """How what won the customers so much looks; below the least like what did not change."""
    return "same" if abs(won) < least else "better" if won > 0 else "worse"


def change_label(won: float, *, shown: bool) -> str:
    """The number on the arrow of a change, with a minus as wide as a plus."""
    return signed(won).replace("-", "\u2212") if shown else ""


def _number(arrow: Arrow, satisfaction: float | None, *, numbered: bool) -> str:
    """What a folded arrow bears."""
    return (arrow.interval if numbered else "") or _label(
        satisfaction, shown=numbered or arrow.weak
    )


def _least_sound(arrow: Arrow) -> tuple[object, ...]:
    """Root causes first, then other weak links, what costs most first; what was not measured stands for nothing else."""
    unsure = not arrow.interval
    return (
        not arrow.weak,
        arrow.verdict != "root cause",
        unsure,
        arrow.verdict == "unmeasured",
        -round(arrow.contribution, 12),
        arrow.id,
    )


def _note(sketch: Sketch, boxes: int, arrows: int) -> str:
    all_of_it = f"{counted(len(sketch.boxes), 'party', 'parties')} and {counted(len(sketch.arrows), 'service')}"
    if boxes == len(sketch.boxes):
        return f"{all_of_it}, none in a department: nothing could be folded"
    return (
        f"{all_of_it} folded into {counted(boxes, 'box', 'boxes')} and {counted(arrows, 'arrow')}, one box a department; "
        "an arrow of several services shows the weak link that costs most, or else their mean"
    )


# Focus: one party or service, and what leads to and from it


def in_focus(sketch: Sketch, focus: str) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the boxes and arrows up- and downstream of a party or a service, or of the box that either is folded into.

    Raises:
        UnknownNameError: the sketch has none of that name.
    """
    box = next(
        (box.id for box in sketch.boxes if focus in (box.id, *box.parties, *box.inside)), None
    )
    arrow = next((arrow for arrow in sketch.arrows if focus in arrow.services), None)
    if box is None and arrow is None:
        names = [
            *(party for box in sketch.boxes for party in box.parties),
            *(s for arrow in sketch.arrows for s in arrow.services),
        ]
        raise unknown("party or service", focus, names)
    start, end = (arrow.provider, arrow.customer) if arrow else (box, box)
    assert start is not None
    assert end is not None
    up, into = _reached(start, [(a.customer, a.provider, a.id) for a in sketch.arrows])
    down, out = _reached(end, [(a.provider, a.customer, a.id) for a in sketch.arrows])
    own = {arrow.id} if arrow else set()
    return frozenset(up | down), frozenset(into | out | own)


def _reached(start: str, steps: Iterable[tuple[str, str, str]]) -> tuple[set[str], set[str]]:
    onward: dict[str, list[tuple[str, str]]] = {}
    for here, there, arrow in steps:
        onward.setdefault(here, []).append((there, arrow))
    met, arrows, waiting = {start}, set(), [start]
    for box in waiting:
        for there, arrow in onward.get(box, ()):
            arrows.add(arrow)
            if there not in met:
                met.add(there)
                waiting.append(there)
    return met, arrows
