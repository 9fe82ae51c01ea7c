"""Which texts a file can hold: no hidden characters, ids to refer to, words in one line.

What is wrong is said as message and hint; whoever knows the place makes a problem of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from valuechain.problems import ArgumentError, Fault, ModelError, Problem, quoted
from valuechain.typography import plainly, unusual

Said: TypeAlias = tuple[str, str]
"""What is wrong, and the remedy."""
LONGEST = 100_000
"""Characters of the longest text a file may have."""
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# All that YAML 1.2 does not count as printable, line breaks that only YAML 1.1 knows, and what
# reorders text on a screen.
_UNPRINTABLE = "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
UNSAFE = re.compile(f"{_UNPRINTABLE}|[\u2028\u2029\ufeff{_BIDIRECTIONAL}]")
GAP = "[ \t\u00a0\u202f]?"
"""Between a number and its sign; before a percent sign typography wants a no-break space."""
_QUOTES = " '\""
_T = TypeVar("_T")
_BREAKS = re.compile("[\t\n\r]")


def unsafe_name(character: str) -> str:
    """What kind of character this is, and which.

    >>> unsafe_name(chr(0))
    'control character U+0000'
    """
    bidirectional = re.match(f"[{_BIDIRECTIONAL}]", character)
    kind = ("control", "bidirectional")[bidirectional is not None]
    return f"{kind} character U+{ord(character):04X}"


def text_fault(text: str) -> Said | None:
    """Why this text cannot stand in a file, or ``None``."""
    if len(text) > LONGEST:
        return f"a text of {len(text):,} characters", f"at most {LONGEST:,} are read"
    if text.isprintable():
        return None
    found = UNSAFE.search(text) or re.search("\r", text)
    if found is None:
        return None
    return f"a text with a {unsafe_name(found[0])}", "leave it out"


def no_text(value: Any) -> Said | None:
    """Why a value made in Python is no text that a file can hold, or ``None``."""
    if not isinstance(value, str):
        return repr(value), "a text"
    return text_fault(value)


def id_fault(party_id: str) -> Said | None:
    """Why this text cannot be a party's id, or ``None``."""
    if party_id.isidentifier():  # nearly every id, found out at once
        return None
    shown = f"the id {quoted(party_id)}"
    if not party_id:
        return "a party needs an id", "give it a short name, such as 'clerk:'"
    if party_id != party_id.strip():
        return f"{shown} has white space at its ends", f"write {quoted(party_id.strip())}"
    for mark in ("->", "#"):
        if mark in party_id:
            message = f"{shown} contains '{mark}', which service ids are made of"
            return message, "leave it out here; 'name:' may have it"
    if _BREAKS.search(party_id):
        return f"{shown} contains a control character", "leave it out here"
    return text_fault(party_id)


def aspect_fault(word: Any) -> Said | None:
    """Why this cannot name an aspect, or ``None``."""
    if not isinstance(word, str) or not word or word != word.strip() or "\n" in word:
        return f"{word!r:.60} names no aspect", "a word such as timeliness"
    return text_fault(word)


def words_fault(text: Any) -> Said | None:
    """Why a text cannot stand for an action or a scenario, or ``None``."""
    if not isinstance(text, str):
        return no_text(text)
    if text == "<<":
        return "'<<', which YAML keeps for itself", "a few words"
    if not text:
        return "empty", "a few words"
    if text != text.strip():
        return f"{quoted(text)} with white space at its ends", "a few words"
    if "\n" in text or "\t" in text:
        return f"{quoted(text)} with a line break or tab", "a few words in one line"
    return text_fault(text)


def parsed(read: Callable[[str], _T], text: object, what: str) -> _T:
    """What a text handed in by a user means; `what` says what it is, such as ``a time``.

    Raises:
        ModelError: it means nothing; the problem's hint shows what does.
        ArgumentError: it is no text.
    """
    if not isinstance(text, str):
        raise ArgumentError(f"{what} is a text, not {text!r:.60}")
    try:
        return read(text)
    except Fault as fault:
        raise ModelError([Problem(fault.message, fault.hint)]) from None


def read_plainly(read: Callable[[str], _T], text: str) -> _T:
    """What a text means.

    Raises:
        Fault: it means nothing; where it would in plain characters, the hint names them.
    """
    try:
        return read(text)
    except Fault as fault:
        if hint := in_plain_characters(read, text):
            raise Fault(fault.message, hint) from None
        raise


def in_plain_characters(read: Callable[[str], object], text: str) -> str:
    """Which characters stand in the way of a text that would mean something, ``""`` for none.

    >>> in_plain_characters(float, "\u22128")
    "a minus sign (U+2212): write -, as in '-8'"
    """
    plain = plainly(text)
    for meant in dict.fromkeys((plain, plain.strip(_QUOTES))):
        if meant != text and _means(read, meant):
            named = unusual(text)
            return f"{named}, as in {quoted(meant)}" if named else f"write {quoted(meant)}"
    return ""


def _means(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except (Fault, ValueError):
        return False
    return True


def without_comma(text: str, is_right: Callable[[str], object]) -> str:
    """What a text with commas may mean, each in quotes.

    With a decimal point, or without the commas between thousands, where that `is_right`.

    >>> without_comma("1,000", str)
    "'1.000' or '1000'"
    """
    pointed, joined = text.replace(",", ".", 1), re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    meant = [other for other in dict.fromkeys((pointed, joined)) if other != text]
    return " or ".join(quoted(other) for other in meant if is_right(other))
