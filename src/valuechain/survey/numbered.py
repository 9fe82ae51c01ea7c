"""Is an answer a number with its label, such as *5 - Very satisfied*?"""

from __future__ import annotations

import re

from valuechain.survey.label_words import CONCEPTS, NEUTRAL, label_key

_NUMBER = r"-?\d{1,9}(?:\.\d{1,60})?(?:\s?/\s?\d{1,3})?"
_WORDS = r"[^\d\n]*[^\W\d_][^\d\n]*"
_NUMBER_FIRST = re.compile(
    rf"[(\[]?({_NUMBER})[)\]]?\s*(?:[-:=.)\u2013\u2014|]\s*|(?=[(\[])|(?<=[)\]]))({_WORDS})"
)
_NUMBER_LAST = re.compile(
    rf"({_WORDS}?)\s*(?:[-:=\u2013\u2014|]\s*|(?=[(\[]))[(\[]?({_NUMBER})[)\]]?"
)
_SPACED = re.compile(rf"({_NUMBER})\s+({_WORDS})|({_WORDS}?)\s+({_NUMBER})")
_STARS = frozenset(
    [
        "star",
        "stars",
        "stern",
        "sterne",
        "étoile",
        "étoiles",
        "estrella",
        "estrellas",
        "estrela",
        "estrelas",
        "stella",
        "stelle",
        "ster",
        "sterren",
        "point",
        "points",
        "punkt",
        "punkte",
    ]
)
_LONGEST = 200  # characters of an answer that is a number with a label


def number_and_label(text: str) -> tuple[str, str] | None:
    """The number and the words of an answer that has both; ``None`` for any other.

    >>> number_and_label("5 - Very satisfied"), number_and_label("gut (4)")
    (('5', 'Very satisfied'), ('4', 'gut'))
    """
    if len(text) > _LONGEST:
        return None
    if found := _NUMBER_FIRST.fullmatch(text):
        number, words = found.groups()
    elif found := _NUMBER_LAST.fullmatch(text):
        words, number = found.groups()
    elif (found := _SPACED.fullmatch(text)) and _is_label(found[2] or found[3]):
        number, words = found[1] or found[4], found[2] or found[3]
    else:
        return None
    return number, words.strip(" ()[]-:=|\u2013\u2014")


def _is_label(words: str) -> bool:
    """Whether words are known to be a label, so that nothing needs to stand between."""
    key = label_key(words)
    return (
        words.casefold() in _STARS
        or key in NEUTRAL
        or any(key in each for each in CONCEPTS.values())
    )
