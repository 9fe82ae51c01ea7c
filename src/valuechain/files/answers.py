"""The answers of a table, each checked: what is alike is looked at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from valuechain.files.grid import Grid
from valuechain.model.chain import ValueChain
from valuechain.model.scales import MarkScale, mark_scale
from valuechain.model.score import Score
from valuechain.model.texts import aspect_fault
from valuechain.problems import COLLECTED, Fault, FormatError, Problem, quoted
from valuechain.survey.marks import mark
from valuechain.survey.matching import unmatched
from valuechain.survey.rows import SurveyRow

_ONE_SCALE = "one question has one scale"
_QUESTION = ("provider", "customer", "delivers", "aspect", "wave")
Row: TypeAlias = tuple[str, ...]
"""The texts of a row: what was asked, the scale, the score."""


class Question(NamedTuple):
    """What was asked."""

    provider: str
    customer: str
    delivers: str
    aspect: str
    wave: str


Scales: TypeAlias = dict[Question, MarkScale]


def _with_one_spelling(table: Grid, heading: str) -> Grid:
    """The table with words that differ in capitals only written as the first of them."""
    if heading not in table.columns:
        return table
    spelt: dict[str, str] = {}
    meant = {
        word: spelt.setdefault(word.casefold(), word)
        for word in dict.fromkeys(table.columns[heading])
    }
    words = [meant[word] for word in table.columns[heading]]
    return replace(table, columns={**table.columns, heading: words})


class Answers:
    """The answers of a table, counted; `usual` is the scale where none is named."""

    def __init__(self, table: Grid, usual: str) -> None:
        self.table: Grid = _with_one_spelling(table, "aspect")
        self.usual: str = usual
        self.counts: Counter[Row] = Counter(self.rows("scale", "score"))
        self.marks: dict[Row, tuple[Fraction, MarkScale]] = {}
        self.problems: list[Problem] = table.problems()
        self._first: dict[Row, int] = {}

    def rows(self, *further: str) -> Iterator[Row]:
        """What was asked in each row, and the texts of further columns."""
        return zip(*(self.table.column(name) for name in (*_QUESTION, *further)), strict=True)

    def first(self, row: Row) -> int:
        """Index of the first row that has these texts."""
        if not self._first:
            rows = enumerate(self.rows("scale", "score"))
            while len(self._first) < len(self.counts):  # mostly all are met soon
                index, texts = next(rows)
                self._first.setdefault(texts, index)
        return self._first[row]

    def scales(self) -> Scales:
        """The scale of each question, once all is checked.

        Raises:
            FormatError: every problem.
        """
        self._read_marks()
        scales = self._scales()
        self._check_respondents()
        if not self.marks and not self.problems:
            hint = "write the answers into this column"
            self.problems.append(self.table.problem(0, "score", "no row has a score", hint))
        if self.problems:
            unique = {(each.message, each.line, each.column): each for each in self.problems}
            placed = sorted(unique.values(), key=lambda each: (each.line or 0, each.column or 0))
            raise FormatError(placed[:COLLECTED])
        return scales

    def notes(self) -> Iterator[str]:
        """What was left out, and what was taken for granted."""
        yield from self.table.notes
        blank = sum(count for row, count in self.counts.items() if not row[-1])
        if blank:
            yield f"{blank} of {len(self.table)} rows have no score and are left out."
        if any(self._used_default(row, found) for row, (_, found) in self.marks.items()):
            yield f"Scores that name no scale are read as {self.usual}."

    def _used_default(self, row: Row, found: MarkScale) -> bool:
        """Whether an answer was read on the scale that nobody wrote into the table."""
        scale, score = row[5:]
        unnamed = not scale and not score.endswith(f"/{found.high}")
        return unnamed and found.name == mark_scale(self.usual).name

    # Checking.

    def check_names(self, chain: ValueChain) -> None:
        """Note the services that the chain does not have."""
        asked: dict[Row, Row] = {}
        for row in self.counts:
            if row[0] and row[1]:
                asked.setdefault(row[:3], row)
        rows = [self._unanswered(row) for row in asked.values()]
        self.problems += unmatched(chain, rows)

    def _unanswered(self, row: Row) -> SurveyRow:
        place = self.table.problem(self.first(row), "provider", "")
        question = Question(row[0], row[1], row[2], "", "")
        return SurveyRow(*question, 0, Score.of(1), from_aspects=False, place=place)

    def _read_marks(self) -> None:
        for row in self.counts:
            if row[-1]:
                self._check_question(row)
                self._read_mark(row)

    def _check_question(self, row: Row) -> None:
        question = Question(*row[:5])
        for name in ("provider", "customer"):
            if not getattr(question, name):
                self._note(row, name, f"no {name}", "say who serves whom")
        if question.aspect and (fault := aspect_fault(question.aspect)):
            self._note(row, "aspect", *fault)

    def _read_mark(self, row: Row) -> None:
        scale, score = row[5:]
        try:
            named = mark_scale(scale or self.usual)
        except Fault as fault:
            self._note(row, "scale", fault.message, fault.hint)
            return
        try:
            self.marks[row] = mark(score, named)
        except Fault as fault:
            self._note(row, "score", fault.message, fault.hint)
            return
        own = self.marks[row][1]
        if scale and own != named:
            what = f"an answer on the scale {own.name}, but the column 'scale' says {named.name}"
            self._note(row, "score", what, "correct one of them")

    def _note(self, row: Row, heading: str, message: str, hint: str) -> None:
        if (self.first(row), heading) in self.table.faulty or len(self.problems) >= COLLECTED:
            return
        count = self.counts[row]
        more = f" (and {count - 1} more like it)" if count > 1 else ""
        self.problems.append(self.table.problem(self.first(row), heading, message + more, hint))

    def _scales(self) -> Scales:
        """The scale of each question; two in one question are a problem."""
        used: dict[Question, dict[MarkScale, list[Row]]] = {}
        for row, (_, found) in self.marks.items():
            used.setdefault(Question(*row[:5]), {}).setdefault(found, []).append(row)
        for scales in used.values():
            self._check_one(scales)
        return {question: next(iter(scales)) for question, scales in used.items()}

    def _check_one(self, scales: dict[MarkScale, list[Row]]) -> None:
        """Note the scales of one question that are not its usual one."""
        counts = {scale: sum(self.counts[row] for row in rows) for scale, rows in scales.items()}
        usual = max(counts, key=lambda scale: counts[scale])
        for scale, rows in scales.items():
            if scale != usual:
                among = f"{counts[usual]} on {usual.name}"
                message = f"an answer on the scale {scale.name} among {among}"
                self._note(min(rows, key=self.first), "score", message, _ONE_SCALE)

    def _check_respondents(self) -> None:
        if "respondent" not in self.table.columns:
            return
        who = self.table.column("respondent")
        asked = list(self.rows("respondent"))
        if len(set(asked)) == len(asked):
            return
        seen: dict[Row, int] = {}
        scores = self.table.column("score")
        for index, row in enumerate(asked):
            if not who[index] or not scores[index]:
                continue
            earlier = seen.setdefault(row, index)
            if earlier != index and len(self.problems) < COLLECTED:
                row_before = self.table.rows[earlier]
                message = (
                    f"respondent {quoted(who[index])} answered this already in row {row_before}"
                )
                hint = "keep one of the answers"
                self.problems.append(self.table.problem(index, "respondent", message, hint))
