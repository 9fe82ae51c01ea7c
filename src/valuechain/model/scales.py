"""The scales on which satisfaction is asked: all that is known of them, once.

Scores (`score`), their schema (`score_schema`) and the answers of a survey (`survey.marks`) ask
here. A new scale of mean marks is one more number in `_MEANS`; any other is one more `Scale` in
`SCALES` and, if it is written with a word of its own, one more branch of `_SHORT` and
`number_and_scale`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from valuechain.model.texts import GAP
from valuechain.problems import Fault, nearest, quoted

NUMBER = r"\d{1,12}(?:\.\d{1,60})?"
OVER = r"(?:\s?/\s?|\s+out\s+of\s+)"
"""Between a mark and the highest."""
_SHORT = re.compile(
    rf"(?:(CSAT)\s+)?({NUMBER}){GAP}%"
    rf"|(?:(CES)\s+)?({NUMBER}){OVER}(\d{{1,3}})"
    rf"|(?:NPS:?\s+([+-]?{NUMBER})|([+-]?{NUMBER})\s+NPS)"
    r"|(0?\.\d{1,60}|1\.0{1,60})",
    re.ASCII | re.IGNORECASE,
)
_LONG_NAME = re.compile(r"(ces )?([01])-(\d{1,3})", re.ASCII)
_MARK_NAME = re.compile(r"((?:csat|ces)\s+)?(\d)\s*(?:-|\.\.|to)\s*(\d{1,3})", re.ASCII)

LONG_FORM = {
    "scale": "1-3 to 1-9, 0-10, 0-100, percent, csat, nps, ces 1-5 or ces 1-7.",
    "value": "The mean, or the NPS.",
    "responses": "How many answered.",
    "sd": "Standard deviation of the answers (n - 1), in the scale's own units.",
    "answers": "How many gave each mark: {1: 0, 2: 1, 3: 4, 4: 3, 5: 1}.",
    "satisfied": "Of a share (percent, csat): how many are satisfied.",
    "promoters": "NPS: how many gave 9 or 10.",
    "detractors": "NPS: how many gave 0 to 6.",
    "units": "Instead of a scale: how many pieces of work were counted.",
    "opportunities": "Of counted work: in how many ways a unit can go wrong (1).",
    "defects": "Of counted work: how many things went wrong.",
    "on_time": "Of counted work, instead of defects: how many units were on time.",
}
"""The keys of a score in long form, and what each says."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to say a score in long form: the keys beside the scale that it needs and may have."""

    needs: tuple[str, ...]
    may_have: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Those it needs and those it may have."""
        return self.needs + self.may_have

    @property
    def others(self) -> tuple[str, ...]:
        """The keys that have no place in it."""
        return tuple(key for key in LONG_FORM if key not in ("scale", *self.keys))


BY_VALUE = Way(("value",), ("responses", "sd"))
BY_ANSWERS = Way(("answers",))
BY_SATISFIED = Way(("satisfied", "responses"))
BY_PROMOTERS = Way(("responses", "promoters", "detractors"), ("value",))
BY_DEFECTS = Way(("units", "defects"), ("opportunities",))
BY_ON_TIME = Way(("units", "on_time"))
COUNTED_WAYS = (BY_DEFECTS, BY_ON_TIME)
"""Those that have no scale: work is counted, and nobody is asked."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale of scores: `low` is 0 % satisfied, `high` is 100 %.

    Attributes:
        name: as the long form has it.
        low, high: its ends.
        before, after: what stands around the number in the short form.
        share: whether the score is a share of people, not a mean of their marks.
        net: whether it is the share of promoters less that of detractors.
        counted: whether it is a share of things that were counted, not of people's answers.
        note: what it is, in one line.

    >>> Scale("1-5", 1, 5, after="/5").show(0.75)
    '4/5'
    """

    name: str
    low: int
    high: int
    before: str = ""
    after: str = ""
    share: bool = False
    net: bool = field(default=False, repr=False)
    note: str = field(default="", repr=False)
    counted: bool = field(default=False, repr=False)

    @property
    def width(self) -> int:
        """From end to end."""
        return self.high - self.low

    @property
    def marks(self) -> tuple[int, int]:
        """The lowest and the highest mark of the answers that make a score on it."""
        if self.net:
            return 0, 10
        return self.low, self.high

    @property
    def ways(self) -> tuple[Way, ...]:
        """How a score on it can be said in long form."""
        if self.share:
            return BY_VALUE, BY_SATISFIED
        if self.net:
            return BY_VALUE, BY_PROMOTERS, BY_ANSWERS
        return BY_VALUE, BY_ANSWERS

    def show(self, fraction: float) -> str:
        """`fraction` (0..1) in short form, to two decimals at most."""
        number = f"{self.low + fraction * self.width:.2f}".rstrip("0").rstrip(".")
        return self.before + number + self.after

    def fraction(self, number: str) -> float:
        """How satisfied a number on it is, 0..1, correctly rounded.

        Raises:
            Fault: it is outside.
        """
        value = ratio(number, self.low, self.high)
        if not 0 <= value <= 1:
            raise Fault(f"{number} is outside the scale {self.low} to {self.high}")
        return value


def ratio(number: str, low: int, high: int) -> float:
    """(number - low) / (high - low), rounded once: dividing whole numbers rounds correctly."""
    whole, _, decimals = number.partition(".")
    unit: int = 10 ** len(decimals)
    return (int(whole + decimals) - low * unit) / ((high - low) * unit)


def _mean(low: int, high: int) -> Scale:
    note = f"A mean mark from {low} to {high}."
    return Scale(f"{low}-{high}", low, high, after=f"/{high}", note=note)


def _ease(high: int) -> Scale:
    note = f"A mean of how easy it was, from 1 to {high} (easy)."
    return Scale(f"ces 1-{high}", 1, high, before="CES ", after=f"/{high}", note=note)


PERCENT = Scale("percent", 0, 100, after=" %", share=True, note="A share of people.")
CSAT = Scale(
    "csat", 0, 100, before="CSAT ", after=" %", share=True, note="The share who are satisfied."
)
NPS = Scale(
    "nps", -100, 100, before="NPS ", net=True, note="Promoters (9, 10) less detractors (0 to 6)."
)
YIELD = Scale(
    "yield", 0, 100, after=" %", share=True, note="A share of counted work.", counted=True
)
FRACTION = Scale("fraction", 0, 1, share=True, note="A share of people, from 0.0 to 1.0.")
_MEANS = (*(_mean(1, high) for high in range(3, 10)), _mean(0, 10), _mean(0, 100))
_EASE = (_ease(5), _ease(7))
SCALES = {scale.name: scale for scale in (PERCENT, CSAT, NPS, *_MEANS, *_EASE)}
"""Those of the long form, by name."""
_BY_TOP = {scale.high: scale for scale in _MEANS}


def number_and_scale(text: str) -> tuple[str, Scale] | None:
    """The number in a short form without its responses, and on which scale; ``None`` for none.

    Raises:
        Fault: there is no such scale.

    >>> number_and_scale("CSAT 81%")[1].note
    'The share who are satisfied.'
    """
    match = _SHORT.fullmatch(text)
    if match is None:
        return None
    csat, percent, ces, mean, top, nps, before_nps, fraction = match.groups()
    if mean:
        return mean, _with_top(int(top), ease=ces is not None)
    if percent:
        return percent, (CSAT if csat else PERCENT)
    if net := nps or before_nps:
        return net, NPS
    return fraction, FRACTION


def _with_top(top: int, *, ease: bool) -> Scale:
    if ease:
        return _known(f"ces 1-{top}")
    return _BY_TOP.get(top) or _known(f"1-{top}")


def _known(name: str) -> Scale:
    """The scale of mean marks of this name.

    Raises:
        Fault: there is none; says which there are.
    """
    if name in SCALES:
        return SCALES[name]
    if name.startswith("ces"):
        raise Fault("a CES is asked on 1 to 5 or 1 to 7 (7 = easy)", "write it as 'CES 5.2/7'")
    raise Fault(f"no scale {name}", "scales are 1-3 to 1-9, 0-10 and 0-100")


def scale_of(name: str) -> Scale:
    """The scale of this name in a long form.

    Raises:
        Fault: there is none.

    >>> scale_of("CSAT").show(0.81), scale_of("ces 1-7").show(0.7)
    ('CSAT 81 %', 'CES 5.2/7')
    """
    folded = name.lower()
    if folded in SCALES:
        return SCALES[folded]
    match = _LONG_NAME.fullmatch(folded)
    if match is None:
        hint = "scales are 1-5 (1-3 to 1-9), 0-10, 0-100, percent, csat, nps, ces 1-7"
        raise Fault(f"no scale {quoted(name)}", hint)
    return _known(f"{match[1] or ''}{match[2]}-{int(match[3])}")


# How single answers count.


def _evenly(mark: Fraction, low: int, high: int) -> Fraction:
    return (mark - low) / (high - low)


def _as_satisfied(mark: Fraction, low: int, high: int) -> Fraction:
    """The top two marks are satisfied, the others are not."""
    del low
    return Fraction(mark > high - 2)


def _as_promoter(mark: Fraction, low: int, high: int) -> Fraction:
    del low, high
    return Fraction(int(mark >= 9) - int(mark <= 6) + 1, 2)


@dataclass(frozen=True, slots=True)
class MarkScale:
    """The scale on which a question is answered, with marks from `low` to `high`.

    Attributes:
        name: as a survey has it.
        measure: ``mean``, ``yes-no``, ``csat``, ``nps`` or ``ces``.
        low, high: lowest and highest mark.
        makes: the scale of the score that the answers make.
    """

    name: str
    measure: str
    low: int
    high: int
    makes: Scale = field(repr=False)

    def worth(self, mark: Fraction) -> Fraction:
        """How satisfied one answer is, 0..1: what the score is the mean of."""
        return _WORTH.get(self.measure, _evenly)(mark, self.low, self.high)


_WORTH: dict[str, Callable[[Fraction, int, int], Fraction]] = {
    "csat": _as_satisfied,
    "nps": _as_promoter,
}
_MARK_SCALES = {
    scale.name: scale
    for scale in (
        *(MarkScale(mean.name, "mean", mean.low, mean.high, mean) for mean in _MEANS),
        *(MarkScale(f"csat {mean.name}", "csat", mean.low, mean.high, CSAT) for mean in _MEANS),
        *(MarkScale(ease.name, "ces", ease.low, ease.high, ease) for ease in _EASE),
        MarkScale("percent", "mean", 0, 100, SCALES["0-100"]),
        MarkScale("yes-no", "yes-no", 0, 1, PERCENT),
        MarkScale("nps", "nps", 0, 10, NPS),
    )
}
_OTHER_NAMES = {"%": "percent", "yes/no": "yes-no"}
USUAL = ("1-5", "1-7", "0-10", "nps", "percent", "yes-no", "csat 1-5", "ces 1-7")
"""The usual scales of questions."""


def marks_of(scale: Scale) -> MarkScale:
    """The marks that make a score on this scale: not of shares, of which several could be."""
    return _MARK_SCALES[scale.name]


def with_top(top: int) -> MarkScale:
    """The marks of a question whose highest is this.

    Raises:
        Fault: there are none.
    """
    return mark_scale(getattr(_BY_TOP.get(top), "name", f"1-{top}"))


def mark_scale(name: str) -> MarkScale:
    """The scale of questions of this name.

    Raises:
        Fault: there is none.

    >>> mark_scale("0-10").high, mark_scale("CSAT 1 to 5").name
    (10, 'csat 1-5')
    """
    folded = " ".join(name.casefold().split())
    meant = _OTHER_NAMES.get(folded, folded)
    if match := _MARK_NAME.fullmatch(folded):
        meant = f"{match[1] or ''}{match[2]}-{int(match[3])}"
    if meant not in _MARK_SCALES:
        hint = nearest(folded, USUAL) or f"one of {', '.join(USUAL)}"
        raise Fault(f"no scale {quoted(name)}", hint)
    return _MARK_SCALES[meant]
