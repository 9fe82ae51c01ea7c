"""From the answers of an export to scores: whole columns at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from valuechain.files.answers import Question, Row
from valuechain.files.counting import Counting, Worth
from valuechain.files.raters import asked_of, one_each
from valuechain.files.wide import WideAnswers
from valuechain.survey.given import Asked, Given


class WideCounting(Counting):
    """Counts the answers of an export, whole columns at once."""

    answers: WideAnswers

    @cached_property
    def _worth_of(self) -> dict[tuple[Question, int], NDArray[np.float64]]:
        """What `_worth` found already."""
        return {}

    def _means_of_people(
        self, aspects: Sequence[Question], given: dict[Question, list[tuple[str, float]]]
    ) -> NDArray[np.float64] | None:
        if given:
            return super()._means_of_people(aspects, given)
        sums: dict[int, NDArray[np.float64]] = {}
        counts: dict[int, NDArray[np.float64]] = {}
        for aspect in aspects:
            for at, number in self.answers.asked[aspect]:
                part = self.answers.blocks[at].part
                rows = part.groups[number].rows
                worth = self._worth(aspect, at)[self.answers.cells[at].codes[rows]]
                known = ~np.isnan(worth)
                for found, added in ((sums, np.where(known, worth, 0.0)), (counts, known)):
                    if id(part) not in found:
                        found[id(part)] = np.zeros(len(part.sheet.body))
                    found[id(part)][rows] += added
        every, total = np.concatenate(list(counts.values())), np.concatenate(list(sums.values()))
        means: NDArray[np.float64] = total[every > 0] / every[every > 0]
        return means

    def _given(self, worths: list[Worth] | None) -> dict[Question, list[tuple[str, float]]]:
        """Nothing, where answers are as they were given: then columns are added up."""
        return {} if worths is None else super()._given(worths)

    def given(self) -> Given:
        """Who answered what: of each column the people who have an answer there."""
        wholes = {asked_of(question) for question in self.scales if not question.aspect}
        numbers: dict[Asked, int] = {}
        people = self.answers.people()
        about, person, worth = [], [], []
        for question in self.scales:
            if question.aspect and asked_of(question) in wholes:
                continue
            number = numbers.setdefault(asked_of(question), len(numbers))
            for at, group in self.answers.asked[question]:
                part = self.answers.blocks[at].part
                rows = part.groups[group].rows
                worths = self._worth(question, at)[self.answers.cells[at].codes[rows]]
                known = ~np.isnan(worths)
                about.append(np.full(np.count_nonzero(known), number))
                person.append(people[id(part)][rows][known])
                worth.append(worths[known])
        return one_each(numbers, *map(np.concatenate, (about, person, worth)))

    def _worth(self, question: Question, at: int) -> NDArray[np.float64]:
        """How satisfied the words of each code of a column are; NaN for no answer."""
        if (question, at) in self._worth_of:
            return self._worth_of[question, at]
        found = self._worth_of[question, at] = np.full(len(self.answers.cells[at].words), np.nan)
        for code, word in enumerate(self.answers.cells[at].words):
            row = (*question, self.answers.scale_of[at], word)
            if row in self.answers.marks:
                value, scale = self.answers.marks[row]
                found[code] = float(scale.worth(value))
        return found

    @cached_property
    def _first_of(self) -> dict[Row, int]:
        """Index of the first answer to each question."""
        found: dict[Row, int] = {}
        for question in self.scales:
            at, number = self.answers.asked[question][0]
            rows = self.answers.blocks[at].part.groups[number].rows
            known = ~np.isnan(self._worth(question, at))
            inside = int(rows[np.argmax(known[self.answers.cells[at].codes[rows]])])
            found[tuple(question)] = self.answers.starts[at] + inside
        return found
