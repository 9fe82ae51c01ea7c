"""What a report is made of: an answer, sections, a table; and how much of a long list is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from valuechain.language import say, spoken
from valuechain.reports.words import sentences

T = TypeVar("T")

FEW = 5
"""Items told one by one in a section."""
ROWS = 25
"""Rows of a table."""
MODEST = "The model attributes; it does not prove causes."


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what it is about, and items; `verbatim` ones are there to be copied."""

    heading: str
    introduction: str = ""
    items: tuple[str, ...] = ()
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads and rows of texts; `rest` says what was left out, ``""`` for nothing."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: str = ""

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers, to be aligned to the right."""
        return [all(_is_number(cell) for cell in column) for column in zip(*self.rows, strict=True)]


def _is_number(cell: str) -> bool:
    language = spoken()
    bare = cell.removesuffix(" %").replace(language.point, "").replace(language.thousands, "")
    bare = bare.lstrip("+-")
    return (
        cell in ("", "?")
        or bare.isdecimal()
        or all(part.isdecimal() for part in bare.split("-", 1))
    )


NO_TABLE = Table((), ())
ALL = "(all of them: --format json, to_pandas())"
"""Where to find what a table leaves out."""


@dataclass(frozen=True, slots=True)
class Report:
    """A result in words.

    Attributes:
        title: of what it is about.
        answer: what to remember.
        sections: what supports it.
        table: below them; on one screen above.
        detail: makes a report of all else, where this is one screen; else ``None``.
        result: what the words are about.
    """

    title: str
    answer: str
    sections: tuple[Section, ...]
    table: Table
    detail: Callable[[], Report] | None = field(default=None, repr=False, compare=False)
    result: Any = field(default=None, repr=False, compare=False)

    @classmethod
    def of(
        cls, title: str, answer: str, sections: Iterable[Section | None], table: Table
    ) -> Report:
        """A report without the sections that have nothing to say."""
        return cls(title, answer, tuple(section for section in sections if section), table)


def section_of(
    heading: str,
    things: Sequence[T],
    item: Callable[[T], str],
    introduction: str = "",
    most: int = FEW,
) -> Section | None:
    """A section that names the first things and counts the others, if there are any.

    Args:
        heading: of the section.
        things: to be named.
        item: what is said of one.
        introduction: what stands before them.
        most: how many are named.
    """
    if not things:
        return None
    rest = _rest(len(things) - most)
    return Section(heading, introduction, (*map(item, things[:most]), *rest))


def table_of(
    heads: tuple[str, ...],
    things: Sequence[T],
    cells: Callable[[T], tuple[str, ...]],
    name: str,
    most: int = ROWS,
) -> Table:
    """A table that has a row for the first things and counts the others.

    Args:
        heads: of the columns, in English.
        things: a row each.
        cells: of a row.
        name: what the things are called in English; ``{all}`` says where to find all of them.
        most: how many have a row.
    """
    rest = "".join(_rest(len(things) - most, f" {say(name, all=say(ALL))}"))
    return Table(tuple(map(say, heads)), tuple(map(cells, things[:most])), rest)


def _rest(left: int, what: str = "") -> list[str]:
    """A line on what is left out, none where nothing is."""
    return [f"{say('and {left} more', left=left)}{what}"] if left > 0 else []


def how_sure(*texts: str) -> Section:
    """What the answer rests on."""
    return Section(say("How sure this is"), sentences(*texts))


def how_found(*texts: str) -> Section:
    """How the answer was found, and what it does not say."""
    return Section(say("How this was found"), sentences(*texts))
