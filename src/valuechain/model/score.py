"""How satisfied, in whose words: survey scores on their own scales, read exactly as fractions.

A new kind of score is one more entry in `_scale_of` (the long form's scale names) and, if people
write it as a word of text, one more branch of `_SHORT` and `_marked`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import SupportsFloat, TypeAlias

from valuechain.problems import ArgumentError, Fault, ModelError, Problem, nearest, quoted

_NUMBER = r"\d{1,12}(?:\.\d{1,60})?"
_SHORT = re.compile(
    rf"(?:(CSAT)\s+)?({_NUMBER})\s?%"
    rf"|(?:(CES)\s+)?({_NUMBER})\s?/\s?(\d{{1,3}})"
    rf"|NPS\s+([+-]?{_NUMBER})"
    r"|(0?\.\d{1,60}|1\.0{1,60})",
    re.ASCII | re.IGNORECASE,
)
_RESPONSES = re.compile(r"(\d{1,9})\s+responses?\)", re.ASCII | re.IGNORECASE)
_PLAIN_NUMBER = re.compile(rf"[+-]?{_NUMBER}", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_SCALE_NAME = re.compile(r"(?P<ces>ces )?(?P<low>[01])-(?P<high>\d{1,3})", re.ASCII | re.IGNORECASE)
_COUNTED = re.compile(r"(\w+):\s*(\w+)")
_ENTRY = re.compile(r"(\w+):\s*(?:\{([^{}]*)\}|([^,{}\s](?:[^,{}]*[^,{}\s])?))")
_FLOW = re.compile(rf"\{{\s*{_ENTRY.pattern}(?:\s*,\s*{_ENTRY.pattern})*\s*\}}")
FIELDS = ("scale", "value", "responses", "sd", "answers", "satisfied", "promoters", "detractors")

Fields: TypeAlias = Mapping[str, "str | Mapping[str, str]"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale on which satisfaction is asked: `low` is 0 % satisfied, `high` is 100 %.

    >>> Scale("1-5", 1, 5, after="/5").show(0.75)
    '4/5'
    """

    name: str
    low: int
    high: int
    before: str = ""
    after: str = ""
    share: bool = False
    """True where the score is a share of people (percent, CSAT), not a mean of their marks."""

    def show(self, fraction: float) -> str:
        """`fraction` (0..1) written on this scale, to two decimals at most."""
        return (
            f"{self.before}{self.low + fraction * (self.high - self.low):.2f}".rstrip("0").rstrip(
                "."
            )
            + self.after
        )


PERCENT = Scale("percent", 0, 100, after=" %", share=True)
_FRACTION = Scale("fraction", 0, 1, share=True)
_CSAT = Scale("csat", 0, 100, before="CSAT ", after=" %", share=True)
_NPS = Scale("nps", -100, 100, before="NPS ")


def _mean_scale(low: int, high: int, *, effort: bool = False) -> Scale:
    """The scale of a mean mark, 1..N for N of 3 to 9 and 0..N for 10 and 100; ease (CES) is asked on 1..5 and 1..7."""
    if effort:
        if low != 1 or high not in (5, 7):
            raise Fault("a CES is asked on 1 to 5 or 1 to 7 (7 = easy)", "write it as 'CES 5.2/7'")
        return Scale(f"ces 1-{high}", 1, high, before="CES ", after=f"/{high}")
    if not ((low == 1 and 3 <= high <= 9) or (low == 0 and high in (10, 100))):
        raise Fault(f"no scale {low}-{high}", "scales are 1-3 to 1-9, 0-10 and 0-100")
    return Scale(f"{low}-{high}", low, high, after=f"/{high}")


@dataclass(frozen=True, slots=True)
class Score:
    """What a survey or an expert says of a service, in its own words and as a fraction.

    Attributes:
        value: satisfaction as a fraction, 0..1, correctly rounded from the text.
        text: the words of the file; the long form as one flow mapping.
        responses: number of answers, >= 1, or ``None`` where not said.
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
        return self.scale.show(self.value) + _in_brackets(self.responses)

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
                f"a score is a text such as '81%', not {text!r}; from a fraction there is Score.of(0.81)"
            )
        try:
            return read_long(_flow_fields(text)) if text.startswith("{") else read_short(text)
        except Fault as fault:
            raise ModelError([Problem(fault.message, fault.hint)]) from None

    @classmethod
    def of(cls, value: SupportsFloat, responses: int | None = None) -> Score:
        """The score that is a plain share, from a fraction 0..1 and, where known, the number of answers.

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
            raise ModelError(
                [Problem(f"a satisfaction of {value!r}", "it is a fraction from 0 to 1")]
            )
        if not (responses is None or is_count(responses)):
            raise ModelError(
                [Problem(f"{responses!r} responses", "a whole number from 1, or None")]
            )
        return cls.parse(as_percentage(fraction) + _in_brackets(responses))


def is_count(value: object) -> bool:
    """Whether a value is a number of people as a file can have it."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 10**9


def _in_brackets(responses: int | None) -> str:
    return "" if responses is None else f" ({responses} response{'' if responses == 1 else 's'})"


def as_percentage(fraction: float) -> str:
    """`fraction` as a percentage that reads back as exactly the same float.

    >>> as_percentage(0.1 + 0.2)
    '30.000000000000004%'
    """
    digits = f"{Decimal(repr(float(fraction))).scaleb(2):.60f}"
    return digits.rstrip("0").rstrip(".") + "%"


def _ratio(number: str, low: int, high: int) -> float:
    """(number - low) / (high - low), exact until one final rounding: dividing whole numbers rounds correctly."""
    whole, _, decimals = number.partition(".")
    unit: int = 10 ** len(decimals)
    return (int(whole + decimals) - low * unit) / ((high - low) * unit)


def _within(number: str, scale: Scale) -> float:
    value = _ratio(number, scale.low, scale.high)
    if not 0 <= value <= 1:
        raise Fault(f"{number} is outside the scale {scale.low} to {scale.high}", "")
    return value


def read_short(text: str) -> Score:
    """A score from its short form, such as ``81%``, ``3.4/5 (9 responses)``, ``NPS 31``.

    Raises:
        Fault: with the spelling that would be right, where it can be told.
    """
    mark, bracket, rest = text.partition("(")
    try:
        value, scale = _marked(mark.rstrip())
        responses = _responses(rest) if bracket else None
    except LookupError:
        raise _why_not(text) from None
    return Score(value, text, responses, scale)


@lru_cache(maxsize=10_000)
def _marked(text: str) -> tuple[float, Scale]:
    """Value and scale of a score without its responses."""
    match = _SHORT.fullmatch(text)
    if match is None:
        raise LookupError
    csat, percent, ces, mean, top, nps, fraction = match.groups()
    if mean:
        scale = _scale_with_top(top, effort=ces is not None)
    elif percent:
        scale = _CSAT if csat else PERCENT
    else:
        scale = _NPS if nps else _FRACTION
    return _within(mean or percent or nps or fraction, scale), scale


@lru_cache(maxsize=10_000)
def _responses(text: str) -> int:
    """The number in ``9 responses)``."""
    match = _RESPONSES.fullmatch(text)
    if match is None:
        raise LookupError
    if int(match[1]) == 0:
        raise Fault("0 responses say nothing", "leave the score out where nobody answered")
    return int(match[1])


@cache  # one object for each scale
def _scale_with_top(top: str, *, effort: bool) -> Scale:
    return _mean_scale(0 if top in ("10", "100") else 1, int(top), effort=effort)


def _why_not(text: str) -> Fault:
    """The most helpful thing to say of a text that is no score."""
    shown, mark = quoted(text), text.partition("(")[0].rstrip()
    if "," in text and (fixed := without_comma(text, _is_score)):
        return Fault(f"{shown} has a comma", f"write {fixed}")
    if _PLAIN_NUMBER.fullmatch(mark):
        if float(mark) == 1:
            return Fault(
                f"a bare {quoted(mark)} could be all or the lowest mark", "write '100%' or '1/5'"
            )
        if 0 <= float(mark) <= 100:
            return Fault(
                f"{quoted(mark)} has no scale",
                f"write '{mark.lstrip('+')}%', or the mark with its top, such as '3.4/5'",
            )
        return Fault(f"{quoted(mark)} has no scale", "write a percentage such as '81%' or 'NPS 31'")
    if len(text) > 60 and re.search(r"\d{13}|\.\d{61}", text):
        return Fault(f"{shown} has a number too long to be a score", "")
    return Fault(
        f"{shown} is not a score",
        "write '81%', '3.4/5', 'NPS 31' or 'CES 5.2/7', then '(9 responses)' if known",
    )


def _is_score(text: str) -> bool:
    mark, bracket, rest = text.partition("(")
    return bool(
        (_SHORT.fullmatch(mark.rstrip()) or _PLAIN_NUMBER.fullmatch(mark.rstrip()))
        and (not bracket or _RESPONSES.fullmatch(rest))
    )


def without_comma(text: str, is_right: Callable[[str], object]) -> str:
    """What a text with commas may mean, each in quotes: with a decimal point, or without the commas between thousands.

    >>> without_comma("1,000", str)
    "'1.000' or '1000'"
    """
    pointed, joined = text.replace(",", ".", 1), re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    return " or ".join(
        quoted(fixed)
        for fixed in dict.fromkeys((pointed, joined))
        if fixed != text and is_right(fixed)
    )


def _scale_of(name: str) -> Scale:
    """The long form's `scale`: percent, csat, nps, 1-5, 0-10, ces 1-7."""
    named = {"percent": PERCENT, "csat": _CSAT, "nps": _NPS}.get(name.casefold())
    if named:
        return named
    match = _SCALE_NAME.fullmatch(name)
    if match is None:
        raise Fault(
            f"no scale {quoted(name)}",
            "scales are 1-5 (1-3 to 1-9), 0-10, 0-100, percent, csat, nps, ces 1-7",
            "scale",
        )
    try:
        return _mean_scale(int(match["low"]), int(match["high"]), effort=match["ces"] is not None)
    except Fault as fault:
        raise Fault(fault.message, fault.hint, "scale") from None


def read_long(fields: Fields) -> Score:
    """A score from its long form: ``scale`` with ``value`` or ``answers``, and what else is known.

    `fields` holds the words of the file: ``{"scale": "1-5", "value": "3.4", "responses": "9", "sd":
    "0.8"}``.

    Raises:
        Fault: naming the key at fault.
    """
    for key in fields:
        if key not in FIELDS:
            raise Fault(f"unknown key {quoted(key)}", nearest(key, FIELDS), key)
    if "scale" not in fields:
        raise Fault("a score in long form needs its 'scale'", "such as 'scale: 1-5'")
    scale = _scale_of(_word(fields, "scale"))
    text = "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in fields.items()) + "}"
    if "answers" in fields:
        return _from_answers(fields, scale, text)
    if "satisfied" in fields:
        return _from_satisfied(fields, scale, text)
    if scale is _NPS and "value" not in fields:
        return _from_promoters(fields, text)
    return _from_value(fields, scale, text)


def _from_value(fields: Fields, scale: Scale, text: str) -> Score:
    """A mean, a share or an NPS, with what else is known of the answers."""
    if "value" not in fields:
        raise Fault("a score in long form needs a 'value' or 'answers'", "such as 'value: 3.4'")
    number = _word(fields, "value")
    if not _PLAIN_NUMBER.fullmatch(number):
        raise Fault(f"{quoted(number)} is not a number", "such as 3.4", "value")
    try:
        value = _within(number, scale)
    except Fault as fault:
        raise Fault(fault.message, fault.hint, "value") from None
    responses = _count(fields, "responses", least=1)
    if scale is _NPS and ("promoters" in fields or "detractors" in fields):
        return Score(value, text, responses, scale, _spread_of_promoters(fields, responses, value))
    _only_for_nps(fields, scale)
    return Score(value, text, responses, scale, _standard_deviation(fields, scale))


def _flow(value: str | Mapping[str, str]) -> str:
    if isinstance(value, str):
        return value
    return "{" + ", ".join(f"{mark}: {count}" for mark, count in value.items()) + "}"


def _word(fields: Fields, key: str) -> str:
    value = fields[key]
    if not isinstance(value, str):
        raise Fault(f"{quoted(key)} takes one value", "", key)
    return value


def _count(fields: Fields, key: str, least: int = 0) -> int | None:
    if key not in fields:
        return None
    text = _word(fields, key)
    if not _COUNT.fullmatch(text) or int(text) < least:
        raise Fault(
            f"{quoted(text)} is not a number of people", f"a whole number from {least}", key
        )
    return int(text)


def _only_for_nps(fields: Fields, scale: Scale) -> None:
    for key in ("promoters", "detractors"):
        if key in fields and scale is not _NPS:
            raise Fault(f"{quoted(key)} belong to 'scale: nps'", "", key)


def _standard_deviation(fields: Fields, scale: Scale) -> float | None:
    if "sd" not in fields:
        return None
    text, width = _word(fields, "sd"), scale.high - scale.low
    if not _PLAIN_NUMBER.fullmatch(text) or not 0 <= _ratio(text, 0, width) <= 1:
        raise Fault(
            f"{quoted(text)} is not a standard deviation on this scale",
            f"a number from 0 to {width}",
            "sd",
        )
    return _ratio(text, 0, width)


def _from_answers(fields: Fields, scale: Scale, text: str) -> Score:
    """Mean and spread of counted answers, ``{1: 0, 2: 1, 3: 4}``; for NPS the counts of 0 to 10."""
    for key in ("value", "responses", "sd", "satisfied", "promoters", "detractors"):
        if key in fields:
            raise Fault(
                f"{quoted(key)} beside 'answers' says the same thing twice", "keep one of them", key
            )
    answers = fields["answers"]
    if isinstance(answers, str):
        raise Fault(
            "'answers' takes a count for each mark",
            "such as {1: 0, 2: 1, 3: 4, 4: 3, 5: 1}",
            "answers",
        )
    if scale.share:
        raise Fault(
            f"'answers' need a scale with marks, not {scale.name}", "such as 'scale: 1-5'", "scale"
        )
    low, high = (0, 10) if scale is _NPS else (scale.low, scale.high)
    counts = {_mark(mark, low, high): _answer_count(count) for mark, count in answers.items()}
    if len(counts) < len(answers):
        raise Fault("a mark is counted twice", "keep one of them", "answers")
    total = sum(counts.values())
    if total == 0:
        raise Fault(
            "no answers are counted", "leave the score out where nobody answered", "answers"
        )
    if scale is _NPS:
        counts = {
            -100: _between(counts, 0, 6),
            0: _between(counts, 7, 8),
            100: _between(counts, 9, 10),
        }
        low, high = -100, 100
    first = sum((mark - low) * count for mark, count in counts.items())
    second = sum((mark - low) ** 2 * count for mark, count in counts.items())
    width = high - low
    sd = (
        math.sqrt((total * second - first**2) / (total * (total - 1))) / width
        if total > 1
        else None
    )
    return Score(first / (total * width), text, total, scale, sd)


def _between(counts: Mapping[int, int], low: int, high: int) -> int:
    return sum(count for mark, count in counts.items() if low <= mark <= high)


def _mark(text: str, low: int, high: int) -> int:
    if not _COUNT.fullmatch(text) or not low <= int(text) <= high:
        raise Fault(f"{quoted(text)} is not a mark from {low} to {high}", "", "answers")
    return int(text)


def _answer_count(text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise Fault(f"{quoted(text)} is not a number of answers", "", "answers")
    return int(text)


def _from_satisfied(fields: Fields, scale: Scale, text: str) -> Score:
    """A share of people from counts alone: satisfied / responses."""
    if not scale.share:
        raise Fault(
            "'satisfied' belongs to a share of people",
            "such as 'scale: csat' or 'scale: percent'",
            "satisfied",
        )
    for key in ("value", "sd"):
        if key in fields:
            raise Fault(
                f"{quoted(key)} beside 'satisfied' says the same thing twice",
                "keep one of them",
                key,
            )
    satisfied, responses = _count(fields, "satisfied"), _count(fields, "responses", least=1)
    if satisfied is None or responses is None:
        raise Fault(
            "'satisfied' comes with 'responses'",
            "such as {scale: csat, satisfied: 7, responses: 9}",
            "satisfied",
        )
    if satisfied > responses:
        raise Fault(f"{satisfied} satisfied are more than {responses} responses", "", "satisfied")
    return Score(satisfied / responses, text, responses, scale)


def _from_promoters(fields: Fields, text: str) -> Score:
    """NPS from counts alone: (promoters - detractors) / responses."""
    responses = _count(fields, "responses", least=1)
    promoters, detractors = _count(fields, "promoters"), _count(fields, "detractors")
    if responses is None or promoters is None or detractors is None:
        raise Fault("NPS needs a 'value', or 'responses', 'promoters' and 'detractors'", "")
    value = (promoters - detractors + responses) / (2 * responses)
    return Score(value, text, responses, _NPS, _spread_of_promoters(fields, responses, value))


def _spread_of_promoters(fields: Fields, responses: int | None, value: float) -> float | None:
    """Standard deviation (n - 1) of +100, 0, -100 answers, on the 0..1 scale; the counts must fit the value."""
    promoters, detractors = _count(fields, "promoters"), _count(fields, "detractors")
    if "sd" in fields:
        raise Fault(
            "'sd' beside promoters and detractors says the same thing twice",
            "keep one of them",
            "sd",
        )
    if promoters is None or detractors is None or responses is None:
        raise Fault(
            "promoters and detractors come together, with 'responses'", "give all three or none"
        )
    if promoters + detractors > responses:
        raise Fault(
            f"{promoters} promoters and {detractors} detractors are more than {responses} responses",
            "",
            "promoters",
        )
    net = (promoters - detractors) / responses
    if abs(net - (2 * value - 1)) > 0.00501:  # NPS is published rounded to a whole point
        raise Fault(
            f"promoters and detractors make NPS {100 * net:.0f}, not the value given", "", "value"
        )
    variance = (
        (promoters + detractors - responses * net**2) / (responses - 1) if responses > 1 else None
    )
    return None if variance is None else math.sqrt(max(0.0, variance)) / 2


def _flow_fields(text: str) -> Fields:
    """The keys and words of a long form written as one flow mapping, as `Score.text` has it."""
    if not _FLOW.fullmatch(text):
        raise Fault(
            f"{quoted(text)} is not a score", "such as '{scale: 1-5, value: 3.4, responses: 9}'"
        )
    fields: dict[str, str | Mapping[str, str]] = {}
    for key, braced, plain in _ENTRY.findall(text[1:-1]):
        if key in fields:
            raise Fault(f"key {quoted(key)} is here twice", "keep one of them", key)
        fields[key] = dict(_COUNTED.findall(braced)) if braced else plain
    return fields
