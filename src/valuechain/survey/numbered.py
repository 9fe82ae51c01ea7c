"""Is an answer a number with its label, such as *5 - Very satisfied*?"""

from __future__ import annotations

import re

from valuechain.survey.label_words import CONCEPTS, NEUTRAL, label_key

_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,60})?(?:\s?/\s?\d{1,3})?", re.ASCII)
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
_JOINS = "-:=|\u2013\u2014"
_AFTER = f"{_JOINS}.)](["  # with what the words behind a number begin
_BEFORE = f"{_JOINS}(["  # with what the words before a number end
_TRIM = f" ()[]{_JOINS}"
_LONGEST = 200  # characters of an answer that is a number with a label


def number_and_label(text: str) -> tuple[str, str] | None:
    """The number and the words of an answer that has both; ``None`` for any other.

    Something stands between them, unless the words are a label that is known.

    >>> number_and_label("5 - Very satisfied"), number_and_label("gut (4)")
    (('5', 'Very satisfied'), ('4', 'gut'))
    """
    found = _NUMBER.search(text) if len(text) <= _LONGEST and "\n" not in text else None
    if found is None:
        return None
    number, before, after = found[0], text[: found.start()], text[found.end() :]
    if before in ("-", "(-", "[-"):
        number, before = f"-{number}", before[:-1]
    if any(map(str.isdigit, before + after)):
        return None
    if before in ("", "(", "["):
        words = after.lstrip(_TRIM + ".").rstrip(_TRIM)
        joined = after.lstrip().startswith(tuple(_AFTER)) or (after[:1] == " " and _known(words))
    else:
        words = before.strip(_TRIM)
        joined = before.rstrip().endswith(tuple(_BEFORE)) or (before[-1] == " " and _known(words))
        joined = joined and after in ("", ")", "]")
    return (number, words) if joined and any(map(str.isalpha, words)) else None


def _known(words: str) -> bool:
    """Whether words are known to be a label, so that nothing needs to stand between."""
    key = label_key(words)
    known = key in NEUTRAL or any(key in degrees for degrees in CONCEPTS.values())
    return known or words.casefold() in _STARS
