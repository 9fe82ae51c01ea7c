"""The words numbers are told in: percentages, points, lists; nothing that a page would obey."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from valuechain.language import numeral, say
from valuechain.model import numbers
from valuechain.tolerances import FAVOUR, WORTH_NAMING

LONGEST = 44
"""Characters of an id or a name shown before it is cut."""
_LONGEST_TITLE = 200

_LAST_BITS = 1e-9
"""Of the last decimal, by which a half may be missed: they depend on the machine."""


def rounded(number: float, digits: int = 0) -> str:
    """A number with so many decimals, halves up, as everybody expects; so does `numerals.js`.

    >>> rounded(12.5), rounded(4.45, 1), rounded(-0.2)
    ('13', '4.5', '0')
    """
    scale = 10**digits
    return f"{math.floor(number * scale + 0.5 + _LAST_BITS) / scale:.{digits}f}"


# Percentages.


def percent(fraction: float) -> str:
    """A fraction as a whole percentage, with a decimal where rounding hides that it is not all.

    >>> percent(0.6), percent(0.9999)
    ('60 %', '99.9 %')
    """
    whole = rounded(100 * fraction)
    if whole in ("0", "100") and abs(100 * fraction - float(whole)) > 1e-7:
        return f"{numeral(rounded(min(max(100 * fraction, 0.1), 99.9), 1))} %"
    return f"{whole} %"


def as_given(fraction: float) -> str:
    """A fraction that somebody chose, in percent, with all its digits.

    >>> as_given(0.95), as_given(0.9999), as_given(1e-9)
    ('95 %', '99.99 %', '0.0000001 %')
    """
    percentage = Decimal(repr(float(fraction))).scaleb(2)
    digits = f"{percentage.normalize():f}"
    return f"{numeral(digits)} %"


def tenths(fraction: float) -> str:
    """A fraction in percent as tables have it.

    >>> tenths(0.6)
    '60.0'
    """
    return numeral(rounded(100 * fraction, 1))


def cell(fraction: float | None, shape: Callable[[float], str] = tenths) -> str:
    """What a table says of a number that may not be known.

    >>> cell(0.6), cell(None)
    ('60.0', '?')
    """
    return "?" if fraction is None else shape(fraction)


def enough(fraction: float) -> str:
    """The least percentage that is not below a fraction: of what must be reached.

    >>> enough(0.612), enough(0.9931), enough(0.6)
    ('62 %', '99.4 %', '60 %')
    """
    whole = math.ceil(100 * fraction - 1e-7)
    if whole < 100:
        return f"{whole} %"
    return f"{numeral(f'{math.ceil(1000 * fraction - 1e-6) / 10:g}')} %"


def at_most(bounded: bool) -> str:  # noqa: FBT001
    """What stands before an upper bound."""
    return when(bounded, say("at most "))


def target_met(target: float, bounded: bool) -> str:  # noqa: FBT001
    """That an outcome which reaches its target meets it; of an upper bound nobody can tell.

    >>> target_met(0.75, False), target_met(0.75, True)[:30]
    ('the target of 75 % is met', 'whether the target of 75 % is ')
    """
    template = "the target of {target} is met"
    if bounded:
        template = "whether the target of {target} is met hangs on what nobody measured"
    return say(template, target=percent(target))


def against(outcome: float, target: float) -> str:
    """An outcome as a percentage that does not look like the target where it misses it.

    >>> against(0.6, 0.75), against(0.7499, 0.75)
    ('60 %', 'just below 75 %')
    """
    return f"{_just_below(percent(outcome), outcome, target)}{percent(outcome)}"


def _just_below(text: str, outcome: float, target: float) -> str:
    return when(text == percent(target) and outcome < target - FAVOUR, say("just below "))


def from_to(
    before: float,
    after: float,
    bounded: tuple[bool, bool] = (False, False),
    target: float | None = None,
) -> str:
    """A satisfaction that changes, in whole percent or with as many decimals as show that it does.

    `bounded` says of both whether they are upper bounds. A `target` that is just missed does not
    look as if it were met.

    >>> from_to(0.6, 0.68), from_to(0.601, 0.604), from_to(0.6, 0.6)
    ('60 to 68 %', '60.1 to 60.4 %', '60 %')
    >>> from_to(0.6, 0.68, (True, True)), from_to(0.6, 0.748, target=0.75)
    ('at most 60 to at most 68 %', '60 to just below 75 %')
    """
    then, now = kept_apart(before, after)
    bound = at_most(bounded[1])
    if target is not None:
        bound += _just_below(now, after, target)
    if then == now:
        return f"{bound}{now}"
    first = f"{at_most(bounded[0])}{then.removesuffix(' %')}"
    return say("{then} to {now}", then=first, now=f"{bound}{now}")


def kept_apart(before: float, after: float) -> tuple[str, str]:
    """Two percentages with up to three decimals, as many as it takes to tell them apart.

    >>> kept_apart(0.6, 0.68), kept_apart(0.601, 0.604)
    (('60 %', '68 %'), ('60.1 %', '60.4 %'))
    """
    then, now = percent(before), percent(after)
    for digits in (1, 2, 3):
        if then == now and abs(after - before) > FAVOUR:
            then, now = (f"{numeral(rounded(100 * value, digits))} %" for value in (before, after))
    return then, now


# Points.


def points(fraction: float) -> str:
    """A change on the 0..1 scale as percentage points.

    >>> points(0.1), points(0.044), points(0.01), points(0.0001)
    ('10 points', '4.4 points', '1 point', 'less than 0.1 points')
    """
    if 0 < fraction < WORTH_NAMING:
        return say("less than 0.1 points")
    return _with_unit(bare_points(fraction))


def bare_points(fraction: float) -> str:
    """The number in `points`: one decimal below 10, none from there on.

    >>> bare_points(0.1234), bare_points(0.044), bare_points(-1e-17)
    ('12', '4.4', '0')
    """
    told = rounded(100 * fraction, 1)
    if float(told) >= 10:
        told = rounded(100 * fraction)
    return numeral(told.removesuffix(".0"))


def signed(fraction: float) -> str:
    """A change on the 0..1 scale in points, with its sign.

    >>> signed(0.044), signed(-0.12), signed(0.0001)
    ('+4.4', '-12', '0')
    """
    number = bare_points(abs(fraction))
    if number == "0":
        return number
    sign = "-" if fraction < 0 else "+"
    return f"{sign}{number}"


def signed_points(fraction: float) -> str:
    """The same with its unit.

    >>> signed_points(0.01), signed_points(-0.12)
    ('+1 point', '-12 points')
    """
    return _with_unit(signed(fraction))


def bounded_points(fraction: float, bounded: tuple[bool, bool]) -> str:
    """The same between two satisfactions, of which `bounded` says whether they are upper bounds.

    >>> bounded_points(0.1, (False, True)), bounded_points(0.1, (True, True))
    ('at most +10 points', '+10 points')
    """
    told = signed_points(fraction)
    if bounded == (True, False):
        return say("at least {points}", points=told)
    if bounded == (False, True):
        return say("at most {points}", points=told)
    return told


def _with_unit(number: str) -> str:
    if number.lstrip("+-") == "1":
        return say("{number} point", number=number)
    return say("{number} points", number=number)


def arithmetic(satisfaction: float, own: float, inherited: float) -> str:
    """How a satisfaction comes about, in whole points where they add up, else with one decimal.

    >>> arithmetic(0.6, 0.16, 0.24)
    '60 = 100 - 16 own - 24 inherited'
    """
    whole = all(
        abs(100 * part - round(100 * part)) < 0.05 for part in (satisfaction, own, inherited)
    )
    total, first, rest = parts(satisfaction, own, digits=int(not whole))
    sum_of = "{total} = 100 - {own} own - {inherited} inherited"
    return say(sum_of, total=total, own=first, inherited=rest)


def parts(satisfaction: float, own: float, digits: int = 1) -> tuple[str, str, str]:
    """Satisfaction, own and inherited shortfall in points that, as printed, add up to 100.

    >>> parts(0.525, 0.3792)
    ('52.5', '37.9', '9.6')
    """
    total, first = rounded(100 * satisfaction, digits), rounded(100 * own, digits)
    rest = rounded(max(0.0, 100 - float(total) - float(first)), digits)
    return numeral(total), numeral(first), numeral(rest)


# Anything else.


def decimal(value: float, digits: int = 6) -> str:
    """A number with so many significant digits, without an exponent.

    >>> decimal(0.25), decimal(0.00012345, 3)
    ('0.25', '0.000123')
    """
    return numeral(numbers.decimal(value, digits))


def money(amount: float) -> str:
    """An amount in whatever unit the file has.

    >>> money(1400.0), money(0.5), money(1234567.25), money(0.00012345)
    ('1,400', '0.5', '1,234,567.25', '0.000123')
    """
    if 0 < amount < 0.01:
        return decimal(amount, 3)
    return numeral(f"{amount:,.2f}".rstrip("0").rstrip("."))


def listed(parts: Sequence[str], most: int | None = None, *, last: str = "and") -> str:
    """Parts joined as a sentence has them; beyond `most` they are counted.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], 2), listed(["a", "b"], last="or")
    ('a, b and c', 'a, b and 2 others', 'a or b')
    """
    if most is not None and len(parts) > most + 1:
        parts = [*parts[:most], say("{number} others", number=whole_number(len(parts) - most))]
    return f" {say(last)} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def whole_number(number: int) -> str:
    """A number of things alone.

    >>> whole_number(2140)
    '2,140'
    """
    return numeral(f"{number:,}")


def counted(number: int, thing: str, things: str = "") -> str:
    """A number of things.

    >>> counted(1, "service"), counted(2140, "service"), counted(2, "party", "parties")
    ('1 service', '2,140 services', '2 parties')
    """
    if number == 1:
        return f"1 {say(thing)}"
    return f"{whole_number(number)} {say(things or f'{thing}s')}"


def shown(name: str, longest: int = LONGEST) -> str:
    """A name as one short line of printable characters.

    >>> shown("front" + chr(10) + "desk"), shown("a very long name", 10)
    ('front desk', 'a very ...')
    """
    line = "".join(c if c.isprintable() else " " for c in name)
    if len(line) <= longest:
        return line
    return line[: longest - 3] + "..."


def headline(title: str) -> str:
    """A title that stands above a document or a picture: cut where nobody would read on.

    >>> len(headline("no end " * 99))
    200
    """
    return shown(title.strip(), _LONGEST_TITLE)


def names(ids: Sequence[str], most: int | None = None) -> str:
    """Ids or names as a list in a sentence.

    >>> names(["clerk", "designer"])
    'clerk and designer'
    """
    return listed([*map(shown, ids)], most)


def own_words(text: str) -> str:
    """A score or a time as the file has it, with the numbers and words of the language.

    >>> own_words("3.4/5 (9 responses)")
    '3.4/5 (9 responses)'
    """
    return re.sub(r"[a-z]+(?: [a-z]+)*", lambda found: say(found[0]), numeral(text))


def capital(text: str) -> str:
    """The text with its first letter large, if that is one letter: no `SS` for a sharp s."""
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


def when(so: object, text: str) -> str:
    """The text where something is so, else none."""
    return text if so else ""


def sentences(*texts: str) -> str:
    """Those that say something, one after the other.

    >>> sentences("Yes.", "", "No.")
    'Yes. No.'
    """
    return " ".join(filter(None, texts))
