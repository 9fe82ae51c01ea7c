"""The answers of an export: a respondent a row, a question a column, counted column by column."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from valuechain.files.answers import NO_SCORE, ONE_SCALE, Answers, Question, Row, Scales
from valuechain.files.column_marks import ColumnMarks
from valuechain.files.export import Coded
from valuechain.files.grid import Broken, Grid
from valuechain.files.map_on_export import Block, MapOnExport, Part, place
from valuechain.files.worded import Worded
from valuechain.model.scales import MarkScale
from valuechain.problems import COLLECTED, Fault, FormatError, Problem, quoted
from valuechain.survey.label_words import plain
from valuechain.survey.no_answer import no_answers


class _Cells(NamedTuple):
    """The cells of a column: the words of each code, and the codes; ``""`` is no answer."""

    words: list[str]
    codes: NDArray[np.intp]
    broken: list[Broken]


class _Found(NamedTuple):
    """Where a row was met: which block, which group of its part, which words."""

    block: int
    group: int
    code: int


@dataclass(frozen=True)
class WideGrid(Grid):
    """The cells of the blocks, one after the other, as if each were a row."""

    blocks: Sequence[Block] = ()
    starts: Sequence[int] = ()

    def column(self, heading: str) -> Sequence[str]:
        """Who gave the answer in each cell: the only column that is asked for."""
        assert heading == "respondent"
        names = {id(block.part): _names(block.part) for block in self.blocks}
        return [name for block in self.blocks for name in names[id(block.part)]]

    def problem(self, index: int, heading: str, message: str, hint: str = "") -> Problem:
        """A problem with one cell; it has one place, whatever is wrong with it."""
        del heading
        at = bisect_right(self.starts, index) - 1
        block = self.blocks[at]
        return place(block.part.sheet, index - self.starts[at], block.column, message, hint)


class WideAnswers(Answers):
    """The answers of an export, counted; `usual` is the scale where none is named."""

    say_steps: str = "say so in the map: 'scale: 1-{}'"

    def __init__(self, laid: MapOnExport, usual: str) -> None:
        self.laid: MapOnExport = laid
        self.usual: str = usual
        self.blocks: list[Block] = laid.blocks
        self.cells: list[_Cells] = []
        self._marked: set[str] = set(map(plain, laid.map.labels))  # whatever else they may say
        lengths = (len(block.part.sheet.body) for block in self.blocks)
        starts = list(accumulate(lengths, initial=0))[:-1]
        coded = {id(part): self._coded(part) for part in laid.parts}
        for block, start in zip(self.blocks, starts, strict=True):
            self.cells.append(self._read(next(coded[id(block.part)]), start))
        broken = [fault for cells in self.cells for fault in cells.broken]
        self.table: Grid = WideGrid(
            {"respondent": ()},
            (),
            laid.sheets[0].table.file if laid.sheets else "",
            broken=tuple(broken[:COLLECTED]),
            blocks=self.blocks,
            starts=starts,
        )
        self.starts: list[int] = starts
        self.problems: list[Problem] = [*laid.problems, *self.table.problems()]
        self.marks: dict[Row, tuple[Fraction, MarkScale]] = {}
        self.counts: Counter[Row] = Counter()
        self.often: Counter[Row] = self.counts
        self.counted: bool = False
        self.spreads: dict[Row, float] | None = None
        self._words: dict[Row, Worded] = {}
        self.met: dict[Row, list[_Found]] = {}
        self.asked: dict[Question, list[tuple[int, int]]] = {}
        self.elsewhere: Counter[tuple[str, str]] = Counter()
        self._first: dict[Row, int] = {}
        self._spelt: dict[str, str] = {}  # aspects as first written, whatever their capitals
        asked, words = [each.asked for each in self.blocks], [each.words for each in self.cells]
        self.meanings: ColumnMarks = ColumnMarks(laid.map, usual, asked, words)
        self.scale_of: list[str] = [self.meanings.scale(at) for at in range(len(self.blocks))]
        for at in range(len(self.blocks)):
            self._count(at)

    def people(self) -> dict[int, NDArray[np.intp]]:
        """For each part, by its identity, the number of who answered in each row."""
        numbers: dict[str, int] = {}
        return {
            id(part): np.array(
                [numbers.setdefault(name, len(numbers)) for name in _names(part)], dtype=np.intp
            )
            for part in self.laid.parts
        }

    # Counting.

    def _coded(self, part: Part) -> Iterator[Coded]:
        """The columns of the blocks of a part."""
        numbers = [each.column.number for each in self.blocks if each.part is part]
        return iter(list(part.sheet.coded(numbers)))

    def _read(self, coded: Coded, start: int) -> _Cells:
        texts, codes, faults = coded
        own = set(map(plain, self.laid.map.no_answer))
        none = no_answers(texts) - {text for text in texts if plain(text) in self._marked}
        words = ["" if text in none or plain(text) in own else text for text in texts]
        broken = [(start + at, "score", *_said(fault)) for at, fault in faults.items()]
        return _Cells(words, codes, broken)

    def _count(self, at: int) -> None:
        block, cells = self.blocks[at], self.cells[at]
        said = block.asked.said("aspect")
        aspect = self._spelt.setdefault(said.casefold(), said)
        empty = np.array([not word for word in cells.words])
        pairs = zip(block.part.groups, block.services, strict=True)
        for number, (group, served) in enumerate(pairs):
            counts = np.bincount(cells.codes[group.rows], minlength=len(cells.words))
            if served is None:
                left = int(counts[~empty].sum())
                if left:
                    self.elsewhere[block.asked.said("provider"), group.customer or ""] += left
                continue
            question = Question(*served[:3], aspect, group.wave)
            self.asked.setdefault(question, []).append((at, number))
            for code in np.flatnonzero(counts).tolist():
                row = (*question, self.scale_of[at], cells.words[code])
                self.counts[row] += int(counts[code])
                self.met.setdefault(row, []).append(_Found(at, number, code))

    def first(self, row: Row) -> int:
        """Index of the first cell that has these texts."""
        if row not in self._first:
            at, number, code = self.met[row][0]
            rows = self.blocks[at].part.groups[number].rows
            inside = int(rows[np.argmax(self.cells[at].codes[rows] == code)])
            self._first[row] = self.starts[at] + inside
        return self._first[row]

    def rows(self, *further: str) -> Iterator[Row]:
        """What was asked in each cell, its scale and its words; ``""`` where nobody was asked."""
        assert further == ("scale", "score")
        nobody = ("",) * 7
        for at, (block, cells) in enumerate(zip(self.blocks, self.cells, strict=True)):
            rows = [nobody] * len(cells.codes)
            for group, served in zip(block.part.groups, block.services, strict=True):
                if served is not None:
                    aspect = self._spelt[block.asked.said("aspect").casefold()]
                    question = (*served[:3], aspect, group.wave, self.scale_of[at])
                    for index in group.rows.tolist():
                        rows[index] = (*question, cells.words[cells.codes[index]])
            yield from rows

    def _read_mark(self, row: Row) -> None:
        found = self.meanings.meaning(self.met[row][0].block, row[-1])
        if isinstance(found, Fault):
            self._note(row, "score", found.message, found.hint)
        else:
            self.marks[row] = found

    def scales(self) -> Scales:
        """The scale of each question, once all is checked; the map's mistakes are told first.

        Raises:
            FormatError: every problem.
        """
        told = sorted(
            self.laid.map.problems.found, key=lambda each: (each.line or 0, each.column or 0)
        )
        if not any(part.sheet.body for part in self.laid.parts):
            hint = "one row for each respondent"
            self.problems.append(Problem(NO_SCORE, hint, None, None, self.table.file))
        if not self.blocks or not self.starts[-1] + len(self.blocks[-1].part.sheet.body):
            raise FormatError([*told, *self.problems][:COLLECTED])
        try:
            scales = super().scales()
        except FormatError as error:
            # Two questions taken for one may have two scales: that is no mistake of the answers.
            own = [each for each in error.problems if not told or not _follows(each)]
            raise FormatError([*told, *own][:COLLECTED]) from None
        if told:
            raise FormatError(told)
        return scales

    def _check_respondents(self) -> None:
        for part in self.laid.parts:
            if part.respondents:
                self._check_people(part)

    def _check_people(self, part: Part) -> None:
        """Note whoever has two rows with answers in one wave."""
        answered = self._answered(part)
        word = self.laid.map.respondent
        column = part.sheet.find(word.text)[0] if word else part.sheet.columns[0]
        seen: dict[tuple[str, str], int] = {}
        for group in part.groups:
            for at in group.rows[answered[group.rows]].tolist():
                who = part.respondents[at]
                earlier = seen.setdefault((who, group.wave), at)
                if who and earlier != at and len(self.problems) < COLLECTED:
                    first, second = sorted((earlier, at))
                    before = part.sheet.numbers[first]
                    message = f"respondent {quoted(who)} answered this already in row {before}"
                    hint = "keep one of the rows"
                    self.problems.append(place(part.sheet, second, column, message, hint))

    def _answered(self, part: Part) -> NDArray[np.bool_]:
        """Which rows of a part have an answer."""
        found = np.zeros(len(part.sheet.body), dtype=bool)
        for block, cells in zip(self.blocks, self.cells, strict=True):
            if block.part is part:
                found |= np.array([bool(word) for word in cells.words])[cells.codes]
        return found

    def notes(self) -> Iterator[str]:
        """What was left out, and what was taken for granted."""
        yield from self.laid.notes
        blank = sum(count for row, count in self.counts.items() if not row[-1])
        if blank:
            total = sum(self.counts.values())
            yield f"{blank} of {total} cells hold no answer and are left out."
        for (provider, customer), count in self.elsewhere.most_common(8):
            yield self._not_served(provider, customer, count)
        if self.laid.map.respondent is None:
            yield "No column says who answered: each row is taken for one person."
        if labels := self._said_labels():
            yield f"Labels are read as marks: {labels}."
        if any(self._used_default(row, found) for row, (_, found) in self.marks.items()):
            yield f"Scores that name no scale are read as {self.usual}."

    def _not_served(self, provider: str, customer: str, count: int) -> str:
        """Why answers to a question are left out."""
        parties = self.laid.chain.parties
        by = self.laid.services.named(provider) or ""
        who = parties[by].name
        if not customer:
            return f"{count} answers of nobody's team about {who} are left out."
        if parties[customer].name == who:
            return f"{count} answers of {who} about itself are left out."
        whom = parties[customer].name
        why = f"{who} does not serve {whom}"
        if self.laid.services.serves(by, customer):
            why = (
                f"{whom} receives something else from {who}. Without 'delivers' in the map, each "
                "team is asked about what it receives"
            )
        return f"{count} answers of {whom} about {who} are left out: {why}."

    def _said_labels(self) -> str:
        """Words, and numbers that the map gives another mark, with the marks that they got."""
        read = {
            row[-1]: value
            for row, (value, _) in self.marks.items()
            if self.meanings.as_mark(self.met[row][0].block, row[-1]) != row[-1]
        }
        return ", ".join(f"{text} {value}" for text, value in sorted(read.items(), key=_by_mark))


def _follows(problem: Problem) -> bool:
    """Whether a problem of the answers may come from a mistake of the map."""
    return problem.hint == ONE_SCALE or problem.message == NO_SCORE


def _said(fault: Fault) -> tuple[str, str]:
    return fault.message, fault.hint


def _names(part: Part) -> list[str]:
    """What tells people apart: their own word, or their row; each sheet is of others.

    Where there are several, each is a team's, and often its people are numbered from 1.
    """
    sheet, numbers = part.sheet.table.sheet, part.sheet.numbers
    own = part.respondents or [""] * len(numbers)
    return [
        f"{sheet}\n{who}" if who else f"{sheet}:{row}"
        for who, row in zip(own, numbers, strict=True)
    ]


def _by_mark(labelled: tuple[str, Fraction]) -> tuple[Fraction, str]:
    return labelled[1], labelled[0]
