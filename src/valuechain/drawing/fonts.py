"""Which letters can be drawn: with matplotlib's own font, then with what this machine has."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable
from functools import cache

from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

OWN = "DejaVu Sans"
_WIDE_COVERAGE = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Noto Sans JP",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "Malgun Gothic",
    "Arial Unicode MS",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Noto Emoji",
    "Symbola",
    "Segoe UI Symbol",
    "Unifont",
)


class GlyphWarning(UserWarning):
    """No font at hand has some characters of the names; a picture shows boxes in their places."""


def families(texts: Iterable[str]) -> list[str]:
    """The fonts to draw these texts with, matplotlib's own first.

    Warns:
        GlyphWarning: naming the characters that none of them has.
    """
    missing = {
        c for text in texts for c in text if not c.isspace() and unicodedata.category(c) != "Cf"
    } - _has(OWN)
    chosen = [OWN]
    if missing:
        installed = {font.name for font in fontManager.ttflist}
        for name in _WIDE_COVERAGE:
            if name in installed and missing & _has(name):
                missing -= _has(name)
                chosen.append(name)
    if missing:
        message = (
            f"no font here has {_named(missing)}: install one that does, such as Noto Sans; "
            "an SVG shows them with its reader's fonts"
        )
        warnings.warn(message, GlyphWarning, stacklevel=3)
    return chosen


def _named(characters: set[str]) -> str:
    """Some characters with their numbers, the first ten of them."""
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(characters)[:10])
    if len(characters) > 10:
        named += f" and {len(characters) - 10} more"
    return named


@cache
def _has(name: str) -> frozenset[str]:
    return frozenset(map(chr, get_font(findfont(FontProperties(family=name))).get_charmap()))
