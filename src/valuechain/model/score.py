"""How satisfied, in whose words: survey scores on their own scales, read exactly as fractions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import SupportsFloat

from valuechain.model.long_form import Fields, fields_of, long_form, text_of
from valuechain.model.scalars import scalar
from valuechain.model.scales import PERCENT, Scale
from valuechain.model.short_form import short_form
from valuechain.model.texts import text_fault
from valuechain.model.work_counts import WorkCounts, counts_of
from valuechain.problems import ArgumentError, Fault, ModelError, Problem


@dataclass(frozen=True, slots=True)
class Score:
    """What a survey or an expert says of a service, in its own words and as a fraction.

    Attributes:
        value: satisfaction as a fraction, 0..1, correctly rounded from the text.
        text: the words of the file; the long form as one flow mapping.
        responses: number of answers, >= 1, or ``None`` where not said; of counted work, the number
            of things that could go wrong.
        scale: the scale it was asked on.
        sd: standard deviation of the answers on the 0..1 scale (n - 1), or ``None`` where not
            known.

    Made by `Score.parse` or `Score.of`.

    >>> Score.parse("3.4/5 (9 responses)").value
    0.6
    """

    value: float
    text: str
    responses: int | None = None
    scale: Scale = PERCENT
    sd: float | None = None

    def __str__(self) -> str:
        return self.text

    def __float__(self) -> float:
        return self.value

    @property
    def short(self) -> str:
        """The score in a few words, also where the file has the long form.

        >>> Score.parse("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}").short
        '3.4/5 (9 responses)'
        """
        if not self.text.startswith("{"):
            return self.text
        if self.scale.counted:
            return f"{self.scale.show(self.value)} ({self.counts})"
        return self.scale.show(self.value) + _in_brackets(self.responses)

    @property
    def counts(self) -> WorkCounts | None:
        """What was counted, of a score that is a yield; else ``None``.

        >>> Score.parse("{units: 1200, opportunities: 3, defects: 36}").counts.right
        0.99
        """
        return counts_of(fields_of(self.text)) if self.scale.counted else None

    @property
    def answers(self) -> int | None:
        """How many people answered, ``None`` where that is not known or nobody was asked."""
        return None if self.scale.counted else self.responses

    @property
    def bare(self) -> str:
        """The score without how many answered.

        >>> Score.parse("3.4/5 (9 responses)").bare
        '3.4/5'
        """
        return self.short.partition("(")[0].rstrip()

    @classmethod
    def parse(cls, text: str) -> Score:
        """Read a score as a file has it, short or long form.

        Raises:
            ModelError: the text is no score; the problem's hint shows what is.

        >>> Score.parse("NPS 31 (140 responses)").value
        0.655
        """
        if not isinstance(text, str):
            raise ArgumentError(
                f"a score is a text such as '81%', not {text!r}; "
                "from a fraction there is Score.of(0.81)"
            )
        if unsafe := text_fault(text):
            raise ModelError([Problem(*unsafe)])
        try:
            return read_long(fields_of(text)) if text.startswith("{") else read_short(text)
        except Fault as fault:
            raise ModelError([Problem(fault.message, fault.hint)]) from None

    @classmethod
    def of(cls, value: SupportsFloat, responses: int | None = None) -> Score:
        """The score that is a plain share.

        Args:
            value: the share, a fraction 0..1.
            responses: the number of answers, where it is known.

        Raises:
            ModelError: `value` is not within 0..1 or `responses` is not a whole number >= 1.

        >>> str(Score.of(0.8, responses=12))
        '80% (12 responses)'
        """
        try:
            fraction = float(value)
        except (TypeError, ValueError, OverflowError):
            fraction = math.nan
        if not 0 <= fraction <= 1:
            message = f"a satisfaction of {value!r}"
            raise ModelError([Problem(message, "it is a fraction from 0 to 1")])
        responses = scalar(responses)
        if not (responses is None or is_count(responses)):
            message = f"{responses!r} responses"
            raise ModelError([Problem(message, "a whole number from 1, or None")])
        return cls.parse(as_percentage(fraction) + _in_brackets(responses))


def read_short(text: str) -> Score:
    """A score from its short form, such as ``81%``, ``3.4/5 (9 responses)``, ``NPS 31``.

    Raises:
        Fault: with the spelling that would be right, where it can be told.
    """
    value, scale, responses = short_form(text)
    return Score(value, text, responses, scale)


def read_long(fields: Fields) -> Score:
    """A score from its long form: ``scale`` with ``value`` or ``answers``, and what else is known.

    `fields` holds the words of the file: ``{"scale": "1-5", "value": "3.4", "responses": "9", "sd":
    "0.8"}``.

    Raises:
        Fault: naming the key at fault.
    """
    scale, (value, responses, sd) = long_form(fields)
    return Score(value, text_of(fields), responses, scale, sd)


def is_count(value: object) -> bool:
    """Whether a value is a number of people as a file can have it."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 10**9


def _in_brackets(responses: int | None) -> str:
    if responses is None:
        return ""
    return f" ({responses} response{'s' * (responses != 1)})"


def as_percentage(fraction: float) -> str:
    """`fraction` as a percentage that reads back as exactly the same float.

    >>> as_percentage(0.1 + 0.2)
    '30.000000000000004%'
    """
    digits = f"{Decimal(repr(float(fraction))).scaleb(2):.60f}"
    return digits.rstrip("0").rstrip(".") + "%"
