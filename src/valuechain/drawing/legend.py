"""What the colours and lines mean, with their numbers; below the flow, and only what occurs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from valuechain.drawing.labels import AT_MOST, NOT_KNOWN
from valuechain.drawing.lettering import width
from valuechain.drawing.marks import Paper
from valuechain.drawing.outlines import Outline, head, rectangle, straight
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
    Letters,
    Stroke,
    band,
    worth_colour,
    worth_stroke,
)
from valuechain.geometry.places import Layout
from valuechain.language import say
from valuechain.reports.words import percent

ROW, SAMPLE, GAP = 17.0, 30.0, 18.0
_CHANGES = {
    "better": "the customers won through it",
    "worse": "they lost through it",
    "shifted": "only shifted, not by its own score, or only learnt",
    "same": "hardly anything either way",
    "appeared": "new",
    "vanished": "no more",
}
_VERDICTS = {
    "root cause": "likely root cause",
    "symptom": "symptom: passes on what it receives",
    "undecided": "undecided: hangs on what nobody measured",
    "unmeasured": "not measured",
    "too few answers": "too few answers to tell (satisfaction from-to)",
}
_SELECTED = {"root cause": "likely root cause; framed: whose doing it is"}
"""Where verdicts select, and stand out."""
_SINGLE = "single point of failure: all that a customer gets runs through it"
_OWN_TARGETS = {
    GOOD: "on its target",
    NEAR: "less than 10 points below its target",
    POOR: "10 points or more below its target",
}


@dataclass(frozen=True)
class Entry:
    """A sample and what it means.

    Attributes:
        kind: what is shown: a ``colour``, the stroke of a ``verdict`` or a ``change``, a
            ``number``, a line that runs ``back``, a ``single`` point of failure, a ``bar``, the
            ``halo``, lines by what they are ``worth`` and the ``pattern`` of such a line by its
            verdict.
        of: which colour, verdict, change or number; ``below`` target or ``met``.
        text: what it means.
    """

    kind: str
    of: str
    text: str


def entries(sketch: Sketch, layout: Layout) -> list[Entry]:
    """What there is to explain."""
    found = [*_looks(sketch)]
    if layout.back:
        found.append(Entry("back", "", say("runs back: closes a loop")))
    return found


def _looks(sketch: Sketch) -> Iterator[Entry]:
    if not sketch.compared and not sketch.scored:
        yield Entry("colour", SHADES[-1], say("matters most to the customer"))
        yield Entry("colour", SHADES[0], say("matters least; nothing is measured yet"))
        return
    number = Entry("number", "62", say("satisfaction with this service, %"))
    bar = say("satisfaction with all it receives")
    if sketch.compared:
        yield from _used(sketch, "change", _CHANGES)
        number = Entry("number", "+4", say("points of the change; all together are it"))
        bar = say("bar: all it receives now; figures: then → now")
    else:
        yield from _start(sketch)
        yield from _scale(sketch)
        yield from _verdicts(sketch)
    if any(arrow.label for arrow in sketch.arrows):
        yield number
    if any(box.received is not None for box in sketch.boxes):
        yield Entry("bar", "", "; ".join([bar, *_signs(sketch)]))
    if any(box.single for box in sketch.boxes):
        yield Entry("single", "", say(_SINGLE))


def _signs(sketch: Sketch) -> Iterator[str]:
    """What stands in boxes beside numbers."""
    numbers = [box.number for box in sketch.boxes]
    if any(AT_MOST in number for number in numbers):
        yield say("{sign} where some was not measured", sign=AT_MOST.strip())
    if NOT_KNOWN in numbers:
        yield say("{sign} where not known", sign=NOT_KNOWN)


def _used(sketch: Sketch, kind: str, words: dict[str, str]) -> list[Entry]:
    """Those of these looks that some arrow has."""
    used = {arrow.verdict for arrow in sketch.arrows}
    return [Entry(kind, look, say(text)) for look, text in words.items() if look in used]


def _bands(sketch: Sketch) -> Iterator[Entry]:
    arrows = [
        arrow
        for arrow in sketch.arrows
        if arrow.satisfaction is not None and arrow.verdict != "too few answers"
    ]
    used = {band(arrow.satisfaction, arrow.target) for arrow in arrows}
    texts = _band_texts({arrow.target for arrow in arrows})
    yield from (Entry("colour", colour, text) for colour, text in texts.items() if colour in used)


def _band_texts(targets: set[float]) -> dict[str, str]:
    """What each colour means; in numbers where all have the same target."""
    if len(targets) != 1:
        return {colour: say(text) for colour, text in _OWN_TARGETS.items()}
    (target,) = targets
    goal, low = percent(target), percent(max(0.0, target - NEARLY))
    return {
        GOOD: say("{goal} or more: on target", goal=goal),
        NEAR: say("below {goal}", goal=goal),
        POOR: say("{low} or less", low=low),
    }


def _start(sketch: Sketch) -> Iterator[Entry]:
    """What to do first, in the words of the advice."""
    if not sketch.first:
        return
    first = [arrow for arrow in sketch.arrows if sketch.first.intersection(arrow.services)]
    words = say("start here: wins the customers most")
    if sketch.as_a_whole:
        words = say("start here: wins the customers most, as a whole")
    elif sketch.start == "together":
        words = say("fix these together: none wins much alone")
    elif len({(arrow.provider, arrow.customer) for arrow in first}) > 1:
        words = say("start with one of these: they win the customers most")
    yield Entry("halo", "", words)


def _scale(sketch: Sketch) -> Iterator[Entry]:
    """What colours mean: how satisfied, or, where much is weak, how much is to be won."""
    if not sketch.by_worth:
        yield from _bands(sketch)
        return
    met = {arrow.verdict in ("sound", "shield") for arrow in sketch.arrows}
    yield Entry("worth", "below", say("below target; the darker and wider, the more it wins"))
    if True in met:
        yield Entry("worth", "met", say("on target, likewise"))


def _verdicts(sketch: Sketch) -> Iterator[Entry]:
    if sketch.by_worth:
        yield from _used(sketch, "pattern", _VERDICTS)
    else:
        yield from _used(sketch, "verdict", _VERDICTS | _SELECTED)


def legend_rows(found: Sequence[Entry], room: float) -> list[list[Entry]]:
    """The entries in rows no wider than the room."""
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in found:
        wide = SAMPLE + width(entry.text, TEXT) + GAP
        if rows[-1] and used + wide > room:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += wide
    return [row for row in rows if row]


def draw_legend(paper: Paper, rows: Sequence[Sequence[Entry]], left: float, top: float) -> None:
    """Draw the rows from here downward."""
    for i, row in enumerate(rows):
        x, y = left, top - (i + 0.5) * ROW
        for entry in row:
            _SAMPLES[entry.kind](paper, entry.of, x, y)
            paper.words(x + SAMPLE - 4, y, [entry.text], Letters(ha="left"))
            x += SAMPLE + width(entry.text, TEXT) + GAP


# Samples, from (x, y) to the right


def _way(x: float, y: float, start: float = 0.0) -> Outline:
    return straight((x + start, y), (x + SAMPLE - 10, y))


def _number(paper: Paper, of: str, x: float, y: float) -> None:
    paper.words(x + 10, y, [of], Letters(NUMBER))


def _colour(paper: Paper, of: str, x: float, y: float) -> None:
    paper.shapes([rectangle((x + 10, y, 20, 8))], [of], [of], [0.5], 3)


def _halo(paper: Paper, _: str, x: float, y: float) -> None:
    paper.lines([_way(x, y)], [HALO], [Stroke(13.0)], 1)
    paper.shapes([rectangle((x + 5, y, 11, 9), 2)], [POOR], [POOR], [0.5], 3)
    paper.lines([_way(x, y, 10)], [POOR], [STROKES["root cause"]], 3)


def _bar(paper: Paper, _: str, x: float, y: float) -> None:
    bars = [rectangle((x + 10, y, 20, 3.5)), rectangle((x + 7, y, 14, 3.5))]
    paper.shapes(bars, [FAINT, MUTED], [FAINT, MUTED], [0, 0], 3)


def _single(paper: Paper, _: str, x: float, y: float) -> None:
    frames = [rectangle((x + 9, y, 18, 11), 3), rectangle((x + 9, y, 13, 6), 2)]
    paper.shapes(frames, [PAPER, PAPER], [INK, INK], [0.9, 0.9], 3)


def _back(paper: Paper, _: str, x: float, y: float) -> None:
    paper.lines([_way(x, y)], [MUTED], [Stroke(1.1)], 3)
    end = x + SAMPLE - 10
    to_the_left = np.array([[end, y], [x, y]])
    middle = np.array([[end, y], [(x + end) / 2 - 3, y]])
    heads = [head(to_the_left, 6.5, 5.0), head(middle, 6.5, 7.0)]
    paper.shapes(heads, [MUTED, PAPER], [MUTED, MUTED], [0, 0.9], 3)


def _verdict(paper: Paper, of: str, x: float, y: float) -> None:
    paper.lines([_way(x, y)], [INK], [STROKES[of]], 3)


def _worth(paper: Paper, of: str, x: float, y: float) -> None:
    """Three lines, from what wins little to what wins most."""
    parts = (0.0, 0.45, 1.0)
    ways = [straight((x + 7 * i, y), (x + 7 * i + 6, y)) for i, _ in enumerate(parts)]
    colours = [worth_colour(part, weak=of == "below") for part in parts]
    paper.lines(ways, colours, [worth_stroke("sound", part) for part in parts], 3)


def _pattern(paper: Paper, of: str, x: float, y: float) -> None:
    paper.lines([_way(x, y)], [INK], [worth_stroke(of, 0.4)], 3)


def _change(paper: Paper, of: str, x: float, y: float) -> None:
    paper.lines([_way(x, y)], [CHANGES[of]], [STROKES[of]], 3)


_SAMPLES: dict[str, Callable[[Paper, str, float, float], None]] = {
    "number": _number,
    "colour": _colour,
    "halo": _halo,
    "bar": _bar,
    "back": _back,
    "single": _single,
    "verdict": _verdict,
    "change": _change,
    "worth": _worth,
    "pattern": _pattern,
}
