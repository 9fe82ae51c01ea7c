"""How a mistake is told: its place, what is wrong, and the remedy.

Everything a user can do wrong ends in one of these exceptions::

    ValueChainError                  base of all
    |- FormatError                   a file is not a value chain; carries every problem at once
    |- ModelError (ValueError)       values made in Python are not a value chain; likewise
    |- ArgumentError (TypeError)     a function was handed something it cannot use
    |- UnknownNameError (KeyError)   no service, party or level of that name
    '- MissingExtraError (ImportError)  an optional package is not installed
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

COLLECTED = 1000
"""Problems collected before reading stops."""
PRINTED = 50
"""Problems printed before the rest is only counted."""
_LONG = 60  # characters of a word that are quoted whole


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, what is wrong and what would be right.

    Attributes:
        message: what is wrong, in one sentence without a full stop.
        hint: the remedy, such as ``did you mean 'delivery'?``, or ``""``.
        line: 1-based line in the file, ``None`` for values made in Python.
        column: 1-based column in characters, ``None`` likewise.
        file: the name of the file as it was given, ``""`` for a text.
        source: the line itself, of a very long one the part around the place; ``""`` where there is
            none.
        caret: 0-based offset of the place within `source`.
        heading: of a table, what the column is called; then `line` is the row, and `column` the
            number of the column or ``None``.
        sheet: of a workbook, ``""`` for other tables.

    >>> hint, line = "did you mean 'weight'?", "    wieght: 2"
    >>> print(Problem("unknown key 'wieght'", hint, 3, 5, "shop.yaml", line, 4))
    shop.yaml:3:5: unknown key 'wieght'
        wieght: 2
        ^
        did you mean 'weight'?
    """

    message: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    file: str = ""
    source: str = ""
    caret: int = 0
    heading: str = ""
    sheet: str = ""

    def __str__(self) -> str:
        if self.heading or self.sheet or (self.line is None) != (self.column is None):
            return self._in_table()
        if self.line is None:
            return self._in_table() if self.file else self._without_place()
        lines = [f"{self.file or '<text>'}:{self.line}:{self.column}: {self.message}"]
        if self.source.strip():
            shown = "".join(map(_visible, self.source))
            lines += [shown, "".join(map(_blank, shown[: self.caret])) + "^"]
        if self.hint:
            lines.append("    " + self.hint)
        return "\n".join(lines)

    def _without_place(self) -> str:
        return ": ".join(filter(None, (self.message, self.hint)))

    def _in_table(self) -> str:
        """As a spreadsheet names the place."""
        where = [self.file]
        if self.sheet:
            where.append(f"sheet {quoted(self.sheet)}")
        if self.line is not None:
            where.append(f"row {self.line}")
        if self.heading:
            where.append(f"column {quoted(self.heading)}")
        said = f"{', '.join(filter(None, where))}: {self.message}"
        return "\n    ".join(filter(None, (said, self.hint)))


def _visible(character: str) -> str:
    if character.isprintable() or character == "\t":
        return character
    return "\ufffd"


def _blank(character: str) -> str:
    """As wide as this character: a tab stays a tab, a wide character takes two."""
    if character == "\t":
        return "\t"
    return " " * (1 + (unicodedata.east_asian_width(character) in "WF"))


def report(problems: Sequence[Problem]) -> str:
    """All problems as one text: 50 in full, then how many more.

    >>> print(report([Problem("no customers", "add a party under 'customers:'")]))
    no customers: add a party under 'customers:'
    """
    shown = [str(problem) for problem in problems[:PRINTED]]
    if len(problems) > PRINTED:
        at_least = "at least " * (len(problems) >= COLLECTED)
        shown.append(f"... and {at_least}{len(problems) - PRINTED} more problems")
    return "\n".join(shown)


class Fault(Exception):
    """One mistake before its place in a file is known.

    Whoever reads the file turns it into a `Problem`.

    Attributes:
        message: what is wrong, in one sentence without a full stop.
        hint: the remedy, or ``""``.
        place: what it is about: a key of a mapping, the id of a party, a service, an action or a
            scenario; ``""`` for the whole.
        kind: of a broken rule, what it concerns: ``"missing"`` for a party that is not defined,
            ``"no end"``, ``"loop"``, ``"party"``, ``"service"``, ``"action"`` or ``"scenario"``.
    """

    def __init__(self, message: str, hint: str = "", place: str = "", kind: str = "") -> None:
        super().__init__(message)
        self.message: str = message
        self.hint: str = hint
        self.place: str = place
        self.kind: str = kind


class ValueChainError(Exception):
    """Base of every error this library raises on purpose."""


class _ProblemsError(ValueChainError, ValueError):
    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return report(self.problems)


class FormatError(_ProblemsError):
    """A file or text is not a value chain; `problems` holds every mistake with its place."""


class ModelError(_ProblemsError):
    """Values made in Python do not form a value chain; `problems` holds every mistake."""


class ArgumentError(ValueChainError, TypeError):
    """A function was handed something it cannot use; the message says what it takes."""


class UnknownNameError(ValueChainError, KeyError):
    """There is no service, party or level of that name; the message suggests the nearest."""

    def __str__(self) -> str:
        return str(self.args[0])


class MissingExtraError(ValueChainError, ImportError):
    """A function needs a package that is not installed; the message names the extra."""


def nearest(word: str, candidates: Iterable[str]) -> str:
    """``did you mean 'x'?`` for the candidate most like `word`, or ``""`` where none is near.

    >>> nearest("dilivery", ["delivery", "designer"])
    "did you mean 'delivery'?"
    """
    # Edit distance is slow: only words of nearly the same length and ends are worth comparing, and
    # not all of a huge file's.
    folded = word.casefold()
    ends = (folded[:1], folded[-1:])
    like = (
        c
        for c in candidates
        if abs(len(c) - len(word)) <= 3
        and (c[:1].casefold() == ends[0] or c[-1:].casefold() == ends[1])
    )
    near = list(islice(like, 8000 // (len(word) + 1)))  # comparing takes the square of the length
    same = [c for c in near if c.casefold() == folded]
    found = same or difflib.get_close_matches(word, near, n=1, cutoff=0.6)
    if not found:
        return ""
    return f"did you mean {quoted(found[0])}?"


def quoted(word: str) -> str:
    """`word` in single quotes, shortened and made printable, for use in a message.

    >>> quoted("clerk")
    "'clerk'"
    """
    shown = word
    if len(word) > _LONG:
        shown = f"{word[:50]}... ({len(word):,} characters)"
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)
    return f"'{shown}'"


def unknown(kind: str, name: object, known: Iterable[str]) -> UnknownNameError:
    """The error for a name that does not exist, with the nearest that does."""
    text = name if isinstance(name, str) else repr(name)
    message = f"no {kind} {quoted(text)}"
    return UnknownNameError(": ".join(filter(None, (message, nearest(text, known)))))
