"""The answers of a table, each checked: what is alike is looked at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from valuechain.files.counted import counted, not_counts
from valuechain.files.fractional import fractional
from valuechain.files.grid import Grid
from valuechain.files.worded import Worded, marks_of_words, words_fault, words_told
from valuechain.model.chain import ValueChain
from valuechain.model.scales import MarkScale, mark_scale
from valuechain.model.score import Score
from valuechain.model.spreads import half_a_digit, spread_fault
from valuechain.model.texts import aspect_fault
from valuechain.model.work_counts import MOST
from valuechain.problems import COLLECTED, Fault, FormatError, Problem, quoted
from valuechain.survey.labels import are_words, steps_of
from valuechain.survey.marks import is_number, mark
from valuechain.survey.matching import unmatched
from valuechain.survey.no_answer import no_answers
from valuechain.survey.numbered import number_and_label
from valuechain.survey.rows import SurveyRow

NO_SCORE = "no row has a score"
ONE_SCALE = "one question has one scale"
"""What is to be done about answers on two scales."""
_USUAL = "1-5"  # the scale that is usual where nobody names one
_SHARES = ("nps", "csat", "yes-no")  # measures of scores that are no means
_EACH_ANSWER = "a row for each answer that was given, with how often"
_ROUNDED = 0.05  # a spread is written with a decimal at least
_STRAY = 3  # different words that may be slips among marks
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


def _without_no_answers(table: Grid) -> tuple[Grid, Counter[str]]:
    """The table without scores that say that there is none; how often there was each of them."""
    scores = table.column("score")
    none = no_answers(set(scores))
    if not none:
        return table, Counter()
    left = ["" if score in none else score for score in scores]
    return replace(table, columns={**table.columns, "score": left}), Counter(
        score for score in scores if score in none
    )


class Answers:
    """The answers of a table, counted; `usual` is the scale where none is named.

    Attributes:
        number: for each row, where its texts stand among `counts`.
        counts: how many rows have the same texts.
        often: how many answers these rows stand for.
        marks: what each answer says.
        spreads: where scores are means, how far the answers to a question spread, if it is known;
            ``None`` where they are marks.
    """

    say_steps: str = "say so: --scale 1-{0}, or 1-{0} in a column 'scale'"
    """What is to be done where the labels tell another number of steps."""

    def __init__(self, table: Grid, usual: str) -> None:
        spelt = _with_one_spelling(table, "aspect")
        heard, self._silent = _without_no_answers(spelt)
        self.table: Grid = heard
        self.usual: str = usual
        numbers: defaultdict[Row, int] = defaultdict(count().__next__)
        alike = map(numbers.__getitem__, self.rows("scale", "score"))
        self.number: NDArray[np.intp] = np.fromiter(alike, np.intp, len(self.table))
        self.counts: Counter[Row] = Counter(
            dict(zip(numbers, np.bincount(self.number).tolist(), strict=True))
        )
        self.marks: dict[Row, tuple[Fraction, MarkScale]] = {}
        self.problems: list[Problem] = table.problems()
        self.counted: bool = False
        self.often: Counter[Row] = self.counts
        self.spreads: dict[Row, float] | None = None
        self._column: str = ""
        self._spread: str = ""
        self._first: dict[Row, int] = {}
        self._words: dict[Row, Worded] = {}
        self._read_counts()

    def _read_counts(self) -> None:
        """Find out how many answers each row stands for."""
        found = counted(self.table, self.rows)
        if found is None:
            return
        self.counted, self._column, self._spread = True, found.heading, found.spread
        self.spreads = found.spreads
        self.problems += found.problems
        if found.often:
            often = np.bincount(self.number, found.often).astype(int)
            self.often = Counter(dict(zip(self.counts, often.tolist(), strict=True)))

    def rows(self, *further: str) -> Iterator[Row]:
        """What was asked in each row, and the texts of further columns."""
        return zip(*(self.table.column(name) for name in (*_QUESTION, *further)), strict=True)

    def first(self, row: Row) -> int:
        """Index of the first row that has these texts."""
        if not self._first:
            _, first = np.unique(self.number, return_index=True)
            self._first = dict(zip(self.counts, first.tolist(), strict=True))
        return self._first[row]

    def scales(self) -> Scales:
        """The scale of each question, once all is checked.

        Raises:
            FormatError: every problem.
        """
        self._read_marks()
        self._read_words()
        for row, said in fractional(self.marks):
            self._note(row, "score", *said)
        self._check_spreads()
        self._check_steps()
        self.marks = {row: found for row, found in self.marks.items() if self.often[row]}
        scales = self._scales()
        self._check_respondents()
        if not self.marks and not self.problems:
            hint = "write the answers into this column"
            self.problems.append(self.table.problem(0, "score", NO_SCORE, hint))
        if self.problems:
            unique = {(each.message, each.line, each.column): each for each in self.problems}
            placed = sorted(unique.values(), key=lambda each: (each.line or 0, each.column or 0))
            raise FormatError(placed[:COLLECTED])
        return scales

    def notes(self) -> Iterator[str]:
        """What was left out, and what was taken for granted."""
        yield from self.table.notes
        silent = self._silent.total()
        blank = sum(count for row, count in self.counts.items() if not row[-1]) - silent
        if silent:
            words = ", ".join(
                f"{quoted(word)} {count}" for word, count in self._silent.most_common(5)
            )
            of_all = f"{silent} of {len(self.table)} rows"
            yield f"{of_all} say that there is no answer and are left out: {words}."
        if blank:
            yield f"{blank} of {len(self.table)} rows have no score and are left out."
        yield from self._notes_of_counts()
        read = {word: self.marks[row] for row, word in self._words.items() if row in self.marks}
        yield from words_told(read)
        labelled = (row[-1] for row in self.marks if row not in self._words)
        if example := next(filter(number_and_label, labelled), ""):
            yield f"Of answers such as {quoted(example)} the number is read."
        if any(self._used_default(row, found) for row, (_, found) in self.marks.items()):
            yield f"Scores that name no scale are read as {self.usual}."

    def _notes_of_counts(self) -> Iterator[str]:
        """How a column with numbers of answers was read."""
        if names := not_counts(self.table):
            yield f"Columns that hold no numbers of answers, and are not read: {', '.join(names)}."
        if self.spreads is not None:
            yield f"Each score is a mean; column {quoted(self._column)} says of how many answers."
        elif self.counted:
            yield f"Column {quoted(self._column)} says how often each answer was given."

    def _used_default(self, row: Row, found: MarkScale) -> bool:
        """Whether an answer was read on the scale that nobody wrote into the table."""
        scale, score = row[5:]
        unnamed = not scale and row not in self._words and not score.endswith(f"/{found.high}")
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
        missing = [name for name in ("provider", "customer") if not getattr(question, name)]
        if missing:
            hint = "say who serves whom"
            if len(missing) > 1:
                hint += ", or delete the row: it may be a total"
            self._note(row, missing[0], f"no {' and no '.join(missing)}", hint)
        if question.aspect and (fault := aspect_fault(question.aspect)):
            self._note(row, "aspect", *fault)

    def _read_mark(self, row: Row) -> None:
        scale, score = row[5:]
        try:
            named = mark_scale(scale or self.usual)
        except Fault as fault:
            self._note(row, "scale", fault.message, fault.hint)
            return
        if self.spreads is not None and named.measure in _SHARES and is_number(score):
            message = f"a mean of answers on the scale {named.name}, which make a share of people"
            self._note(row, "score", message, _EACH_ANSWER)
            return
        try:
            self.marks[row] = self._mark(score, named)
        except Fault as fault:
            if are_words(score):
                top = named.high if named.low == 1 and (scale or self.usual != _USUAL) else None
                self._words[row] = Worded(row[:5], score, named, top)
            else:
                self._note(row, "score", fault.message, fault.hint)
            return
        own = self.marks[row][1]
        if scale and own != named:
            what = f"an answer on the scale {own.name}, but the column 'scale' says {named.name}"
            self._note(row, "score", what, "correct one of them")

    def _mark(self, score: str, named: MarkScale) -> tuple[Fraction, MarkScale]:
        """The mark that a score gives; a mean may lie between marks."""
        between = named.measure == "ces" and self.spreads is not None
        found, own = mark(score, replace(named, measure="mean") if between else named)
        return found, named if between and own.name == named.name else own

    def _read_words(self) -> None:
        """Read answers that are nothing but words, all together."""
        found = marks_of_words(list(self._words.values()))
        if found is not None:
            self.marks |= {row: found[word] for row, word in self._words.items()}
            return
        marked, worded = (
            sum(self.counts[row] for row in rows) for rows in (self.marks, self._words)
        )
        words = list(dict.fromkeys(word.label for word in self._words.values()))
        if marked > worded and len(words) <= _STRAY:
            for row, word in self._words.items():
                self._note(row, "score", *words_fault([word.label]))
        else:
            at = min(map(self.first, self._words))
            self.problems.append(self.table.problem(at, "score", *words_fault(words)))

    def _check_spreads(self) -> None:
        """Note spreads that answers with such a mean cannot have."""
        for row, (value, scale) in self.marks.items() if self.spreads else ():
            spread, width = (self.spreads or {}).get(row[:5]), scale.makes.width
            if spread is None:
                continue
            off = half_a_digit(row[-1]) / width
            mean, sd = float(scale.worth(value)), spread / width
            if fault := spread_fault(mean, sd, self.often[row], (off, _ROUNDED / width)):
                self._note(row, self._spread, *fault)

    def _check_steps(self) -> None:
        """Note labels beside numbers that belong to a scale of fewer or more steps."""
        said: dict[str, int] = {}
        rows: list[Row] = []
        for row, (_, scale) in self.marks.items():
            found = None if row[5] else number_and_label(row[-1])
            if found is not None and found[0].isdecimal() and (scale.low, scale.high) == (1, 5):
                rows.append(row)
                if said.setdefault(found[1], int(found[0])) != int(found[0]):
                    return
        top = steps_of(said)
        if top is not None:
            message = f"the labels beside the numbers belong to a scale of {top} steps, not 5"
            self._note(min(rows, key=self.first), "score", message, self.say_steps.format(top))

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
        """Note the scales of one question that are not its usual one, and too many answers."""
        counts = {scale: sum(self.often[row] for row in rows) for scale, rows in scales.items()}
        self._check_total(sum(counts.values()), [row for rows in scales.values() for row in rows])
        usual = max(counts, key=lambda scale: counts[scale])
        for scale, rows in scales.items():
            if scale != usual:
                among = f"{counts[usual]} on {usual.name}"
                message = f"an answer on the scale {scale.name} among {among}"
                self._note(min(rows, key=self.first), "score", message, ONE_SCALE)

    def _check_total(self, total: int, rows: list[Row]) -> None:
        """Note that the rows of a question stand for more answers than a score can have."""
        if total <= MOST:
            return
        message, hint = f"{total:,} answers to one question", f"at most {MOST:,}: correct them"
        self.problems.append(
            self.table.problem(min(map(self.first, rows)), self._column, message, hint)
        )

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
