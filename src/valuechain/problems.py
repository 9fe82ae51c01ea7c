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

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from valuechain.typography import look_alike

COLLECTED = 1000
"""Problems collected before reading stops."""
PRINTED = 50
"""Problems printed before the rest is only counted."""
_NAMES = 3
"""Names that are told where none is near the one that was asked for."""


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

    >>> hint = "did you mean 'weight'?"
    >>> print(Problem("unknown key 'wieght'", hint, 3, 5, "shop.yaml", "    wieght: 2", 4))
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
        if self._is_of_table():
            return self._in_table()
        if self.line is None:
            return _joined(self.message, self.hint)
        lines = [f"{self.file or '<text>'}:{self.line}:{self.column}: {self.message}"]
        if self.source.strip():
            shown = "".join(map(_printable, self.source))
            lines += [shown, _under(shown[: self.caret]) + "^"]
        if self.hint:
            lines.append("    " + self.hint)
        return "\n".join(lines)

    def _is_of_table(self) -> bool:
        """Whether the place is one of a table: never both a line and a column without a heading."""
        if self.heading or self.sheet or (self.line is None) != (self.column is None):
            return True
        return bool(self.file) and self.line is None

    def _in_table(self) -> str:
        """As a spreadsheet names the place."""
        where = [self.file]
        if self.sheet:
            where.append(f"sheet {quoted(self.sheet)}")
        if self.line is not None:
            where.append(f"row {self.line}")
        if self.heading:
            where.append(f"column {quoted(self.heading)}")
        place = ", ".join(filter(None, where))
        return _joined(f"{place}: {self.message}", self.hint, between="\n    ")


def _joined(message: str, hint: str, between: str = ": ") -> str:
    """What is wrong, and the remedy where there is one."""
    if not hint:
        return message
    return message + between + hint


def _printable(letter: str) -> str:
    """The letter; of what no screen shows, or would obey, a sign that something is there."""
    if letter.isprintable() or letter == "\t":
        return letter
    if unicodedata.category(letter) == "Zs":  # a space of another width
        return " "
    return "\ufffd"


def _under(shown: str) -> str:
    """Blanks as wide as what is shown: tabs stay tabs, wide characters take two."""
    return "".join(map(_blank, shown))


def _blank(letter: str) -> str:
    if letter == "\t":
        return letter
    return " " * (1 + (unicodedata.east_asian_width(letter) in "WF"))


def report(problems: Sequence[Problem]) -> str:
    """All problems as one text: 50 in full, then how many more.

    >>> print(report([Problem("no customers", "add a party under 'customers:'")]))
    no customers: add a party under 'customers:'
    """
    shown = [str(problem) for problem in problems[:PRINTED]]
    more = len(problems) - PRINTED
    if len(problems) >= COLLECTED:
        shown.append(f"... and at least {more} more problems")
    elif more > 0:
        shown.append(f"... and {more} more problems")
    return "\n".join(shown)


_LONG_WORD, _SLIP = 6, 0.83
"""Letters from which on a slip shows, and how much is the same then: two letters swapped in six."""


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
    known = list(candidates)
    # What looks alike is about as long, but for marks on letters that stand by themselves.
    about = len(word) // 2 + 3
    for other in known:
        if abs(len(other) - len(word)) > about or (word.isascii() and other.isascii()):
            continue
        if why := look_alike(word, other):
            return f"did you mean {quoted(other)}? It {why}"
    # Edit distance is slow: only words of nearly the same length and ends are worth comparing, and
    # not all of a huge file's.
    folded = word.casefold()
    ends = (folded[:1], folded[-1:])
    like = (
        c
        for c in known
        if abs(len(c) - len(word)) <= 3
        and (c[:1].casefold() == ends[0] or c[-1:].casefold() == ends[1])
    )
    near = list(islice(like, 8000 // (len(word) + 1)))  # comparing takes the square of the length
    same = [c for c in near if c.casefold() == folded]
    found = same or _close(word, near, cutoff=0.6)
    if not found:
        return ""
    return f"did you mean {quoted(found[0])}?"


def misspelt(word: str, candidates: Iterable[str]) -> str:
    """The candidate that a word means to be: but for capitals and signs, or for a slip.

    More careful than `nearest`: the word may well be somebody else's.

    >>> misspelt("Satisfaction", ["satisfaction"]), misspelt("shape", ["share"])
    ('satisfaction', '')
    >>> misspelt("groups", ["group"])
    'group'
    """
    plain = _letters(word)
    for candidate in sorted(candidates):
        if plain.removesuffix("s") == _letters(candidate).removesuffix("s"):
            return candidate
    alike = [c for c in sorted(candidates) if c[:1] == plain[:1] and len(c) >= _LONG_WORD]
    return next(iter(_close(plain, alike, cutoff=_SLIP)), "")


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word.casefold()))


def quoted(word: str) -> str:
    """`word` in single quotes, shortened and made printable, for use in a message.

    >>> quoted("clerk")
    "'clerk'"
    """
    shown = word
    if len(word) > 60:
        shown = f"{word[:50]}... ({len(word):,} characters)"
    if not shown.isprintable():
        shown = "".join(map(_escaped, shown))
    return f"'{shown}'"


def printed(text: str) -> str:
    r"""A text for a terminal, which would obey what names of files may hold; its lines stay.

    >>> print(printed("\x1b[31mshop.yaml: no such file"))
    \x1b[31mshop.yaml: no such file
    """
    return "".join(letter if letter in "\n\t" else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    return ascii(letter)[1:-1]


def unknown(kind: str, name: object, known: Iterable[str]) -> UnknownNameError:
    """The error for a name that does not exist, with the nearest that does, or some that do."""
    text, there = name if isinstance(name, str) else repr(name), list(known)
    hint = nearest(text, there) or _some_of(there) * ("there are" not in kind)
    return UnknownNameError(_joined(f"no {kind} {quoted(text)}", hint))


def _some_of(known: Sequence[str]) -> str:
    """The names that there are, or the first few.

    >>> _some_of([]), _some_of(["a"]), _some_of(["a", "b"]), _some_of(["a", "b", "c", "d"])[:20]
    ('there is none', "there is 'a'", "there are 'a' and 'b'", 'there are 4, such as')
    """
    if not known:
        return "there is none"
    *others, last = map(quoted, known[:_NAMES])
    if not others:
        return f"there is {last}"
    so_many = f"{len(known):,}, such as " * (len(known) > _NAMES)
    return f"there are {so_many}{', '.join(others)} and {last}"


def _close(word: str, others: Sequence[str], cutoff: float) -> list[str]:
    """The one that is most like a word, if any is."""
    import difflib  # only where something is wrong

    return difflib.get_close_matches(word, others, n=1, cutoff=cutoff)
