"""What does an answer in a column of an export mean? Its label's mark, on the column's scale."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from valuechain.files.answer_map import AnswerMap, Asked
from valuechain.files.wide_cells import LabelScale, marks_of_labels, numbered, plain_label
from valuechain.model.scales import MarkScale, mark_scale
from valuechain.problems import Fault, nearest, quoted
from valuechain.survey.marks import mark

Meaning: TypeAlias = "tuple[Fraction, MarkScale] | Fault"
_ADD = "correct it, or add it under 'labels:' or 'no_answer:' of the map"


class ColumnMarks:
    """The marks of columns, each with what it asks and the words that stand in it.

    `usual` is the scale where none is named.
    """

    def __init__(
        self, found: AnswerMap, usual: str, asked: Sequence[Asked], words: Sequence[Sequence[str]]
    ) -> None:
        self.map: AnswerMap = found
        self.usual: str = usual
        self.asked: Sequence[Asked] = asked
        self.words: Sequence[Sequence[str]] = words
        self._own = {plain_label(name): word.text for name, word in found.labels.items()}
        self._labels = [self._labels_of(at) for at in range(len(words))]
        self._known: dict[tuple[int, str], Meaning] = {}

    def scale(self, at: int) -> str:
        """The scale of a column: its own, the map's, or that of its labels; ``""`` for none."""
        said = self.asked[at].said("scale") or self.map.scale
        labels = self._labels[at]
        return said or (labels.scale if labels else "")

    def meaning(self, at: int, text: str) -> Meaning:
        """The mark that an answer in a column gives and its scale, or why it gives none."""
        if (at, text) not in self._known:
            self._known[at, text] = self._read(at, text)
        return self._known[at, text]

    def as_mark(self, at: int, text: str) -> str:
        """What an answer is written for: its label's mark, or itself."""
        word, labels = plain_label(text), self._labels[at]
        if word in self._own:
            return self._own[word]
        if labels and word in labels.marks:
            return str(labels.marks[word])
        return numbered(text) or text

    def _labels_of(self, at: int) -> LabelScale | None:
        """The scale of the labels in a column: that of all of the export's where it fits them."""
        wordy = self._wordy(at)
        if not wordy:
            return None
        return self._shared or _scale_of(wordy)

    @cached_property
    def _shared(self) -> LabelScale | None:
        return _scale_of({word for at in range(len(self.words)) for word in self._wordy(at)})

    def _wordy(self, at: int) -> list[str]:
        """The words of a column that are no marks by themselves, and not in the map."""
        words = (word for word in self.words[at] if word and plain_label(word) not in self._own)
        return [word for word in words if not word[0].isdecimal() and not _is_mark(word)]

    def _read(self, at: int, text: str) -> Meaning:
        named = mark_scale(self.scale(at) or self.usual)
        labels = self._labels[at]
        if labels and plain_label(text) in labels.marks and not _alike(labels.scale, named):
            is_label = f"{quoted(text)} is a label of the scale {labels.scale}"
            what = f"{is_label}, the question's scale is {named.name}"
            return Fault(what, "correct the scale, or name the label's mark under 'labels:'")
        try:
            value, found = mark(self.as_mark(at, text), named)
        except Fault as fault:
            return self._explained(at, text, fault)
        if self.asked[at].reversed:
            value = found.low + found.high - value
        return value, found

    def _explained(self, at: int, text: str, fault: Fault) -> Fault:
        """What is wrong with an answer, with the label that may be meant."""
        if fault.message != f"{quoted(text)} is not an answer":
            return fault
        labels = self._labels[at]
        known = [*self.map.labels, *(labels.marks if labels else ())]
        others = sorted({word for words in self.words for word in words} - {"", text})
        return Fault(fault.message, nearest(text, known) or nearest(text, others) or _ADD)


def _scale_of(words: Collection[str]) -> LabelScale | None:
    """The scale of all those words that are labels of any: others may be misspelt."""
    return marks_of_labels([word for word in words if marks_of_labels([word])])


def _is_mark(word: str) -> bool:
    """Whether a word is an answer on some scale by itself, as yes is."""
    try:
        mark(word, mark_scale("percent"))
    except Fault:
        return False
    return True


def _alike(name: str, scale: MarkScale) -> bool:
    """Whether the scale of this name has the same marks."""
    other = mark_scale(name)
    return (other.low, other.high) == (scale.low, scale.high)
