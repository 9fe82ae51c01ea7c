"""How large boxes are, and where on their sides lines dock. All sizes in points."""

from __future__ import annotations

from dataclasses import dataclass

from valuechain.drawing.sketch import Arrow, Box
from valuechain.geometry.lettering import LINE, width, wrapped

SIZE = 9.0
"""Of every text in the chain."""
ROOM, LINES = 98.0, 3
"""Greatest width of a name, and how many lines it takes at most."""
PAD = 6.0
"""Between a box's text and its edge."""
BAR = 5.0
"""Room for the bar of satisfaction received, at a box's foot."""
DIGITS = 8.0
"""Size of the numbers on arrows."""
LABEL = 11.5
"""Height of the number on an arrow."""
BOLD = 1.12
"""How much wider bold letters are."""
BARE = 6.0
"""What an arrow without a number takes up on a box's side, and between two boxes."""


@dataclass(frozen=True)
class Text:
    """A text, line by line, and the room it needs."""

    lines: tuple[str, ...]
    width: float
    height: float


def text_of(box: Box) -> Text:
    """A box's name, wrapped; the room includes its number, where it is known, and the space up to the edge."""
    size = BOLD * SIZE if box.kind == "customer" else SIZE
    lines = wrapped(box.name, size, ROOM, LINES)
    number = bool(box.number)
    across = max(width(line, size) for line in (*lines, box.number))
    return Text(
        lines,
        max(across + 2 * PAD, 46.0),
        (len(lines) + number) * SIZE * LINE + 2 * PAD + number * BAR,
    )


def department_text(name: str) -> Text:
    """A department's name, wrapped; it is drawn in bold."""
    lines = wrapped(name, BOLD * SIZE, ROOM, LINES)
    return Text(
        lines, max(width(line, BOLD * SIZE) for line in lines) + PAD, len(lines) * SIZE * LINE + 4
    )


def label_width(label: str) -> float:
    """Width of the number on an arrow, with a little air; 0 for none."""
    return width(label, DIGITS) + 2 if label else 0.0


def slot(arrow: Arrow, *, upright: bool) -> float:
    """What an arrow takes up on a box's side: its number's height, or in an upright picture its width."""
    if not arrow.label:
        return BARE
    return label_width(arrow.label) + 1 if upright else LABEL + 0.5
