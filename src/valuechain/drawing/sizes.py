"""How large are boxes and numbers? By their texts, before anything is drawn; in points."""

from __future__ import annotations

from valuechain.drawing.labels import TO
from valuechain.drawing.lettering import LINE, width, wrapped
from valuechain.drawing.sketch import Box
from valuechain.geometry.graph import Text

SIZE = 9.0
"""Of every text in the chain."""
ROOM, LINES = 98.0, 6
"""Greatest width of a name, and how many lines it takes at most."""
PAD = 6.0
"""Between a box's text and its edge."""
BAR, BESIDE = 3.2, 4.0
"""The bar of satisfaction received, where it is received, and the air on both sides of it."""
NARROWEST = 46.0
"""Width of a box, at least."""
DIGITS = 8.0
"""Size of the numbers on arrows, and of those where boxes receive."""
LABEL = 11.5
"""Height of the number on an arrow."""
BOLD = 1.12
"""How much wider bold letters are."""


def text_of(box: Box, *, upright: bool = False) -> Text:
    """A box's name, wrapped.

    The room includes its number, which stands where arrows come in, and the space up to the edge.
    """
    size = SIZE
    if box.kind == "customer":
        size = BOLD * SIZE
    lines = wrapped(box.name, size, ROOM, LINES)
    across = max(width(line, size) for line in lines)
    beside, below = intake(box, upright=upright)
    numbers = number_lines(box, upright=upright)
    tall = max(len(lines), len(numbers)) * SIZE * LINE
    if upright:
        across = max(across, width(box.number, DIGITS))
        tall = len(lines) * SIZE * LINE
    wide = max(across + 2 * PAD + beside, NARROWEST)
    return Text(lines, wide, tall + 2 * PAD + below)


def number_lines(box: Box, *, upright: bool) -> tuple[str, ...]:
    """What a box says of what it receives: then and now one below the other, beside its name."""
    if not box.number:
        return ()
    then, arrow, now = box.number.partition(TO)
    if upright or not arrow:
        return (box.number,)
    return f"{then}{TO.rstrip()}", now


def intake(box: Box, *, upright: bool) -> tuple[float, float]:
    """The room along the edge where arrows come in, for bar and number: its width, or its height.

    At the left; upright, at the foot.
    """
    if not box.number:
        return 0.0, 0.0
    if upright:
        return 0.0, BAR + 2 * BESIDE + DIGITS - PAD
    widest = max(width(line, DIGITS) for line in number_lines(box, upright=upright))
    return BAR + 2 * BESIDE + widest, 0.0


def department_text(name: str) -> Text:
    """A department's name, wrapped; it is drawn in bold."""
    lines = wrapped(name, BOLD * SIZE, ROOM, LINES)
    wide = max(width(line, BOLD * SIZE) for line in lines)
    return Text(lines, wide + PAD, len(lines) * SIZE * LINE + 4)


def label_size(label: str) -> tuple[float, float] | None:
    """Width and height of the number on an arrow, with a little air; ``None`` for none."""
    if not label:
        return None
    return width(label, DIGITS) + 2, LABEL
