"""The first row of a table: which of its words are known headings?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from valuechain.files.cells import unneutral
from valuechain.files.headings import Headings, RawTable, folded, table_fault
from valuechain.problems import FormatError, Problem, nearest, quoted

_MOST_COLUMNS = 16_384  # as many as a sheet has


class HeadingRow:
    """The first row of a table, read."""

    def __init__(self, table: RawTable, top: int, wanted: Headings) -> None:
        self.table: RawTable = table
        self.cells: Sequence[Any] = table.rows[top]
        self.wanted: Headings = wanted
        self.row: int = table.first + top
        self.problems: list[Problem] = []

    def read(self) -> tuple[dict[int, str], list[str]]:
        """The known headings by their columns, and the others."""
        if len(self.cells) > _MOST_COLUMNS:
            message = f"a table of {len(self.cells):,} columns"
            raise table_fault(self.table, message, "this is another kind of table", self.row)
        found: dict[int, str] = {}
        others: list[str] = []
        for column, cell in enumerate(self.cells):
            word = self._word(column, cell)
            name = self._known(word)
            if name and name in found.values():
                self._note(column, word, f"column {quoted(word)} is here twice", "keep one of them")
            elif name:
                found[column] = name
                if (fault := self._family_fault(name)) is not None:
                    self._note(column, word, *fault)
            elif word and not self._refused(column, word):
                others.append(word)
        self._check_missing(found)
        if self.problems:
            raise FormatError(self.problems)
        return found, others

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
        return name if name in self.wanted.known else ""

    def _family_fault(self, name: str) -> tuple[str, str] | None:
        """Why the column of an aspect, an action or a scenario is called wrongly."""
        family = self.wanted.family(name)
        return self.wanted.families[family](name.removeprefix(family)) if family else None

    def _refused(self, column: int, word: str) -> bool:
        """Whether an unknown heading is a problem."""
        hint = nearest(folded(word), self.wanted.known)
        if not (self.wanted.strict or hint):
            return False
        self._note(
            column,
            word,
            f"unknown column {quoted(word)}",
            hint or f"known here: {', '.join(self.wanted.known)}",
        )
        return True

    def _check_missing(self, found: Mapping[int, str]) -> None:
        required = self.wanted.required
        missing = [name for name in required if name not in found.values()]
        hint = f"the first row must name {', '.join(required)}"
        suggested = [problem for problem in self.problems if "did you mean" in problem.hint]
        misspelt = {name for name in required for problem in suggested if _suggests(problem, name)}
        if len(missing) == len(required) and not misspelt:
            shown = ", ".join(str(cell) for cell in self.cells[:6])
            message = f"the first row names no columns ({shown:.80})"
            raise table_fault(self.table, message, hint + self.wanted.otherwise, self.row)
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
