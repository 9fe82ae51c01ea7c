"""What a picture of a comparison shows: the chain of both times, each arrow with what it won or lost the customers."""

from __future__ import annotations

from dataclasses import replace

from valuechain.drawing.sketch import (
    NOTHING,
    NUMBERED,
    Arrow,
    Box,
    Look,
    Sketch,
    change_label,
    look_of,
    printable,
    sketched,
)
from valuechain.questions.comparison import Comparison, ServiceChange
from valuechain.reports.words import from_to, percent, shown, signed_points

HARDLY, GREAT = 0.05, 0.25
"""Parts of the largest change: below the first a change looks like none, from the second on its badge is filled."""


def compared(comparison: Comparison) -> Sketch:
    """Boxes and arrows of both chains; what is no more comes from the first."""
    then, now = sketched(comparison.before), sketched(comparison.after)
    before = {box.id: box for box in then.boxes}
    boxes = {box.id: _box(box, before.get(box.id)) for box in now.boxes}
    boxes |= {
        box.id: replace(box, received=None, number="") for box in then.boxes if box.id not in boxes
    }
    numbered = len(comparison) <= NUMBERED
    most = max((abs(change.part) for change in comparison.services), default=0.0)
    arrows = [_arrow(comparison, change, most, numbered=numbered) for change in comparison.services]
    return Sketch(
        now.title,
        tuple(sorted(boxes.values(), key=lambda box: box.id)),
        tuple(sorted(arrows, key=lambda arrow: arrow.id)),
        now.outcome,
        start_sure=False,
        compared=True,
    )


def _box(now: Box, then: Box | None) -> Box:
    """How satisfied it is now, in words from then to now where that changed."""
    if then is None or then.received is None or now.received is None:
        return now
    return replace(now, number=from_to(then.received, now.received).replace(" to ", " → "))


def _arrow(comparison: Comparison, change: ServiceChange, most: float, *, numbered: bool) -> Arrow:
    gone = change.fate == "vanished"
    diagnosis = comparison.before if gone else comparison.after
    row, parties = diagnosis[change.id], diagnosis.chain.parties
    look: Look = (
        change.fate if change.fate != "kept" else look_of(change.part, max(NOTHING, HARDLY * most))
    )
    name = f"{shown(parties[row.provider].name)} serves {shown(parties[row.customer].name)}"
    told = [
        name + (f": {shown(row.delivers)}" if row.delivers else ""),
        f"won the customers {signed_points(change.part)}",
    ]
    told.append(_moved(change))
    return Arrow(
        id=f"{row.id} (vanished)" if gone else row.id,
        provider=row.provider,
        customer=row.customer,
        satisfaction=None if row.verdict == "unmeasured" else row.satisfaction,
        verdict=look,
        target=row.target,
        contribution=abs(change.part),
        importance=row.importance,
        label=change_label(change.part, shown=numbered or abs(change.part) >= NOTHING),
        told=tuple(map(printable, told)),
        services=(row.id,),
        change=change.part,
        great=abs(change.part) >= max(NOTHING, GREAT * most),
    )


def _moved(change: ServiceChange) -> str:
    if change.fate != "kept":
        return change.fate
    if change.satisfaction is None:
        return "not measured both times"
    then, now = change.satisfaction_before, change.satisfaction_after
    assert then is not None
    assert now is not None
    if abs(change.satisfaction) < NOTHING:
        return f"satisfaction {percent(now)}, as before"
    return f"satisfaction {from_to(then, now)}"
