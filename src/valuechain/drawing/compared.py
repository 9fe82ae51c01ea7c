"""The chain of both times, each arrow with what it won or lost the customers."""

from __future__ import annotations

from dataclasses import replace

from valuechain.drawing.folding import folded
from valuechain.drawing.labels import AT_MOST, NUMBERED, TO, Look, change_label, look_of
from valuechain.drawing.sketch import Arrow, Box, Sketch, sketched
from valuechain.language import say
from valuechain.questions.comparison import Comparison
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.service_change import part_of
from valuechain.reports.words import from_to, kept_apart, percent
from valuechain.tolerances import WORTH_NAMING

HARDLY, GREAT = 0.05, 0.25
"""Parts of the largest change.

Below the first a change looks like none, from the second on its badge is filled.
"""


def compared(comparison: Comparison) -> Sketch:
    """Boxes and arrows of both chains; what is no more comes from the first."""
    then, now = sketched(comparison.before), sketched(comparison.after)
    before = {box.id: box for box in then.boxes}
    boxes = {box.id: replace(box, received=None, number="") for box in then.boxes}
    boxes |= {box.id: _box(box, before.get(box.id)) for box in now.boxes}
    numbered = len(comparison) <= NUMBERED
    most = max((abs(change.part) for change in comparison.services), default=0.0)
    gone, there = ({arrow.id: arrow for arrow in sketch.arrows} for sketch in (then, now))
    arrows = [
        _vanished(gone[change.id], change, most, numbered=numbered)
        if change.fate == "vanished"
        else _changed(there[change.id], change, most, numbered=numbered)
        for change in comparison.services
    ]
    return Sketch(
        now.title,
        tuple(sorted(boxes.values(), key=lambda box: box.id)),
        tuple(sorted(arrows, key=lambda arrow: arrow.id)),
        now.outcome,
        compared=True,
    )


def compared_by_department(comparison: Comparison) -> Sketch:
    """The same folded, with what the departments receive then and now."""
    sketch = folded(compared(comparison))
    then, now = (
        {box.id: box for box in folded(sketched(diagnosis)).boxes}
        for diagnosis in (comparison.before, comparison.after)
    )
    numbers = {box_id: _box(box, then.get(box_id)).number for box_id, box in now.items()}
    boxes = (replace(box, number=numbers.get(box.id, "")) for box in sketch.boxes)
    return replace(sketch, boxes=tuple(boxes))


def _box(now: Box, then: Box | None) -> Box:
    """How satisfied it is now, from then to now where that changed."""
    if then is None or then.received is None or now.received is None:
        return now
    bounds = [AT_MOST if box.number.startswith(AT_MOST) else "" for box in (then, now)]
    told = kept_apart(then.received, now.received)
    was, is_ = (f"{bound}{number}" for bound, number in zip(bounds, told, strict=True))
    return replace(now, number=is_ if was == is_ else f"{was.removesuffix(' %')}{TO}{is_}")


def _vanished(arrow: Arrow, change: ServiceChange, most: float, *, numbered: bool) -> Arrow:
    """Beside whatever has its id now."""
    changed = _changed(arrow, change, most, numbered=numbered)
    return replace(changed, id=f"{arrow.id} (vanished)")


def _changed(arrow: Arrow, change: ServiceChange, most: float, *, numbered: bool) -> Arrow:
    number = ""
    if numbered or abs(change.part) >= WORTH_NAMING:
        number = change_label(change.part)
    return replace(
        arrow,
        verdict=_look(change, most),
        contribution=abs(change.part),
        gain=0.0,
        label=number,
        lines=(arrow.lines[0], part_of(change), _moved(change)),
        change=change.part,
        great=change.did and abs(change.part) >= max(WORTH_NAMING, GREAT * most),
    )


def _look(change: ServiceChange, most: float) -> Look:
    """Better or worse only by what its own score or quality did; the rest only shifted."""
    if change.fate != "kept":
        return change.fate
    if abs(change.part) < max(WORTH_NAMING, HARDLY * most):
        return "same"
    if not change.did:
        return "shifted"
    return look_of(change.part)


def _moved(change: ServiceChange) -> str:
    """How the satisfaction with it changed."""
    if change.fate != "kept":
        return say(change.fate)
    if change.satisfaction is None:
        return say("not measured both times")
    then, now = change.satisfaction_before, change.satisfaction_after
    assert then is not None
    assert now is not None
    if abs(change.satisfaction) < WORTH_NAMING:
        return say("satisfaction {now}, as before", now=percent(now))
    return say("satisfaction {from_to}", from_to=from_to(then, now))
