"""How wide is a text, and where does it break? Asked before anything is drawn."""

from __future__ import annotations

import unicodedata
from functools import cache

LINE = 1.25
"""Height of a line of text, in sizes."""
SPACING = 1.15
"""How far apart lines of one text are drawn."""
ASCENT, DESCENT = 0.76, 0.208
"""Of the letters l and p in DejaVu Sans, in sizes."""
_FIRST = 0x20
_WIDTHS = (
    "79ahdkg688ah7877dddddddddd77hhhbkeeegdcgg66ecifgdgeddfekede878haaddbdd8dd66c6kdddd9b8dchccbd7dhccccccccccccccccccccccccc"
    "cccccccc79dddd7aakadh8kaah99add7a9adkkkbeeeeeekedddd6666gfggggghgffffdddddddddkbdddd6666dddddddhdddddcdcedededebebebebgd"
    "gdddddddddddgdgdgdgdgdje6666666666cc66eccc6c6c8c7c6fdfdfdhfdgdgdgdmle9e9e9dbdbdbdbd8d8d8fdfdfdfdfdfdkhdcdebebeb8dfededfe"
    "bghedddgdc8gek86fc6ckfdgjdjgededbd78d8didgfffebeecbdecbd6aa6tqohgajjged66gdfdfdfdfdfddededkkgdgdecgdgdec6tqogdnefdedkkgd"
    "ededdddd6666gdgde9e9fdfddbd8dbgdfhedebedddgdgdgdgddcaha6kkeebcdbbdaefedd66gde9dcddddbbdeddhbbge6eddccddd6788a6fkkkddddif"
    "e99999bbddb77a788ddcchcdbbccbbbbgcefe6ebfbblmlhdghfebbee9846668b86a7777788aaaaaa6aaa6aaa7777aa87aaaaaa7a94898aaaaaccaabc"
    "cccacccacccccccc00000000000000000000000000000000000000000000000000000000000000000000000000000000c000ccc00c0c0000000ccccc"
    "ccccccccecid66fdccabbb7cccccaae7fi9chchh7eecedegg6eeifdggdcdddgegg6debd7cedcdbbdd7ccdccdddcddceceh7cdcheddeheehegddccaee"
    "idjhgegdedgdeddbedb6gddddeiedfefddgded666mlgffdgeeedgdmdfffgigggdeddiegemmhieemeddcbedjbddddgededbccicecjjfgcbhddddbbb66"
    "6jieddcejhgejfigolgdlhdbiigdgegekjkgoljhebb0000099geecdddbecdbmjdbfdfdfdihgelimjieebdcdcdcecjhececedjfjf6mjedgegegeecig6"
    "ededkkddgdgdmjdbecfdfdgdgdgdebdcdcdcecdbigececececlikiecmknkgegfdbgdokiilkgdkhfdmjmjgecccccccccc"
)
"""Advance widths of DejaVu Sans, which matplotlib brings, from the space to U+052F.

In twentieths of the size, rounded up.
"""
_WIDE, _OTHER = 1.05, 0.85


@cache
def _advance(character: str) -> float:
    at = ord(character) - _FIRST
    if 0 <= at < len(_WIDTHS):
        return int(_WIDTHS[at], 36) / 20
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    return _OTHER


def width(text: str, size: float) -> float:
    """Width of a line of text of this size; not less than what matplotlib draws in its own font.

    >>> round(width("Clerk", 10))
    27
    """
    return size * sum(map(_advance, text))


def whole(text: str, size: float, room: float) -> tuple[str, ...]:
    """All of the text, in as many lines as it takes.

    >>> whole("no end " * 3, 9, 80)
    ('no end no end', 'no end')
    """
    return tuple(_filled(_words(text, size, room), size, room))


def wrapped(
    text: str, size: float, room: float, lines: int, *, even: bool = True
) -> tuple[str, ...]:
    """The text in as few lines as fit into the room, of about equal length where `even`.

    What does not fit is cut with an ellipsis.

    >>> wrapped("Audit software vendor", 9, 80, 3)
    ('Audit software', 'vendor')
    >>> wrapped("no end " * 99, 9, 80, 2)
    ('no end no end', 'no end no...')
    """
    words = _words(text[:1000], size, room)
    best = _filled(words, size, room)
    for share in (0.9, 0.8, 0.7, 0.6, 0.5) if even else ():
        found = _filled(words, size, share * room)
        if len(found) > len(best):
            break
        best = found
    if len(best) <= lines and len(text) <= 1000:
        return tuple(best)
    return (
        *best[: lines - 1],
        _cut(best[lines - 1] if len(best) >= lines else best[-1], size, room),
    )


def _words(text: str, size: float, room: float) -> list[str]:
    """The words of a text, those that are too long for a line in pieces."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split()).split(" ")
    return [piece for word in words for piece in _pieces(word, size, room)]


def _pieces(word: str, size: float, room: float) -> list[str]:
    """A word that is too long for a line, in pieces that are not."""
    pieces, piece, so_far = [], "", 0.0
    for character in word:
        wide = size * _advance(character)
        if piece and so_far + wide > room:
            pieces.append(piece)
            piece, so_far = "", 0.0
        piece += character
        so_far += wide
    return [*pieces, piece]


def _filled(words: list[str], size: float, room: float) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, size: float, room: float) -> str:
    while line and width(line + "...", size) > room:
        line = line[:-1]
    return line.rstrip() + "..."
