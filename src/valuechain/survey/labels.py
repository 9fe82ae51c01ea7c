"""Which marks do the words of a question mean? *Very satisfied* is 5 where the others allow it.

Words are read all together: *satisfied* is 4 beside *very satisfied*, and 6 of 7 beside *somewhat
satisfied* and *very satisfied*. Where they fit several scales, nobody knows, and nothing is read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from valuechain.survey.label_words import CONCEPTS, NEUTRAL, label_key
from valuechain.survey.no_answer import is_no_answer

_Shape: TypeAlias = "tuple[frozenset[str], ...]"
_Marks: TypeAlias = "tuple[tuple[str, int], ...]"


@dataclass(frozen=True, slots=True)
class LabelScale:
    """Words as marks from 1 (the worst) to `top` (the best).

    Attributes:
        marks: the mark of each label, as it was spelt.
        top: the highest mark, 3, 4, 5 or 7.
    """

    marks: Mapping[str, int]
    top: int


def are_words(text: str) -> bool:
    """Whether an answer is words or signs without any number.

    >>> are_words("sehr gut"), are_words("x1")
    (True, False)
    """
    return not any(letter.isdigit() for letter in text)


_ENDS_IN_WORDS = {
    **dict.fromkeys(("best", "the best", "am besten", "bester", "beste", "bestnote"), 1),
    **dict.fromkeys(("worst", "the worst", "am schlechtesten", "schlechteste"), -1),
    **dict.fromkeys(("mangelhaft", "ungenugend", "insufficient", "insuffisant"), -1),
}
"""Words that stand beside the ends of numbered scales, and lean; they are on no scale of words."""


def leaning(label: str) -> int:
    """Which way a label leans: 1 to the good side, -1 to the bad, 0 where nobody can tell.

    >>> leaning("Very satisfied"), leaning("rather poor"), leaning("Mondays")
    (1, 0, 0)
    """
    key = label_key(label)
    if key in _ENDS_IN_WORDS:
        return _ENDS_IN_WORDS[key]
    degrees = {words[key] for words in CONCEPTS.values() if key in words}
    if degrees and degrees <= {"E", "V", "P"}:
        return 1
    return -(bool(degrees) and degrees <= {"-E", "-V", "-P", "n0"})


def is_known(label: str) -> bool:
    """Whether a label has its place on some scale of words.

    >>> is_known("tr\u00e8s satisfait"), is_known("magnifique")
    (True, False)
    """
    key = label_key(label)
    return key in NEUTRAL or any(key in words for words in CONCEPTS.values())


def concepts_of(labels: Iterable[str]) -> frozenset[str]:
    """What these labels are about: ``satisfied``, ``agree``, ``likely``, ``easy``, ``good``.

    >>> sorted(concepts_of(["agree", "very easy", "neutral"]))
    ['agree', 'easy']
    """
    keys = {label_key(label) for label in labels} - NEUTRAL
    return frozenset(name for name, words in CONCEPTS.items() if not keys.isdisjoint(words))


def marks_of_labels(labels: Iterable[str], top: int | None = None) -> LabelScale | None:
    """The marks that a set of labels mean: those of one question, or of all with the same scale.

    Args:
        labels: words as they were answered; labels that are no answer (``N/A``) and empty ones do
            not count.
        top: the highest mark where it is known, 3, 4, 5 or 7. Otherwise 5 is preferred where the
            labels do not say more.

    Returns:
        The scale; ``None`` where a label is not known or the labels fit several scales.

    >>> marks_of_labels(["Very satisfied", "Satisfied", "Neutral"]).marks
    {'Very satisfied': 5, 'Satisfied': 4, 'Neutral': 3}
    >>> marks_of_labels(["trifft eher zu", "trifft voll zu", "trifft zu"]).top
    7
    >>> marks_of_labels(["Satisfied", "Fish"]) is None
    True
    """
    asked = [label for label in dict.fromkeys(labels) if label.strip() and not is_no_answer(label)]
    keys = dict.fromkeys(map(label_key, asked))
    neutral = [key for key in keys if key in NEUTRAL]
    left = [key for key in keys if key not in NEUTRAL]
    concepts = [name for name, words in CONCEPTS.items() if any(key in words for key in left)]
    groups = [[key for key in left if key in CONCEPTS[name]] for name in concepts]
    if not left or sum(map(len, groups)) != len(left):  # an unknown word, or one of two concepts
        return None
    fits = [
        _fits(name, [*group, *neutral], top) for name, group in zip(concepts, groups, strict=True)
    ]
    for wanted in (top,) if top else (5, 7, 4):
        found = [fit.get(wanted) for fit in fits]
        if not all(found):
            continue
        if any(len(each or ()) > 1 for each in found) or (not top and _rivals(fits, wanted)):
            return None
        marks = dict(itertools.chain.from_iterable(next(iter(each or ())) for each in found))
        return LabelScale({label: marks[label_key(label)] for label in asked}, wanted)
    return None


def steps_of(numbers: Mapping[str, int]) -> int | None:
    """How many steps a scale has whose labels stand beside these numbers, if they are not five.

    ``None`` where nobody can tell, or where they may be five.

    >>> steps_of({"dissatisfied": 1, "neutral": 2, "satisfied": 3}), steps_of({"satisfied": 4})
    (3, None)
    """
    fitting = [
        top
        for top in (5, 3, 4, 7)
        if (found := marks_of_labels(numbers, top)) is not None and found.marks == numbers
    ]
    return fitting[0] if fitting and fitting[0] != 5 else None


def _rivals(fits: Sequence[Mapping[int, set[_Marks]]], wanted: int) -> bool:
    """Whether every step of some shorter scale occurs, and none beside: that may be meant too."""
    return any(
        len({mark for _, mark in marks}) == other
        for fit in fits
        for other in fit
        if other < wanted
        for marks in fit[other]
    )


def _fits(concept: str, keys: Sequence[str], top: int | None) -> dict[int, set[_Marks]]:
    """By its top, the marks on every scale of words that has all these labels."""
    words = CONCEPTS[concept]
    degrees = {key: "0" if key in NEUTRAL else words[key] for key in keys}
    seen = set(degrees.values())
    closed = concept == "agree" and "-P" in seen and seen.isdisjoint(_INNER)
    found: dict[int, set[_Marks]] = {}
    for shape, even in _SHAPES.items():
        marks = _placed(degrees, shape)
        whole = all(seen & place for place in shape)
        named = even and len(shape) == top
        if marks is not None and (whole or (not closed and _is_told(seen, shape, even, named))):
            found.setdefault(len(shape), set()).add(marks)
    if concept != "good" or top == 3 or seen & {"-V", "-E"}:
        return found
    if not {"E", "V"} <= seen:
        return {}  # whether good is the middle or above it is not said
    if seen <= _UPWARD.keys() and not degrees.keys() & NEUTRAL:
        found[5] = {tuple((key, _UPWARD[degree]) for key, degree in degrees.items())}
    return found


def _placed(degrees: Mapping[str, str], shape: _Shape) -> _Marks | None:
    """Each label with its mark; ``None`` where one has none, or two share one.

    Labels of the same degree are the same in other words, such as those of two languages.
    """
    marks, taken = [], dict[int, str]()
    for key, degree in degrees.items():
        mark = next((at for at, place in enumerate(shape, 1) if degree in place), 0)
        if not mark or taken.setdefault(mark, degree) != degree:
            return None
        marks.append((key, mark))
    return tuple(marks)


def _is_told(seen: set[str], shape: _Shape, even: bool, named: bool) -> bool:  # noqa: FBT001
    """Whether some of its labels tell that this is their scale.

    An end does, where both halves are alike; of seven steps, the two inner ones of a half; or that
    somebody names how many steps there are. Beside *extremely*, *very* is no end.
    """
    if len(shape) == 7 and shape[-1] == {"E"} and seen.isdisjoint(("E", "-E")):
        return False
    if len(shape) == 7 and not named:
        return any(seen & one and seen & other for one, other in (shape[1:3], shape[4:6]))
    return even and (named or not seen.isdisjoint(_ENDS))


_ENDS = {"E", "V", "-E", "-V", "n0"}
_INNER = {"P", "-V", "-E", "n0"}
"""Degrees beside which plain disagreement is no end, as it often is."""
_FIVE: tuple[tuple[str, str], ...] = (("EV", "P"), ("EV", "W"), ("EV", "M"), ("P", "W"), ("P", "M"))
_SEVEN = (("EV", "P", "W"), ("EV", "M", "W"), ("E", "V", "P"), ("E", "V", "W"))
"""The good halves of scales, the best first: which degrees stand at each mark."""


def _bad(half: Sequence[str]) -> list[frozenset[str]]:
    """The bad half, worst first; *not at all* and *not very* stand for the ends of two steps."""
    further = (["n0"], ["n1"]) if len(half) == 2 else ([],) * len(half)
    return [
        frozenset([f"-{degree}" for degree in place] + more)
        for place, more in zip(half, further, strict=True)
    ]


def _shapes() -> Iterator[tuple[_Shape, bool]]:
    """Scales of words from the worst to the best, and whether both halves are alike."""
    middle = frozenset("0")
    for good, bad in itertools.product(_FIVE, repeat=2):
        upper = map(frozenset, reversed(good))
        whole = (*_bad(bad), *upper)
        yield (*whole[:2], middle, *whole[2:]), good == bad
        if good == bad:
            yield whole, True
    for half in _SEVEN:
        yield (*_bad(half), middle, *map(frozenset, reversed(half))), True
    yield (*_bad("P"), middle, frozenset("P")), True
    yield tuple(map(frozenset, (["n0"], ["n1"], "MW", "V", "E"))), True  # from nothing upwards


_SHAPES = dict(_shapes())
_UPWARD = {"-P": 1, "0": 2, "P": 3, "V": 4, "E": 5}
"""The one usual scale whose middle is good: from poor and fair upwards to excellent."""
