"""What do words in a cell of an export mean? The labels of answers, and that there is none.

Everything that reads exports asks here, and nowhere else: one place to know more languages.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_NO_ANSWER = frozenset(
    (
        *("n/a", "na", "not applicable", "prefer not to say", "don't know", "do not know"),
        *(
            "no answer",
            "-",
            "--",
            "keine angabe",
            "k. a.",
            "k.a.",
            "wei\u00df nicht",
            "weiss nicht",
        ),
        *("trifft nicht zu", "nicht zutreffend"),
    )
)
_LADDERS = """
very dissatisfied|dissatisfied|neither satisfied nor dissatisfied|satisfied|very satisfied
very dissatisfied|dissatisfied|neutral|satisfied|very satisfied
very unsatisfied|unsatisfied|neutral|satisfied|very satisfied
very dissatisfied|somewhat dissatisfied|neither satisfied nor dissatisfied|somewhat satisfied|\
very satisfied
extremely dissatisfied|moderately dissatisfied|slightly dissatisfied|\
neither satisfied nor dissatisfied|slightly satisfied|moderately satisfied|extremely satisfied
extremely dissatisfied|somewhat dissatisfied|neither satisfied nor dissatisfied|\
somewhat satisfied|extremely satisfied
strongly disagree|disagree|neither agree nor disagree|agree|strongly agree
strongly disagree|disagree|neutral|agree|strongly agree
very poor|poor|fair|good|very good
poor|fair|good|very good|excellent
sehr unzufrieden|unzufrieden|teils, teils|zufrieden|sehr zufrieden
sehr unzufrieden|unzufrieden|teils/teils|zufrieden|sehr zufrieden
sehr unzufrieden|eher unzufrieden|teils/teils|eher zufrieden|sehr zufrieden
sehr unzufrieden|unzufrieden|neutral|zufrieden|sehr zufrieden
sehr schlecht|schlecht|mittel|gut|sehr gut
"""
_NUMBERED = re.compile(r"(\d{1,3})\s*(?:[-\u2013\u2014=:.)(]|\s)\s*\D.*", re.DOTALL)


@dataclass(frozen=True)
class LabelScale:
    """Labels of answers: the scale, and the mark of each label, folded."""

    scale: str
    marks: dict[str, int]


def plain_label(text: str) -> str:
    """A label without what differs from tool to tool: capitals and blanks.

    >>> plain_label("  Very  satisfied ")
    'very satisfied'
    """
    return " ".join(text.casefold().replace("\u2019", "'").split())


def is_no_answer(text: str) -> bool:
    """Whether these words say that there is no answer.

    >>> is_no_answer("N/A"), is_no_answer("Satisfied")
    (True, False)
    """
    return plain_label(text) in _NO_ANSWER


def numbered(text: str) -> str:
    """The mark with which a label begins, ``""`` for none.

    >>> numbered("5 - Very satisfied"), numbered("10 (extremely likely)"), numbered("80%")
    ('5', '10', '')
    """
    found = _NUMBERED.fullmatch(text.strip())
    return found[1] if found else ""


def marks_of_labels(labels: Collection[str]) -> LabelScale | None:
    """The scale on which all of these labels stand, ``None`` where none has them all.

    >>> marks_of_labels(["Satisfied", "Very satisfied"]).marks["satisfied"]
    4
    """
    wanted = {plain_label(label) for label in labels}
    for ladder in _LADDERS.split("\n")[1:-1]:
        words = ladder.split("|")
        if wanted and wanted <= set(words):
            return LabelScale(f"1-{len(words)}", {word: mark for mark, word in enumerate(words, 1)})
    return None
