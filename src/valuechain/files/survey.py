"""From a table of answers to a survey: every answer checked, every mistake reported at once with its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np

from valuechain.files.collector import collector_paused
from valuechain.files.grid import Grid, table_of
from valuechain.files.headings import Headings
from valuechain.files.raw import TableSource
from valuechain.model.chain import ValueChain
from valuechain.model.score import Score, is_count
from valuechain.model.texts import aspect_fault
from valuechain.problems import COLLECTED, ArgumentError, Fault, FormatError, Problem, quoted
from valuechain.survey.leniency import without_leniency
from valuechain.survey.marks import NAMES, MarkScale, mark, mark_scale
from valuechain.survey.matching import unmatched
from valuechain.survey.rows import SurveyRow
from valuechain.survey.survey import MIN_RESPONSES, Survey

COLUMNS = (
    "provider",
    "customer",
    "score",
    "delivers",
    "aspect",
    "respondent",
    "wave",
    "scale",
    "question",
)
ANSWERS = Headings("answers", COLUMNS, ("provider", "customer", "score"), strict=False)
_ONE_SCALE = "one question has one scale"
_QUESTION = ("provider", "customer", "delivers", "aspect", "wave")


class Question(NamedTuple):
    """What was asked."""

    provider: str
    customer: str
    delivers: str
    aspect: str
    wave: str


Scores: TypeAlias = dict[Question, tuple[Score, int]]
"""The score of each question, and from how many answers."""


def read_survey(  # noqa: PLR0913  each has its default
    source: TableSource,
    scale: str = "1-5",
    *,
    leniency: bool = False,
    min_responses: int = MIN_RESPONSES,
    sheet: str | None = None,
    chain: ValueChain | None = None,
) -> Survey:
    """Read a table of answers, one answer in each row, and count them.

    Columns: ``provider``, ``customer`` and ``score``; if wanted ``delivers`` (where several
    services run between the same two), ``aspect`` (of the service), ``respondent`` (anything that
    tells people apart), ``wave`` and ``scale``. Rows without a score are nobody's answer and are
    left out.

    Args:
        source: path of a CSV file or a workbook (``.xlsx``, ``.xlsm``; extra ``excel``), an open
            CSV file, rows as mappings or sequences, or a DataFrame.
        scale: on which a score was given that does not say so itself, as ``4/5``, ``80%`` and
            ``yes`` do: ``1-5``, ``1-7``, ``0-10``, ``percent``, ``yes-no``, ``csat 1-5``, ``nps``,
            ``ces 1-7`` (see `survey.marks`).
        leniency: remove each respondent's own level from their answers (see `survey.leniency`).
        min_responses: answers below which a group is small: flagged, and withheld where asked for.
        sheet: of a workbook; otherwise ``answers``, or the only one with these columns.
        chain: whose services are asked about: names it does not have are then told together with
            all else. Without it, `Survey.apply` tells them.

    Returns:
        The `Survey`: a row for each question and wave, in the order of the table. Waves are texts,
        as ``"2026"``.

    Raises:
        FormatError: the table is not a survey; `problems` holds every mistake with its row.
        OSError: the file cannot be read.
        ArgumentError: an argument is something else.
        MissingExtraError: the file is a workbook and the extra ``excel`` is not installed.

    >>> survey = read_survey([{"provider": "clerk", "customer": "designer", "score": mark} for mark in (4, 3, 5, 4, 4, 5)])
    >>> survey.rows[0].score.short
    '4.17/5 (6 responses)'
    """
    if not is_count(min_responses):
        raise ArgumentError(f"min_responses={min_responses!r}: a whole number from 1")
    try:
        mark_scale(scale)
    except Fault as fault:
        raise ArgumentError(f"scale={scale!r}: no such scale: {fault.hint}") from None
    except (AttributeError, TypeError):
        message = f"scale={scale!r}: no such scale: one of {', '.join(NAMES)}"
        raise ArgumentError(message) from None
    with collector_paused():
        answers = _Answers(table_of(source, ANSWERS, sheet), scale)
        if chain is not None:
            answers.check_names(chain)
        return answers.survey(leniency=leniency, min_responses=min_responses)


def _with_one_spelling(table: Grid, heading: str) -> Grid:
    """The table with words that differ in capitals only written as the first of them."""
    if heading not in table.columns:
        return table
    spelt: dict[str, str] = {}
    meant = {
        word: spelt.setdefault(word.casefold(), word)
        for word in dict.fromkeys(table.columns[heading])
    }
    return replace(
        table, columns={**table.columns, heading: [meant[word] for word in table.columns[heading]]}
    )


class _Answers:
    """The answers of a table, counted: what is alike is looked at once."""

    def __init__(self, table: Grid, scale: str) -> None:
        self.table: Grid = _with_one_spelling(table, "aspect")
        self.usual: str = scale
        self.counts = Counter(self._rows("scale", "score"))
        self.marks: dict[tuple[str, ...], tuple[Fraction, MarkScale]] = {}
        self.problems: list[Problem] = table.problems()
        self._first: dict[tuple[str, ...], int] = {}

    def _rows(self, *further: str) -> Iterator[tuple[str, ...]]:
        return zip(*(self.table.column(name) for name in (*_QUESTION, *further)), strict=True)

    def first(self, row: tuple[str, ...]) -> int:
        """Index of the first row that has these texts."""
        if not self._first:
            rows = enumerate(self._rows("scale", "score"))
            while len(self._first) < len(self.counts):  # mostly all are met soon
                index, told = next(rows)
                self._first.setdefault(told, index)
        return self._first[row]

    def survey(self, *, leniency: bool, min_responses: int) -> Survey:
        self._read_marks()
        scales = self._scales()
        self._check_respondents()
        if not self.marks and not self.problems:
            self.problems.append(
                self.table.problem(
                    0, "score", "no row has a score", "write the answers into this column"
                )
            )
        if self.problems:
            unique = {
                (problem.message, problem.line, problem.column): problem
                for problem in self.problems
            }
            raise FormatError(
                sorted(
                    unique.values(), key=lambda problem: (problem.line or 0, problem.column or 0)
                )[:COLLECTED]
            )
        scored = self._lenient(scales) if leniency else self._counted(scales)
        blank = sum(count for row, count in self.counts.items() if not row[-1])
        notes = list(self.table.notes)
        if blank:
            notes.append(f"{blank} of {len(self.table)} rows have no score and are left out.")
        if self.used_default():
            notes.append(f"Scores that name no scale are read as {self.usual}.")
        return Survey(tuple(scored), min_responses, tuple(notes), self.table.file)

    def used_default(self) -> bool:
        """Whether some answer was read on the scale that nobody wrote into the table."""
        return any(
            not row[5]
            and found[1].name == mark_scale(self.usual).name
            and not row[6].endswith(f"/{found[1].high}")
            for row, found in self.marks.items()
        )

    # Checking.

    def check_names(self, chain: ValueChain) -> None:
        """Note the services that the chain does not have."""
        asked: dict[tuple[str, ...], tuple[str, ...]] = {}
        for row in self.counts:
            if row[0] and row[1]:
                asked.setdefault(row[:3], row)
        rows = [
            SurveyRow(
                row[0],
                row[1],
                row[2],
                "",
                "",
                0,
                Score.of(1),
                False,
                self.table.problem(self.first(row), "provider", ""),
            )
            for row in asked.values()
        ]
        self.problems += unmatched(chain, rows)

    def _read_marks(self) -> None:
        for row in self.counts:
            question, scale, score = Question(*row[:5]), row[5], row[6]
            if not score:
                continue
            for name in ("provider", "customer"):
                if not getattr(question, name):
                    self._note(row, name, f"no {name}", "say who serves whom")
            if question.aspect and (fault := aspect_fault(question.aspect)):
                self._note(row, "aspect", *fault)
            try:
                named = mark_scale(scale or self.usual)
            except Fault as fault:
                self._note(row, "scale", fault.message, fault.hint)
                continue
            try:
                self.marks[row] = mark(score, named)
                own = self.marks[row][1]
                if scale and own != named:
                    message = f"an answer on the scale {own.name}, but the column 'scale' says {named.name}"
                    self._note(row, "score", message, "correct one of them")
            except Fault as fault:
                self._note(row, "score", fault.message, fault.hint)

    def _note(self, row: tuple[str, ...], heading: str, message: str, hint: str) -> None:
        if (self.first(row), heading) not in self.table.faulty and len(self.problems) < COLLECTED:
            count = self.counts[row]
            more = f" (and {count - 1} more like it)" if count > 1 else ""
            self.problems.append(self.table.problem(self.first(row), heading, message + more, hint))

    def _scales(self) -> dict[Question, MarkScale]:
        """The scale of each question; two in one question are a problem."""
        used: dict[Question, dict[MarkScale, list[tuple[str, ...]]]] = {}
        for row, (_, found) in self.marks.items():
            used.setdefault(Question(*row[:5]), {}).setdefault(found, []).append(row)
        for scales in used.values():
            counts = {
                scale: sum(self.counts[row] for row in rows) for scale, rows in scales.items()
            }
            usual = max(counts, key=lambda scale: counts[scale])
            for scale, rows in scales.items():
                if scale != usual:
                    first = min(rows, key=self.first)
                    self._note(
                        first,
                        "score",
                        f"an answer on the scale {scale.name} among {counts[usual]} on {usual.name}",
                        _ONE_SCALE,
                    )
        return {question: next(iter(scales)) for question, scales in used.items()}

    def _check_respondents(self) -> None:
        if "respondent" not in self.table.columns:
            return
        who = self.table.column("respondent")
        asked = list(self._rows("respondent"))
        if len(set(asked)) == len(asked):
            return
        seen: dict[tuple[str, ...], int] = {}
        scores = self.table.column("score")
        for index, row in enumerate(asked):
            if not who[index] or not scores[index]:
                continue
            earlier = seen.setdefault(row, index)
            if earlier != index and len(self.problems) < COLLECTED:
                message = f"respondent {quoted(who[index])} answered this already in row {self.table.rows[earlier]}"
                self.problems.append(
                    self.table.problem(index, "respondent", message, "keep one of the answers")
                )

    # Counting.

    def _counted(self, scales: dict[Question, MarkScale]) -> Iterator[SurveyRow]:
        marks: dict[Question, Counter[Fraction]] = {question: Counter() for question in scales}
        for row, (found, _) in self.marks.items():
            marks[Question(*row[:5])][found] += self.counts[row]
        scores = {question: scales[question].score(counts) for question, counts in marks.items()}
        totals = {question: sum(counts.values()) for question, counts in marks.items()}
        yield from self._with_wholes(
            scales, {q: (score, totals[q]) for q, score in scores.items()}, None
        )

    def _lenient(self, scales: dict[Question, MarkScale]) -> Iterator[SurveyRow]:
        """As `_counted`, each respondent's own level removed."""
        if "respondent" not in self.table.columns:
            raise FormatError(
                [
                    Problem(
                        "leniency needs to know who answered",
                        "add a column 'respondent'",
                        None,
                        None,
                        self.table.file,
                    )
                ]
            )
        if other := next(
            (scale for scale in scales.values() if scale.measure not in ("mean", "ces")), None
        ):
            raise ArgumentError(
                f"leniency is removed from marks; a share of people such as {other.name} has none"
            )
        worth = self._worths()
        question_of = {question: i for i, question in enumerate(scales)}
        at = np.array([question_of[question] for question, _, _ in worth], dtype=np.intp)
        people = {
            name: i for i, name in enumerate(dict.fromkeys(who for _, who, _ in worth if who))
        }
        who = np.array([people.get(name, -1) for _, name, _ in worth], dtype=np.intp)
        adjusted = without_leniency(
            np.array([value for _, _, value in worth], dtype=float), who, at
        )
        counts = np.bincount(at)
        means, squares = (
            np.bincount(at, weights=adjusted) / counts,
            np.bincount(at, weights=adjusted**2),
        )
        told_of = zip(
            scales.items(), counts.tolist(), means.tolist(), squares.tolist(), strict=True
        )
        scores = {
            question: (scale.mean_score(count, mean, square), count)
            for (question, scale), count, mean, square in told_of
        }
        told = [
            (question, name, float(value))
            for (question, name, _), value in zip(worth, adjusted.tolist(), strict=True)
        ]
        yield from self._with_wholes(scales, scores, told)

    def _worths(self) -> list[tuple[Question, str, float]]:
        """Question, respondent and worth of every answer."""
        known = {
            row: (Question(*row[:5]), float(scale.worth(value)))
            for row, (value, scale) in self.marks.items()
        }
        answers = zip(self._rows("scale", "score"), self.table.column("respondent"), strict=True)
        return [(known[row][0], who, known[row][1]) for row, who in answers if row in known]

    def _with_wholes(
        self,
        scales: dict[Question, MarkScale],
        scores: Scores,
        told: list[tuple[Question, str, float]] | None,
    ) -> Iterator[SurveyRow]:
        """The questions, and before the aspects of a service that nobody asked about as a whole, that whole."""
        parts: dict[Question, list[Question]] = {}
        for question in scales:
            if question.aspect:
                parts.setdefault(question._replace(aspect=""), []).append(question)
        made = {whole: aspects for whole, aspects in parts.items() if whole not in scales}
        given: dict[Question, list[tuple[str, float]]] = {}
        for question, who, worth in (told or self._worths()) if made else ():
            given.setdefault(question, []).append((who, worth))
        for question in scales:
            whole = question._replace(aspect="")
            if made.get(whole, [None])[0] == question:
                own = [answer for aspect in made[whole] for answer in given[aspect]]
                score, responses = _whole(made[whole], scales, scores, own)
                yield self._row(whole, score, responses, self._place(question), from_aspects=True)
            score, responses = scores[question]
            yield self._row(question, score, responses, self._place(question), from_aspects=False)

    @cached_property
    def _first_of(self) -> dict[tuple[str, ...], int]:
        """Index of the first row of each question."""
        found: dict[tuple[str, ...], int] = {}
        for row in self.marks:
            found[row[:5]] = min(found.get(row[:5], len(self.table)), self.first(row))
        return found

    def _place(self, question: Question) -> Problem:
        return self.table.problem(self._first_of[tuple(question)], "provider", "")

    def _row(
        self,
        question: Question,
        score: Score,
        responses: int,
        place: Problem,
        *,
        from_aspects: bool,
    ) -> SurveyRow:
        return SurveyRow(*question, responses, score, from_aspects, place)


def _whole(
    aspects: Sequence[Question],
    scales: dict[Question, MarkScale],
    scores: Scores,
    own: list[tuple[str, float]],
) -> tuple[Score, int]:
    """The score of a service from those of its aspects, and how many answered.

    It is the mean of each respondent's mean; where respondents are not known, the mean of the
    aspects, as sure as the least answered of them.
    """
    scale = (
        scales[aspects[0]]
        if len({scales[aspect] for aspect in aspects}) == 1
        else mark_scale("percent")
    )
    if all(who for who, _ in own):
        by_person: dict[str, list[float]] = {}
        for who, worth in own:
            by_person.setdefault(who, []).append(worth)
        means = np.array([sum(worths) / len(worths) for worths in by_person.values()])
        return scale.mean_score(len(means), float(means.mean()), float((means**2).sum())), len(
            means
        )
    responses = min(scores[aspect][1] for aspect in aspects)
    return scale.mean_score(
        responses, sum(scores[aspect][0].value for aspect in aspects) / len(aspects)
    ), responses
