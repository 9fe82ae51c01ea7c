"""An SVG of matplotlib's, in fewer letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from valuechain.drawing.fonts import OWN
from valuechain.drawing.path_data import PARTS, path_data
from valuechain.drawing.svg import FONTS

_PATH = re.compile(r'(<path (?:id="[^"]*" )?d=")([^"]*)')
_STYLE = re.compile(r'(<[a-z]+ [^<>]*style=")([^"]*)')
_UPRIGHT = re.compile(r'x="([-\d.]+)" y="([-\d.]+)" transform="rotate\(-0 [^)]*\)"')
"""Where a text stands that is not turned."""
_ALONE = re.compile(r'<g id="text_\d+">\s*(<text [^>]*>[^<]*</text>)\s*</g>\s*')
"""A text in a group of its own."""
_ONE = re.compile(r'\s*<(?:text|path) [^<>]*?style="([^"]*)"[^<>]*(?:/>|>[^<]*</text>)')
_CUT = re.compile(r'\s*<path [^<>]*?( clip-path="url\(#\w+\)")[^<>]*/>')
_NAME = re.compile(r' id="[A-Za-z]+2?[dD]?_\d+"')
"""What matplotlib calls a group by its kind and number: nobody asks for it in a page."""
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_INDENT = re.compile(r"\n +")
_DEFAULT = re.compile(rf"font-family:'{OWN}', '[^;\"]*(?:;|(?=\"))")
"""What matplotlib lists where no family was asked for."""
_SEVERAL = 3


def inlined(svg: str) -> str:
    """The element alone, without what only a file needs.

    >>> inlined("<?xml?><svg><metadata>us</metadata><g/></svg>")
    '<svg><g/></svg>'
    """
    element = _METADATA.sub("", "".join(svg.partition("<svg")[1:]))
    return _INDENT.sub("\n", _NAME.sub("", element))


def slim(svg: str) -> str:
    """The same SVG in fewer letters: paths in tenths of a point, styles without spaces.

    The font of nearly all letters is said once.

    >>> slim('<path d="M 1 2 L 11 2 L 11 7.25 z" style="fill: none"/>')
    '<path d="M1 2h10v5.2z" style="fill:none"/>'
    """
    short = _PATH.sub(lambda found: found[1] + _short(found[2]), svg)
    tight = _STYLE.sub(lambda found: found[1] + _tight(found[2]), short)
    tight = _UPRIGHT.sub(
        lambda found: f'x="{float(found[1]):.1f}" y="{float(found[2]):.1f}"', tight
    )
    tight = _said_once(_ALONE.sub(r"\1\n", tight), _style_of)
    tight = _said_once(tight, _clip_of)
    return tight.replace("<svg ", f'<svg font-family="{FONTS}" ', 1)


def _said_once(svg: str, attribute_of: Callable[[str], str]) -> str:
    """What neighbours have in common is said once, of a group of them."""
    lines: list[str] = []
    for said, run in groupby(svg.split("\n"), attribute_of):
        alike = list(run)
        if said and len(alike) >= _SEVERAL:
            alike = [f"<g{said}>", *(line.replace(said, "", 1) for line in alike), "</g>"]
        lines += alike
    return "\n".join(lines)


def _style_of(line: str) -> str:
    """How the one text or path in a line looks, ``""`` for other lines."""
    found = _ONE.fullmatch(line)
    return f' style="{found[1]}"' if found else ""


def _clip_of(line: str) -> str:
    """By what the one path in a line is cut off, likewise."""
    found = _CUT.fullmatch(line)
    return found[1] if found else ""


def _tight(style: str) -> str:
    """A style without spaces and what goes without saying."""
    tight = style.replace(": ", ":").replace("; ", ";")
    for needless in ("stroke-dashoffset:0;", f"font-family:'{OWN}';"):
        tight = tight.replace(needless, "")
    return _DEFAULT.sub("", tight).replace("#ffffff", "#fff")


def _short(path: str) -> str:
    """A path of matplotlib's, in few letters."""
    letters, places = "", list[tuple[int, int]]()
    for letter, numbers in re.findall(r"([MLQCz])([^MLQCz]*)", path):
        parts = [round(PARTS * float(number)) for number in numbers.split()]
        places += zip(parts[::2], parts[1::2], strict=True)
        letters += letter.upper()
    return path_data(letters, places)
