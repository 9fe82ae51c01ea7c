"""A department as one box, and all services between the same two boxes as one arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from valuechain.drawing.labels import NUMBERED, change_label, label, look_of
from valuechain.drawing.sketch import Arrow, Box, Sketch
from valuechain.model.parts import Kind
from valuechain.reports.words import counted, percent, signed_points
from valuechain.tolerances import DIGITS, WORTH_NAMING

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
    parties = counted(len(members), "party", "parties")
    return Box(
        id=box_id,
        name=f"{box_id[1:]}: {parties}{_within(inside)}",
        kind=_kind(members),
        group="",
        received=None,
        column=min((box.column for box in members if box.column), default=None),
        parties=tuple(box.id for box in members),
        inside=tuple(arrow.id for arrow in inside),
    )


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
        return f", {services} inside"
    if inside[0].change is None:
        return f", {bad} of {services} inside weak"
    return f", {bad} of {services} inside worse"


def _folded_arrow(members: list[Arrow], *, numbered: bool) -> Arrow:
    """The arrow for several: it shows the weak link that costs most, or else their mean."""
    worst = min(members, key=_least_sound)
    if len(members) == 1:
        # It may bear its number now, although the whole chain has too many arrows for that.
        return replace(worst, label=_number(worst, worst.satisfaction, numbered=numbered))
    if worst.change is not None:
        return _folded_change(members, numbered=numbered)
    mean = mean_satisfaction(members)
    satisfaction = mean
    if worst.weak or worst.interval:
        satisfaction = worst.satisfaction
    return replace(
        worst,
        satisfaction=satisfaction,
        contribution=sum(arrow.contribution for arrow in members),
        importance=sum(arrow.importance for arrow in members),
        label=_number(worst, satisfaction, numbered=numbered),
        lines=tuple(_lines(members, mean)),
        services=tuple(service for arrow in members for service in arrow.services),
    )


def mean_satisfaction(arrows: Sequence[Arrow]) -> float | None:
    """Of those that were measured, ``None`` where none was."""
    scores = [arrow.satisfaction for arrow in arrows if arrow.satisfaction is not None]
    if not scores:
        return None
    return sum(scores) / len(scores)


def _lines(members: list[Arrow], mean: float | None) -> list[str]:
    heading = f"{counted(len(members), 'service')}, {sum(arrow.weak for arrow in members)} weak"
    if mean is not None:
        heading += f", mean satisfaction {percent(mean)}"
    lines = [heading, *(arrow.lines[0] for arrow in members[:_TOLD])]
    if len(members) > _TOLD:
        lines.append(f"and {len(members) - _TOLD} more")
    return lines


def _folded_change(members: list[Arrow], *, numbered: bool) -> Arrow:
    """The arrow for several that changed: what all of them won together."""
    won = sum(arrow.change or 0.0 for arrow in members)
    heading = f"{counted(len(members), 'service')}: won the customers {signed_points(won)}"
    number = ""
    if numbered or abs(won) >= WORTH_NAMING:
        number = change_label(won)
    return replace(
        members[0],
        verdict=look_of(won),
        contribution=abs(won),
        importance=sum(arrow.importance for arrow in members),
        label=number,
        lines=(heading, *(arrow.lines[0] for arrow in members[:_TOLD])),
        services=tuple(service for arrow in members for service in arrow.services),
        change=won,
    )


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
        return f"{parties} and {services}, none in a department: nothing could be folded"
    into = f"{counted(boxes, 'box', 'boxes')} and {counted(arrows, 'arrow')}"
    return (
        f"{parties} and {services} folded into {into}, one box a department; "
        "an arrow of several services shows the weak link that costs most, or else their mean"
    )
