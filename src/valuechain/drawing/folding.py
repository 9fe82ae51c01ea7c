"""A department as one box, and all services between the same two boxes as one arrow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from valuechain.drawing.labels import NUMBERED, Look, change_label, label, look_of
from valuechain.drawing.sketch import (
    Arrow,
    Box,
    Sketch,
    mean_satisfaction,
    mean_target,
    number_of,
)
from valuechain.language import say
from valuechain.model.parts import Kind
from valuechain.reports.words import counted, listed, percent, signed_points
from valuechain.tolerances import DIGITS, FAVOUR, WORTH_NAMING

_TOLD = 5
"""Services that a folded arrow names on hover."""


def folded(sketch: Sketch) -> Sketch:
    """Every department as one box, and all services between the same two boxes as one arrow.

    The note counts what is inside. What belongs to no department, and every external customer,
    stays as it is.
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
    numbered = sketch.scored and len(apart) <= NUMBERED
    arrows = [
        replace(_folded_arrow(found, numbered=numbered), provider=provider, customer=customer)
        for (provider, customer), found in apart.items()
    ]
    note = _note(sketch, len(boxes), len(arrows))
    return replace(sketch, boxes=tuple(boxes), arrows=tuple(arrows), note=note)


def box_of(sketch: Sketch) -> dict[str, str]:
    """The id of the box that each box folds into."""
    return {box.id: _folds_into(box) for box in sketch.boxes}


def _folds_into(box: Box) -> str:
    if box.department:  # a party's id holds no #, so that no department is taken for a party
        return f"#{box.department}"
    return box.id


def _folded_box(box_id: str, members: list[Box], inside: list[Arrow]) -> Box:
    if not box_id.startswith("#"):
        return members[0]
    received, bounded = _mean_received(members)
    served = any(box.number for box in members)
    parties = counted(len(members), "party", "parties")
    return Box(
        id=box_id,
        name=f"{box_id[1:]}: {parties}{_within(inside)}",
        kind=_kind(members),
        group="",
        received=received,
        column=min((box.column for box in members if box.column), default=None),
        parties=tuple(box.id for box in members),
        members=tuple(box.name for box in members),
        inside=tuple(arrow.id for arrow in inside),
        number=number_of(received, served=served, bounded=bounded),
        bounded=bounded,
        single=any(box.single for box in members),
    )


def _mean_received(members: list[Box]) -> tuple[float | None, bool]:
    """How satisfied those are on average whom anybody serves, and whether it may be less.

    Of whom nothing is known may be perfectly satisfied.
    """
    served = [box for box in members if box.number]
    if all(box.received is None for box in served):
        return None, False
    values = [1.0 if box.received is None else box.received for box in served]
    bounded = any(box.received is None or box.bounded for box in served)
    return sum(values) / len(values), bounded


def _kind(members: list[Box]) -> Kind:
    """Of a department: suppliers, or else a team."""
    if {box.kind for box in members} == {"supplier"}:
        return "supplier"
    return "team"


def _within(inside: list[Arrow]) -> str:
    """How many services are inside a box, and how many of them are weak or became worse."""
    if not inside:
        return ""
    bad = sum(arrow.weak or arrow.verdict == "worse" for arrow in inside)
    services = counted(len(inside), "service")
    if not bad:
        return say(", {services} inside", services=services)
    if inside[0].change is None:
        return say(", {bad} of {services} inside weak", bad=bad, services=services)
    return say(", {bad} of {services} inside worse", bad=bad, services=services)


def _folded_arrow(members: list[Arrow], *, numbered: bool) -> Arrow:
    """The arrow for several: it shows their mean, as the customer weighs them."""
    worst = min(members, key=_least_sound)
    if worst.change is not None:
        return _folded_change(members, numbered=numbered)
    if len(members) == 1:
        # It may bear its number now, although the whole chain has too many arrows for that.
        return replace(worst, label=_number(worst, worst.satisfaction, numbered=numbered))
    bundle = replace(
        worst,
        **_sums(members),
        satisfaction=mean_satisfaction(members),
        target=mean_target(members),
        interval="",
        lines=tuple(_lines(members)),
    )
    bundle = replace(bundle, verdict=_verdict(bundle))
    return replace(bundle, label=_number(bundle, bundle.satisfaction, numbered=numbered))


def _sums(members: list[Arrow]) -> dict[str, Any]:
    """What adds up; the gain of a link counts once, however many services it has."""
    won = {(arrow.provider, arrow.customer): arrow.gain for arrow in members}
    return {
        "contribution": sum(arrow.contribution for arrow in members),
        "importance": sum(arrow.importance for arrow in members),
        "weight": sum(arrow.weight for arrow in members),
        "gain": sum(won.values()),
        "services": tuple(service for arrow in members for service in arrow.services),
    }


def _verdict(bundle: Arrow) -> Look:
    """That of the weak link that costs most, where the mean misses its target.

    Where none is surely weak, too few answers tell.
    """
    if bundle.satisfaction is None:
        return "unmeasured"
    if bundle.satisfaction >= bundle.target - FAVOUR:
        return "sound"
    if bundle.weak:
        return bundle.verdict
    return "too few answers"


def _lines(members: list[Arrow]) -> list[str]:
    heading = say(
        "{services}, {weak} weak",
        services=counted(len(members), "service"),
        weak=sum(arrow.weak for arrow in members),
    )
    mean = mean_satisfaction(members)
    if mean is not None:
        heading += say(", mean satisfaction {mean}", mean=percent(mean))
    lines = [heading, *(arrow.lines[0] for arrow in members[:_TOLD])]
    if len(members) > _TOLD:
        lines.append(say("and {left} more", left=len(members) - _TOLD))
    return lines


def _folded_change(members: list[Arrow], *, numbered: bool) -> Arrow:
    """The arrow for several that changed: their part of the change, won, shifted or learnt."""
    part = sum(arrow.change or 0.0 for arrow in members)
    number = ""
    if numbered or abs(part) >= WORTH_NAMING:
        number = change_label(part)
    if len(members) == 1:
        return replace(members[0], label=number)
    heading = say(
        "{services}: {points} of the change",
        services=counted(len(members), "service"),
        points=signed_points(part),
    )
    return replace(
        members[0],
        **_sums(members) | {"contribution": abs(part)},
        satisfaction=mean_satisfaction(a for a in members if a.verdict != "vanished"),
        verdict=_look(members, part),
        label=number,
        lines=(heading, *(arrow.lines[0] for arrow in members[:_TOLD])),
        change=part,
    )


def _look(members: list[Arrow], part: float) -> Look:
    """How they changed together; where none of them did by itself, they only shifted."""
    look = look_of(part)
    alike = any(arrow.verdict in (look, "appeared", "vanished") for arrow in members)
    if look == "same" or alike:
        return look
    return "shifted"


def _number(arrow: Arrow, satisfaction: float | None, *, numbered: bool) -> str:
    """What a folded arrow bears."""
    if numbered and arrow.interval:
        return arrow.interval
    if numbered or arrow.weak:
        return label(satisfaction)
    return ""


def _least_sound(arrow: Arrow) -> tuple[object, ...]:
    """Root causes first, then other weak links, what costs most first.

    What was not measured stands for nothing else.
    """
    unsure = not arrow.interval
    return (
        not arrow.weak,
        arrow.verdict != "root cause",
        unsure,
        arrow.verdict == "unmeasured",
        -round(arrow.contribution, DIGITS),
        arrow.id,
    )


def _note(sketch: Sketch, boxes: int, arrows: int) -> str:
    parties = counted(len(sketch.boxes), "party", "parties")
    services = counted(len(sketch.arrows), "service")
    if boxes == len(sketch.boxes):
        return say(
            "{parties} and {services}, none in a department: nothing could be folded",
            parties=parties,
            services=services,
        )
    into = listed([counted(boxes, "box", "boxes"), counted(arrows, "arrow")])
    return say(
        "{parties} and {services} folded into {into}, one box a department; an arrow "
        "of several services shows their mean, as the customer weighs them",
        parties=parties,
        services=services,
        into=into,
    )
