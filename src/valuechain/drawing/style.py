"""Colours, widths and dashes of every picture.

Blue, amber and red (not red and green, which one man in twelve cannot tell apart), each darker than
the last, so that their order survives greyscale. A weak link differs from a sound one in colour,
dash, width and badge; thick never means good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from valuechain.tolerances import FAVOUR

INK, MUTED, FAINT, PAPER = "#1f2933", "#616e7c", "#d5dae0", "#ffffff"
TEAM, EDGE, CUSTOMER, CUSTOMER_EDGE, SUPPLIER, STRIP = (
    "#fbfcfd",
    "#7b8794",
    "#d6e8f6",
    "#1d5a91",
    "#ffffff",
    "#eef5fb",
)
BANDS = ("#edf1f4", "#f4efe7", "#eaf2f0", "#f4eef5")
"""Behind departments, in turn: all as pale as one another."""
GOOD, NEAR, POOR = "#6aaede", "#b25f00", "#8f0f14"
"""On target; less than `NEARLY` below it; further below."""
NEARLY = 0.10
BETTER, GAINED = "#2b7bba", "#cfe2f3"
"""What became better, and behind what became so most."""
HALO = "#f5b5a3"
"""Behind what costs the customer most."""
UNKNOWN = SAME = "#9aa5b1"
SHIFTED = "#7b8794"
"""What only shifted, because others changed."""
BELOW, MET = "#b06a63", "#6f93b8"
"""What is lost through what is below its target, and on it."""
QUIET = "#cfbab5", "#bccfde"
LOUD = POOR, "#1d5a91"
"""Below its target and on it: what wins the customers nothing, and what wins them most."""
SHADES = ("#c3cad1", "#98a3ae", "#66727f", "#323f4b")
"""Of importance, where nothing was measured: never the colours of good and poor."""
FADED = 0.14
"""What is left of a colour out of focus."""
TEXT, NUMBER, TITLE = 9.0, 8.0, 13.0
"""Sizes of letters, the same in every picture."""


_DASH, _GAP = 2.0, 0.8
"""Widths of a line from which on a piece of it is a dash and no dot, and a gap is seen as one."""


@dataclass(frozen=True)
class Stroke:
    """The width of a line and its dashes, in widths: on, off, ... ; none for a solid line."""

    width: float
    dashes: tuple[float, ...] = ()

    @property
    def style(self) -> str | tuple[float, tuple[float, ...]]:
        """As matplotlib calls it."""
        if self.dashes:
            return (0, self.dashes)
        return "solid"

    @property
    def kind(self) -> Literal["solid", "dashed", "dotted"]:
        """What it is where there are only these three; with hardly a gap it is solid.

        >>> Stroke(1.0).kind, Stroke(1.0, (4.5, 0.6)).kind, Stroke(1.0, (2.4, 1.4)).kind
        ('solid', 'solid', 'dashed')
        """
        if not self.dashes or self.dashes[1] < _GAP:
            return "solid"
        return "dotted" if self.dashes[0] < _DASH else "dashed"


@dataclass(frozen=True)
class Letters:
    """Size, colour and weight of a text, and which of its ends or middle is where it stands."""

    size: float = TEXT
    colour: str = INK
    bold: bool = False
    ha: str = "center"


STROKES = {
    "root cause": Stroke(3.4, (4.5, 0.6)),
    "symptom": Stroke(2.0, (2.4, 1.4)),
    "undecided": Stroke(2.0, (1.0, 1.2)),
    "shield": Stroke(1.1),
    "sound": Stroke(1.1),
    "unmeasured": Stroke(0.9, (1.2, 2.6)),
    "too few answers": Stroke(1.6, (0.7, 0.9)),
    "better": Stroke(2.6),
    "worse": Stroke(3.0, (3.0, 1.0)),
    "shifted": Stroke(1.2),
    "same": Stroke(1.0),
    "appeared": Stroke(1.8, (6.0, 1.0)),
    "vanished": Stroke(1.0, (1.2, 2.2)),
}
CHANGES = {
    "better": BETTER,
    "worse": POOR,
    "shifted": SHIFTED,
    "same": SAME,
    "appeared": "#52606d",
    "vanished": SAME,
}
"""Of what changed: blue and solid for better, dark and dashed for worse.

So it shows without colour too.
"""


THINNEST, WIDEST = 0.9, 4.0
"""Of the lines of what wins nothing, and of what wins most."""
PATTERNS = {
    "symptom": (2.4, 1.4),
    "undecided": (1.0, 1.2),
    "unmeasured": (1.2, 2.6),
    "too few answers": (0.7, 0.9),
}
"""Dashes of lines that are as wide as what they win."""


def worth_stroke(verdict: str, strength: float) -> Stroke:
    """The line of what wins so much of what the first step wins, 0..1.

    >>> worth_stroke("sound", 1.0)
    Stroke(width=4.0, dashes=())
    """
    width = round(THINNEST + (WIDEST - THINNEST) * strength, 2)
    return Stroke(width, PATTERNS.get(verdict, ()))


def worth_colour(strength: float, *, weak: bool) -> str:
    """The colour of what wins so much: the darker, the more.

    >>> worth_colour(1.0, weak=True) == POOR
    True
    """
    at = int(not weak)
    return mixed(QUIET[at], LOUD[at], strength)


_LIGHT = (0.299, 0.587, 0.114)
_TELLS = 118
"""How light red, green and blue are to the eye, and how light is light enough on black."""
_BRIGHT = 130
"""How light a ground is on which ink can be read better than paper."""


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: the other's share is that of the second.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


def on_any_page(colour: str) -> str:
    """The colour, lighter where it could not be told from a dark page.

    >>> on_any_page("#8f0f14"), on_any_page("#bccfde")
    ('#ab4b4f', '#bccfde')
    """
    darkness = max(0.0, _TELLS - _lightness(colour))
    return mixed(colour, PAPER, darkness / 255)


def letters_on(ground: str) -> str:
    """The colour of letters that can be read on this one.

    >>> letters_on(GOOD) == INK, letters_on(POOR) == PAPER
    (True, True)
    """
    if _lightness(ground) > _BRIGHT:
        return INK
    return PAPER


def _lightness(colour: str) -> float:
    """To the eye, 0..255."""
    return sum(
        share * int(colour[i : i + 2], 16) for share, i in zip(_LIGHT, (1, 3, 5), strict=True)
    )


def band(satisfaction: float | None, target: float) -> str:
    """The colour of a satisfaction.

    >>> [band(s, 0.75) for s in (0.8, 0.7, 0.5, None)] == [GOOD, NEAR, POOR, UNKNOWN]
    True
    """
    if satisfaction is None:
        return UNKNOWN
    below = target - satisfaction
    if below <= FAVOUR:
        return GOOD
    if below < NEARLY - FAVOUR:
        return NEAR
    return POOR


def shade(importance: float, most: float) -> str:
    """The grey of an importance, darker for more of it."""
    if most <= 0:
        return SHADES[0]
    return SHADES[min(len(SHADES) - 1, int(importance / most * len(SHADES)))]


def faded(colour: str) -> str:
    """A colour out of focus.

    >>> faded("#000000")
    '#dbdbdb'
    """
    return mixed(PAPER, colour, FADED)
