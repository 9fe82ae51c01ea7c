"""Which marks are answers that are nothing but words?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from valuechain.model.scales import MarkScale, with_top
from valuechain.model.texts import Said
from valuechain.problems import quoted
from valuechain.survey.labels import LabelScale, concepts_of, is_known, marks_of_labels
from valuechain.survey.marks import SUCH_AS

_SHOWN = 4  # words that a problem names
_LISTED = 14  # words that a note names


class Worded(NamedTuple):
    """An answer in words.

    Attributes:
        question: what was asked.
        label: the words.
        scale: on which the table or the reader says that it was asked.
        top: its highest mark where somebody said so, ``None`` where it is the usual scale.
    """

    question: tuple[str, ...]
    label: str
    scale: MarkScale
    top: int | None


Marks: TypeAlias = dict[Worded, tuple[Fraction, MarkScale]]


def marks_of_words(answers: Sequence[Worded]) -> Marks | None:
    """The mark of each answer; ``None`` where words are unknown, or fit several scales.

    All words of a table are read together; where that tells nothing, those about the same.

    >>> from valuechain.model.scales import mark_scale
    >>> words = [Worded(("a", "b"), word, mark_scale("1-5"), None) for word in ("good", "very bad")]
    >>> [str(mark) for mark, _ in marks_of_words(words).values()]
    ['4', '1']
    """
    found: Marks = {}
    for top in dict.fromkeys(each.top for each in answers):
        group = [each for each in answers if each.top == top]
        labels = marks_of_labels((each.label for each in group), top)
        for some in [group] if labels else _by_concept(group):
            scale = labels or marks_of_labels((each.label for each in some), top)
            if scale is None:
                return None
            found |= {each: _mark(each, scale) for each in some}
    return found


def _by_concept(answers: Sequence[Worded]) -> list[list[Worded]]:
    """The answers to questions about the same: satisfaction, agreement and the like."""
    asked: dict[tuple[str, ...], list[Worded]] = {}
    for each in answers:
        asked.setdefault(each.question, []).append(each)
    groups: dict[frozenset[str], list[Worded]] = {}
    for some in asked.values():
        groups.setdefault(concepts_of(each.label for each in some), []).extend(some)
    return list(groups.values())


def _mark(answer: Worded, labels: LabelScale) -> tuple[Fraction, MarkScale]:
    """The mark of an answer, on its own scale where that has as many steps."""
    own = (answer.scale.low, answer.scale.high) == (1, labels.top)
    return Fraction(labels.marks[answer.label]), answer.scale if own else with_top(labels.top)


def words_fault(labels: Sequence[str]) -> Said:
    """What is wrong with words that are no marks, all at once; and how to make marks of them.

    >>> words_fault(["a", "b", "a"])[0]
    "answers in words that nobody can read as marks: 'a', 'b'"
    """
    unknown = [label for label in dict.fromkeys(labels) if not is_known(label)]
    replace = "write a mark for each word, such as 5 for the best and 1 for the worst"
    if len(set(labels)) <= _SHOWN:
        replace += "; or empty the cell where a word is no answer"
    if unknown:
        message = f"answers in words that nobody can read as marks: {_some(unknown)}"
        if len(set(labels)) == 1:
            message = f"{quoted(unknown[0])} is not an answer"
        return message, f"{replace}; or answers that name their scale, such as {SUCH_AS}"
    known = list(dict.fromkeys(labels))
    hint = f"{replace}; or say how many steps there were: --scale 1-4, or 1-5 in a column 'scale'"
    if len(known) == 1:
        return f"{quoted(known[0])} is not an answer: several scales have it", hint
    return f"answers in words that fit several scales: {_some(known)}", hint


def _some(words: Sequence[str]) -> str:
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(map(quoted, words[:_SHOWN])) + more


def words_told(marks: Mapping[Worded, tuple[Fraction, MarkScale]]) -> list[str]:
    """What is said of words that were read as marks, the best first."""
    said = []
    for scale in dict.fromkeys(scale for _, scale in marks.values()):
        of_each = {each.label: mark for each, (mark, own) in marks.items() if own == scale}
        best = sorted(of_each, key=lambda label: (-of_each[label], label))
        pairs = [f"{label} = {of_each[label]}" for label in best[:_LISTED]]
        more = f" and {len(best) - _LISTED} more" if len(best) > _LISTED else ""
        said.append(f"Words are read as marks on {scale.name}: {', '.join(pairs)}{more}.")
    return said
