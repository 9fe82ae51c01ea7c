"""Verdicts in words: whole in a sentence, short in a table, and the weak ones first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from valuechain.language import say
from valuechain.questions.diagnosis import WEAK

VERDICT_WORDS = {
    "root cause": "likely root cause",
    "symptom": "symptom: passes on what it receives",
    "undecided": "undecided: hangs on what nobody measured",
    "shield": "shields: delivers better than it is served",
    "sound": "on target",
    "unmeasured": "not measured",
}
TOO_FEW = "too few answers to tell"
SURE_WORDS = VERDICT_WORDS | {"too few answers": TOO_FEW}
"""Also of what the answers do not tell."""
_EXACT = "not certain: it hangs on what its provider receives"
_IN_TABLE = {"shield": "shields", "sound": "on target", "unmeasured": "not measured"}
_ORDER = {verdict: place for place, verdict in enumerate((*WEAK, "too few answers"))}


class Judged(Protocol):
    """Anything with a verdict."""

    @property
    def verdict(self) -> str:
        """In the words of a diagnosis."""


JudgedT = TypeVar("JudgedT", bound=Judged)


def verdict_name(verdict: str) -> str:
    """A verdict without what it means.

    >>> verdict_name("symptom")
    'symptom'
    """
    return say(VERDICT_WORDS[verdict]).partition(":")[0]


def how_sure(verdict: str, satisfaction: tuple[float, float]) -> str:
    """The same of draws, where more answers may not help: the score is exact.

    >>> how_sure("too few answers", (0.6, 0.7)), how_sure("too few answers", (0.64, 0.64))
    ('too few answers to tell', 'not certain: it hangs on what its provider receives')
    """
    if verdict == "too few answers" and satisfaction[0] == satisfaction[1]:
        return say(_EXACT)
    return say(SURE_WORDS[verdict])


def in_table(verdict: str) -> str:
    """A verdict in a word or two.

    >>> in_table("symptom"), in_table("sound")
    ('symptom', 'on target')
    """
    return say(_IN_TABLE.get(verdict, verdict))


def weak_first(rows: Iterable[JudgedT]) -> list[JudgedT]:
    """Root causes, symptoms, what is undecided, what too few answered, then the others."""
    return sorted(rows, key=lambda row: _ORDER.get(row.verdict, len(_ORDER)))
