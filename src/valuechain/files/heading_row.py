"""The row of headings: which of its words are known?"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from valuechain.files.cells import unneutral
from valuechain.files.headings import MOST_COLUMNS, NOTES, Headings, RawTable, folded, table_fault
from valuechain.files.questionnaire import wide_fault
from valuechain.problems import FormatError, Problem, nearest, quoted

_ALIKE = 0.8  # how much of two words is the same where one is the other misspelt
_ELSEWHERE = f"a column for notes is called '{NOTES}'"


class HeadingRow:
    """The row of a table that names its columns, read."""

    def __init__(self, table: RawTable, top: int, wanted: Headings) -> None:
        self.table: RawTable = table
        self.cells: Sequence[Any] = table.rows[top]
        self.wanted: Headings = wanted
        self.row: int = table.first + top
        self.problems: list[Problem] = []

    def read(self) -> tuple[dict[int, str], list[str]]:
        """The known headings by their columns, and the others."""
        if len(self.cells) > MOST_COLUMNS:
            message = f"a table of {len(self.cells):,} columns"
            raise table_fault(self.table, message, "this is another kind of table", self.row)
        found: dict[int, str] = {}
        unknown: list[tuple[int, str]] = []
        for column, cell in enumerate(self.cells):
            word = self._word(column, cell)
            name = self._known(word)
            if name and name in found.values():
                self._note(column, word, f"column {quoted(word)} is here twice", "keep one of them")
            elif name:
                found[column] = name
                if (fault := self._family_fault(name)) is not None:
                    self._note(column, word, *fault)
            elif word:
                unknown.append((column, word))
        self._check_kind(found, [word for _, word in unknown])
        others = [word for at, word in unknown if not self._refused(at, word, found.values())]
        self._check_missing(found)
        if self.problems:
            far = MOST_COLUMNS + 1
            raise FormatError(sorted(self.problems, key=lambda each: each.column or far))
        return found, others

    def _check_kind(self, found: Mapping[int, str], unknown: Sequence[str]) -> None:
        """Refuse the export of a questionnaire, in one sentence."""
        required = set(self.wanted.required)
        here = required.intersection(found.values())
        nearly = [word for word in unknown if nearest(folded(word), required - here)]
        if self.wanted.strict or len(here) + len(nearly) > 1:
            return
        if (fault := wide_fault(self.table)) is not None:
            raise table_fault(self.table, *fault, self.row)

    def _word(self, column: int, cell: Any) -> str:
        """The text of a heading; what is wrong with the cell is noted."""
        message, hint = self.table.broken.get((self.row - self.table.first, column), ("", ""))
        if message:
            self._note(column, str(cell or ""), message, hint)
        if cell is None:
            return ""
        read = unneutral if self.table.neutral else str
        return read(str(cell)).strip()

    def _known(self, word: str) -> str:
        """The heading that a word means, ``""`` for none."""
        name = folded(word)
        if family := self.wanted.family(name):
            return family + word.split(".", 1)[1].strip()
        return name if name in self.wanted.all_known else ""

    def _family_fault(self, name: str) -> tuple[str, str] | None:
        """Why the column of an aspect, an action or a scenario is called wrongly."""
        family = self.wanted.family(name)
        return self.wanted.families[family](name.removeprefix(family)) if family else None

    def _refused(self, column: int, word: str, found: Iterable[str]) -> bool:
        """Whether an unknown heading is a problem: where it is nearly one that is missing."""
        hint = self._meant(folded(word), set(found))
        if not (self.wanted.strict or hint):
            return False
        known = f"known here: {', '.join(self.wanted.known)}; {_ELSEWHERE}"
        self._note(column, word, f"unknown column {quoted(word)}", hint or known)
        return True

    def _meant(self, word: str, found: set[str]) -> str:
        """``did you mean 'wave'?`` where a heading is misspelt."""
        if self.wanted.strict:
            return nearest(word, self.wanted.known)
        needed = [name for name in self.wanted.required if name not in found]
        further = [name for name in self.wanted.loud if name not in found]
        alike = [
            name for name in further if difflib.SequenceMatcher(None, word, name).ratio() >= _ALIKE
        ]
        return nearest(word, [*needed, *alike])

    def _check_missing(self, found: Mapping[int, str]) -> None:
        required = self.wanted.required
        missing = [name for name in required if name not in found.values()]
        hint = f"the first row must name {', '.join(required)}"
        suggested = [problem for problem in self.problems if "did you mean" in problem.hint]
        misspelt = {name for name in required for problem in suggested if _suggests(problem, name)}
        if len(missing) == len(required) and not misspelt:
            shown = ", ".join(str(cell) for cell in self.cells[:6])
            message = f"the first row names no columns ({shown:.80})"
            raise table_fault(self.table, message, hint, self.row)
        if all(problem.hint.startswith("did you mean") for problem in self.problems):
            for name in missing:
                if name not in misspelt:
                    self._note(None, name, f"column {quoted(name)} is missing", hint)

    def _note(self, column: int | None, heading: str, message: str, hint: str) -> None:
        number = None if column is None else column + 1
        name = self.table.file or "<table>"
        self.problems.append(
            Problem(
                message,
                hint,
                self.row or None,
                number,
                name,
                heading=heading,
                sheet=self.table.sheet,
            )
        )


def _suggests(problem: Problem, name: str) -> bool:
    return quoted(name) in problem.hint
