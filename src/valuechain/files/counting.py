"""From checked answers to a score for each question, and for each service as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from valuechain.files.answers import Answers, Question, Row, Scales
from valuechain.files.raters import given
from valuechain.model.scales import mark_scale
from valuechain.model.score import Score
from valuechain.problems import ArgumentError, FormatError, Problem
from valuechain.survey.given import Given
from valuechain.survey.leniency import held, without_leniency
from valuechain.survey.marks import mean_score, score_of
from valuechain.survey.rows import SurveyRow

_FEW = 5  # names that a note has at most
Scores: TypeAlias = dict[Question, tuple[Score, int]]
"""The score of each question, and from how many answers."""
Worth: TypeAlias = tuple[Question, str, float]
"""What was asked, who answered, and what the answer is worth."""


class Counting:
    """Counts the answers to each question."""

    def __init__(self, answers: Answers, scales: Scales) -> None:
        self.answers: Answers = answers
        self.scales: Scales = scales
        self.mixed: list[str] = []

    def notes(self) -> Iterator[str]:
        """What is worth knowing of how scores came about, once they are made."""
        if self.mixed:
            many = f" and {len(self.mixed) - _FEW} more" * (len(self.mixed) > _FEW)
            yield (
                f"Aspects asked on several scales make one score, each as satisfaction from 0 to "
                f"100: {', '.join(self.mixed[:_FEW])}{many}."
            )

    def plain(self) -> Iterator[SurveyRow]:
        """The rows of a survey, answers as they were given."""
        marks: dict[Question, Counter[Fraction]] = {question: Counter() for question in self.scales}
        for row, (found, _) in self.answers.marks.items():
            marks[Question(*row[:5])][found] += self.answers.often[row]
        scores = {
            question: (self._score(question, counts), sum(counts.values()))
            for question, counts in marks.items()
        }
        yield from self._with_wholes(scores, None)

    def _score(self, question: Question, counts: Counter[Fraction]) -> Score:
        """The score of a question: of its marks, or the mean that the table gives."""
        scale, spreads = self.scales[question], self.answers.spreads
        if spreads is None:
            return score_of(scale, counts)
        ((value, responses),) = counts.items()
        mean, squares = float(scale.worth(value)), None
        if question in spreads:
            spread = spreads[question] / scale.makes.width
            squares = spread**2 * (responses - 1) + responses * mean**2
        return mean_score(scale, responses, mean, squares)

    def lenient(self) -> Iterator[SurveyRow]:
        """As `plain`, each respondent's own level removed.

        Raises:
            FormatError: nobody knows who answered.
            ArgumentError: an answer is no mark.
        """
        self._check_marks()
        worths = self._worths()
        question_of = {question: i for i, question in enumerate(self.scales)}
        names = dict.fromkeys(name for _, name, _ in worths if name)
        people = {name: i for i, name in enumerate(names)}
        at = np.array([question_of[question] for question, _, _ in worths], dtype=np.intp)
        who = np.array([people.get(name, -1) for _, name, _ in worths], dtype=np.intp)
        given = np.array([worth for _, _, worth in worths], dtype=float)
        adjusted = without_leniency(given, who, at)
        counts = np.bincount(at)
        means = np.bincount(at, weights=adjusted) / counts
        squares = np.bincount(at, weights=adjusted**2)
        numbers = zip(counts.tolist(), means.tolist(), squares.tolist(), strict=True)
        scores: Scores = {}
        for (question, scale), (count, mean, square) in zip(
            self.scales.items(), numbers, strict=True
        ):
            scores[question] = mean_score(scale, count, *held(count, mean, square)), count
        even = zip(worths, adjusted.tolist(), strict=True)
        yield from self._with_wholes(
            scores, [(question, name, float(worth)) for (question, name, _), worth in even]
        )

    def given(self) -> Given | None:
        """Who answered what; ``None`` where nobody knows."""
        return given(self.answers)

    def _check_marks(self) -> None:
        """Raise what makes leniency unknown."""
        table = self.answers.table
        if "respondent" not in table.columns or self.answers.counted:
            message, hint = "leniency needs to know who answered", "add a column 'respondent'"
            raise FormatError([Problem(message, hint, None, None, table.file)])
        for scale in self.scales.values():
            if scale.measure not in ("mean", "ces"):
                what = f"a share of people such as {scale.name} has none"
                raise ArgumentError(f"leniency is removed from marks; {what}")

    def _worths(self) -> list[Worth]:
        """The worth of every answer."""
        known = {
            row: (Question(*row[:5]), float(scale.worth(value)))
            for row, (value, scale) in self.answers.marks.items()
        }
        who = self.answers.table.column("respondent")
        rows = zip(self.answers.rows("scale", "score"), who, strict=True)
        return [(known[row][0], name, known[row][1]) for row, name in rows if row in known]

    def _with_wholes(self, scores: Scores, worths: list[Worth] | None) -> Iterator[SurveyRow]:
        """The questions; before the aspects of a service, the whole if nobody asked about it."""
        parts: dict[Question, list[Question]] = {}
        for question in self.scales:
            if question.aspect:
                parts.setdefault(question._replace(aspect=""), []).append(question)
        made = {whole: aspects for whole, aspects in parts.items() if whole not in self.scales}
        given = self._given(worths) if made else {}
        for question in self.scales:
            whole = question._replace(aspect="")
            aspects = made.get(whole, [])
            place = self._place(question)
            if aspects[:1] == [question]:
                means = self._means_of_people(aspects, given)
                score, responses = _whole(aspects, self.scales, scores, means)
                if len({self.scales[aspect] for aspect in aspects}) > 1:
                    self.mixed.append(f"{whole.provider}->{whole.customer}")
                yield SurveyRow(*whole, responses, score, from_aspects=True, place=place)
            score, responses = scores[question]
            yield SurveyRow(*question, responses, score, from_aspects=False, place=place)

    def _given(self, worths: list[Worth] | None) -> dict[Question, list[tuple[str, float]]]:
        """Who answered each question, and what the answer is worth."""
        given: dict[Question, list[tuple[str, float]]] = {}
        for question, who, worth in worths or self._worths():
            given.setdefault(question, []).append((who, worth))
        return given

    def _means_of_people(
        self, aspects: Sequence[Question], given: dict[Question, list[tuple[str, float]]]
    ) -> NDArray[np.float64] | None:
        """Each respondent's mean over these aspects; ``None`` where one of them is not known."""
        own = [answer for aspect in aspects for answer in given[aspect]]
        if not all(who for who, _ in own):
            return None
        by_person: dict[str, list[float]] = {}
        for who, worth in own:
            by_person.setdefault(who, []).append(worth)
        return np.array([sum(worths) / len(worths) for worths in by_person.values()])

    @cached_property
    def _first_of(self) -> dict[Row, int]:
        """Index of the first row of each question."""
        found: dict[Row, int] = {}
        for row in self.answers.marks:
            index = self.answers.first(row)
            found[row[:5]] = min(found.get(row[:5], index), index)
        return found

    def _place(self, question: Question) -> Problem:
        return self.answers.table.problem(self._first_of[tuple(question)], "provider", "")


def _whole(
    aspects: Sequence[Question],
    scales: Scales,
    scores: Scores,
    means: NDArray[np.float64] | None,
) -> tuple[Score, int]:
    """The score of a service from those of its aspects, and how many answered.

    It is the mean of each respondent's mean; where respondents are not known, the mean of the
    aspects, as sure as the least answered of them.
    """
    used = {scales[aspect] for aspect in aspects}
    scale = used.pop() if len(used) == 1 else mark_scale("percent")
    if means is None:
        responses = min(scores[aspect][1] for aspect in aspects)
        mean = sum(scores[aspect][0].value for aspect in aspects) / len(aspects)
        return mean_score(scale, responses, mean), responses
    count = len(means)
    possible = held(count, float(means.mean()), float((means**2).sum()))
    return mean_score(scale, count, *possible), count
