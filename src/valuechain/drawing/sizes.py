"""How large are boxes and numbers? By their texts, before anything is drawn; in points."""

from __future__ import annotations

from valuechain.drawing.lettering import LINE, width, wrapped
from valuechain.drawing.sketch import Box
from valuechain.geometry.graph import Text

SIZE = 9.0
"""Of every text in the chain."""
ROOM, LINES = 98.0, 3
"""Greatest width of a name, and how many lines it takes at most."""
PAD = 6.0
"""Between a box's text and its edge."""
BAR = 5.0
"""Room for the bar of satisfaction received, at a box's foot."""
NARROWEST = 46.0
"""Width of a box, at least."""
DIGITS = 8.0
"""Size of the numbers on arrows."""
LABEL = 11.5
"""Height of the number on an arrow."""
BOLD = 1.12
"""How much wider bold letters are."""


def text_of(box: Box) -> Text:
    """A box's name, wrapped.

    The room includes its number, where it is known, and the space up to the edge.
    """
    size = SIZE
    if box.kind == "customer":
        size = BOLD * SIZE
    lines = wrapped(box.name, size, ROOM, LINES)
    number = bool(box.number)
    across = max(width(line, size) for line in (*lines, box.number))
    height = (len(lines) + number) * SIZE * LINE + 2 * PAD + number * BAR
    return Text(lines, max(across + 2 * PAD, NARROWEST), height)


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
