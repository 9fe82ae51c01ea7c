"""What does an answer in a column of an export mean? Its label's mark, on the column's scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeAlias

from valuechain.files.answer_map import AnswerMap, Asked
from valuechain.model.scales import MarkScale, mark_scale
from valuechain.problems import Fault, nearest, quoted
from valuechain.survey.label_words import plain
from valuechain.survey.labels import LabelScale, is_known, marks_of_labels
from valuechain.survey.marks import is_turned, mark
from valuechain.survey.numbered import number_and_label

Meaning: TypeAlias = "tuple[Fraction, MarkScale] | Fault"
_STEPS = "say in the map how many steps there were ('scale: 1-5'), or each label's mark ('labels:')"
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
        self._own = {plain(name): word.text for name, word in found.labels.items()}
        self._shared: dict[int | None, LabelScale | None] = {}
        self._labels = [self._labels_of(at) for at in range(len(words))]
        self._known: dict[tuple[int, str], Meaning] = {}

    def scale(self, at: int) -> str:
        """The scale of a column: its own, the map's, or that of its labels; ``""`` for none."""
        labels = self._labels[at]
        return self._said(at) or (f"1-{labels.top}" if labels else "")

    def meaning(self, at: int, text: str) -> Meaning:
        """The mark that an answer in a column gives and its scale, or why it gives none."""
        if (at, text) not in self._known:
            self._known[at, text] = self._read(at, text)
        return self._known[at, text]

    def as_mark(self, at: int, text: str) -> str:
        """What an answer is written for: its label's mark, or itself."""
        labels = self._labels[at]
        if plain(text) in self._own:
            return self._own[plain(text)]
        if labels and text in labels.marks:
            return str(labels.marks[text])
        labelled = number_and_label(text) if self.asked[at].reversed else None
        return labelled[0] if labelled else text

    def _said(self, at: int) -> str:
        """The scale that the map names for a column, ``""`` for none."""
        return self.asked[at].said("scale") or self.map.scale

    def _labels_of(self, at: int) -> LabelScale | None:
        """The scale of the labels in a column: that of all of the export's where it fits them."""
        wordy = self._wordy(at)
        if not wordy:
            return None
        top = mark_scale(self._said(at)).high if self._said(at) else None
        if top not in self._shared:
            every = [word for at in range(len(self.words)) for word in self._wordy(at)]
            self._shared[top] = _scale_of(every, top)
        return self._shared[top] or _scale_of(wordy, top)

    def _wordy(self, at: int) -> list[str]:
        """The words of a column that are no marks by themselves, and not in the map."""
        words = (word for word in self.words[at] if word and plain(word) not in self._own)
        return [word for word in words if number_and_label(word) is None and not _is_mark(word)]

    def _read(self, at: int, text: str) -> Meaning:
        named = mark_scale(self.scale(at) or self.usual)
        labels = self._labels[at]
        if labels and text in labels.marks and (1, labels.top) != (named.low, named.high):
            is_label = f"{quoted(text)} is a label of the scale 1-{labels.top}"
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
        if is_turned(fault):
            return Fault(fault.message, "add 'reversed: true' to the question in the map")
        if fault.message != f"{quoted(text)} is not an answer":
            return fault
        labels = self._labels[at]
        if is_known(text) and not labels:
            return Fault(f"{quoted(text)} fits several scales, or none beside the others", _STEPS)
        known = [*self.map.labels, *(labels.marks if labels else ())]
        others = sorted({word for words in self.words for word in words} - {"", text})
        return Fault(fault.message, nearest(text, known) or nearest(text, others) or _ADD)


def _scale_of(words: Iterable[str], top: int | None) -> LabelScale | None:
    """The scale of all those words that are labels of any: others may be misspelt.

    Where no scale has the highest mark that was named, another one may have them all.
    """
    known = [word for word in words if is_known(word)]
    return (marks_of_labels(known, top) if top else None) or marks_of_labels(known)


def _is_mark(word: str) -> bool:
    """Whether a word is an answer on some scale by itself, as yes is."""
    try:
        mark(word, mark_scale("percent"))
    except Fault:
        return False
    return True
