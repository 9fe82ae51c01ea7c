"""What stands in a column of an export: marks, labels of a scale, other words?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from valuechain.files.export import Column, Sheet
from valuechain.survey.labels import marks_of_labels
from valuechain.survey.no_answer import is_no_answer
from valuechain.survey.numbered import number_and_label

_TEXT = 0.5  # share of different answers from which a column is free text


@dataclass(frozen=True)
class Values:
    """What stands in a column: how often each text; without what says that there is no answer."""

    counts: Counter[str]

    @property
    def words(self) -> list[str]:
        """Texts that are no numbers, nor begin with one."""
        return [text for text in self.counts if number_in(text) is None]

    @property
    def numbers(self) -> list[float]:
        """The numbers that are given, or with which a label begins."""
        found = (number_in(text) for text in self.counts)
        return [number for number in found if number is not None]

    @property
    def is_empty(self) -> bool:
        """Whether nobody wrote anything."""
        return not self.counts

    @property
    def is_answers(self) -> bool:
        """Whether all are marks, or labels of one scale; of a column that is not empty."""
        if self.words:
            return not self.numbers and marks_of_labels(self.words) is not None
        return max(self.numbers) <= 100 and all(n == int(n) for n in self.numbers)

    @property
    def is_labels(self) -> bool:
        """Whether they may be labels that nobody knows: few words, again and again."""
        return bool(self.words) and len(self.counts) <= 8 and not self.is_text

    @property
    def is_text(self) -> bool:
        """Whether nearly everybody wrote something else."""
        return len(self.counts) > max(8, _TEXT * self.counts.total())


def values_of(sheet: Sheet, column: Column) -> Values:
    """What stands in a column."""
    texts, _ = sheet.texts(column.number)
    return Values(Counter(text for text in texts if text and not is_no_answer(text)))


def number_in(text: str) -> float | None:
    """The number that a text is, or with which it begins; ``None`` for none."""
    labelled = number_and_label(text)
    digits = labelled[0] if labelled else text.removesuffix("%").strip()
    return float(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else None


def is_mark(text: str) -> bool:
    """Whether a text is a number as marks are, or begins with one."""
    number = number_in(text)
    return number is not None and number <= 100
