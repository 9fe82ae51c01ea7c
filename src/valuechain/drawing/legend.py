"""What the colours and lines mean, with their numbers; drawn below the flow, and only what occurs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from valuechain.drawing.canvas import Canvas, head, rectangle
from valuechain.drawing.lettering import width
from valuechain.drawing.sketch import Sketch
from valuechain.drawing.style import (
    CHANGES,
    FAINT,
    GOOD,
    HALO,
    INK,
    MUTED,
    NEAR,
    NEARLY,
    NUMBER,
    PAPER,
    POOR,
    SHADES,
    STROKES,
    TEXT,
    band,
)
from valuechain.geometry.places import Layout
from valuechain.reports.words import percent

ROW, SAMPLE, GAP = 17.0, 30.0, 18.0


@dataclass(frozen=True)
class Entry:
    """A sample of ``colour``, of the stroke of a ``verdict`` or a ``change``, of a line that runs ``back``, a ``bar`` or the ``halo``."""

    kind: str
    of: str
    text: str


def entries(sketch: Sketch, layout: Layout) -> list[Entry]:
    """What there is to explain."""
    if sketch.compared:
        told = list(_changes(sketch))
    elif not sketch.scored:
        told = [
            Entry("colour", SHADES[-1], "matters most to the customer"),
            Entry("colour", SHADES[0], "matters least; nothing is measured yet"),
        ]
    else:
        told = [*_bands(sketch), *_verdicts(sketch)]
        if any(arrow.label for arrow in sketch.arrows):
            told.append(Entry("number", "62", "satisfaction with this service, %"))
        if any(box.received is not None for box in sketch.boxes):
            told.append(Entry("bar", "", "satisfaction with all it receives"))
    if layout.back:
        told.append(Entry("back", "", "runs back: closes a loop"))
    return told


def _changes(sketch: Sketch) -> Iterator[Entry]:
    """What the arrows of a comparison say."""
    words = {
        "better": "the customers won through it",
        "worse": "they lost through it",
        "same": "hardly anything either way",
        "appeared": "new",
        "vanished": "no more",
    }
    used = {arrow.verdict for arrow in sketch.arrows}
    yield from (Entry("change", look, text) for look, text in words.items() if look in used)
    if any(arrow.label for arrow in sketch.arrows):
        yield Entry("number", "+4", "points that they won; all together are the change")
    if any(box.received is not None for box in sketch.boxes):
        yield Entry("bar", "", "bar: satisfaction with all it receives now; then → now in figures")


def _bands(sketch: Sketch) -> list[Entry]:
    arrows = [
        arrow
        for arrow in sketch.arrows
        if arrow.satisfaction is not None and arrow.verdict != "too few answers"
    ]
    used = {band(arrow.satisfaction, arrow.target) for arrow in arrows}
    targets = {arrow.target for arrow in arrows}
    if len(targets) == 1:
        (target,) = targets
        goal, low = percent(target), percent(max(0.0, target - NEARLY))
        texts = {GOOD: f"{goal} or more: on target", NEAR: f"below {goal}", POOR: f"{low} or less"}
    else:
        texts = {
            GOOD: "on its target",
            NEAR: "less than 10 points below its target",
            POOR: "10 points or more below its target",
        }
    return [Entry("colour", colour, text) for colour, text in texts.items() if colour in used]


def _verdicts(sketch: Sketch) -> list[Entry]:
    words = {
        "root cause": "likely root cause; framed: whose doing it is",
        "symptom": "symptom: passes on what it receives",
        "undecided": "undecided: hangs on what nobody measured",
        "unmeasured": "not measured",
        "too few answers": "too few answers to tell (satisfaction from-to)",
    }
    used = {arrow.verdict for arrow in sketch.arrows}
    found = [Entry("verdict", verdict, text) for verdict, text in words.items() if verdict in used]
    starts = sketch.start_sure and "root cause" in used
    return (
        [*found[:1], Entry("halo", "", "start here: costs the customer most"), *found[1:]]
        if starts
        else found
    )


def legend_rows(told: Sequence[Entry], room: float) -> list[list[Entry]]:
    """The entries in rows no wider than the room."""
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in told:
        wide = SAMPLE + width(entry.text, TEXT) + GAP
        if rows[-1] and used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += wide
    return [row for row in rows if row]


def draw_legend(paper: Canvas, rows: Sequence[Sequence[Entry]], left: float, top: float) -> None:
    """Draw the rows from here downward."""
    for i, row in enumerate(rows):
        x, y = left, top - (i + 0.5) * ROW
        for entry in row:
            _sample(paper, entry, x, y)
            paper.text(x + SAMPLE - 4, y, entry.text, ha="left", colour=INK)
            x += SAMPLE + width(entry.text, TEXT) + GAP


def _sample(paper: Canvas, entry: Entry, x: float, y: float) -> None:
    end = x + SAMPLE - 10
    way = np.array([[x, y], [end, y]])
    if entry.kind == "number":
        paper.text(x + 10, y, entry.of, size=NUMBER)
    elif entry.kind == "colour":
        paper.shapes([rectangle((x + 10, y, 20, 8))], [entry.of], [entry.of], [0.5], 3)
    elif entry.kind == "halo":
        stroke = STROKES["root cause"]
        paper.lines([way], [HALO], [13.0], [()], 1)
        paper.shapes([rectangle((x + 5, y, 11, 9), 2)], [POOR], [POOR], [0.5], 3)
        paper.lines([np.array([[x + 10, y], [end, y]])], [POOR], [stroke.width], [stroke.dashes], 3)
    elif entry.kind == "bar":
        paper.shapes(
            [rectangle((x + 10, y, 20, 3.5)), rectangle((x + 7, y, 14, 3.5))],
            [FAINT, MUTED],
            [FAINT, MUTED],
            [0, 0],
            3,
        )
    elif entry.kind == "back":
        paper.lines([way], [MUTED], [1.1], [()], 3)
        middle = np.array([[end, y], [(x + end) / 2 - 3, y]])
        paper.shapes(
            [head(way[::-1], 6.5, 5.0), head(middle, 6.5, 7.0)],
            [MUTED, PAPER],
            [MUTED, MUTED],
            [0, 0.9],
            3,
        )
    else:
        stroke = STROKES[entry.of]
        paper.lines(
            [way],
            [CHANGES[entry.of] if entry.kind == "change" else INK],
            [stroke.width],
            [stroke.dashes],
            3,
        )
