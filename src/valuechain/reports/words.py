"""The words numbers are told in: percentages, points, lists; nothing a terminal or a page would obey."""

from __future__ import annotations

import math
from collections.abc import Sequence

LONGEST = 44
"""Characters of an id or a name shown before it is cut."""


def percent(fraction: float) -> str:
    """A fraction as a whole percentage; one decimal where rounding would hide that it is neither 0 nor all.

    >>> percent(0.6), percent(0.9999)
    ('60 %', '99.9 %')
    """
    whole = math.floor(100 * fraction + 0.5 + 1e-9)  # halves go up, as everybody expects
    if whole in (0, 100) and abs(100 * fraction - whole) > 1e-7:
        return f"{min(max(100 * fraction, 0.1), 99.9):.1f} %"
    return f"{whole} %"


def points(fraction: float) -> str:
    """A change on the 0..1 scale as percentage points.

    >>> points(0.1), points(0.044), points(0.01), points(0.0001)
    ('10 points', '4.4 points', '1 point', 'less than 0.1 points')
    """
    if 0 < fraction < 0.0005:
        return "less than 0.1 points"
    number = bare_points(fraction)
    return f"{number} point" if number == "1" else f"{number} points"


def bare_points(fraction: float) -> str:
    """The number in `points`: one decimal below 10, none from there on.

    >>> bare_points(0.1234), bare_points(0.044)
    ('12', '4.4')
    """
    return (
        f"{100 * fraction:.1f}".removesuffix(".0")
        if round(100 * fraction, 1) < 10
        else f"{100 * fraction:.0f}"
    )


def signed(fraction: float) -> str:
    """A change on the 0..1 scale in points, with its sign.

    >>> signed(0.044), signed(-0.12), signed(0.0001)
    ('+4.4', '-12', '0')
    """
    number = bare_points(abs(fraction))
    return number if number in ("0", "0.0") else f"{'-' if fraction < 0 else '+'}{number}"


def signed_points(fraction: float) -> str:
    """The same with its unit.

    >>> signed_points(0.01), signed_points(-0.12)
    ('+1 point', '-12 points')
    """
    number = signed(fraction)
    return f"{number} point" if number[1:] == "1" else f"{number} points"


def from_to(
    before: float,
    after: float,
    at_most: tuple[bool, bool] = (False, False),
    target: float | None = None,
) -> str:
    """A satisfaction that changes, in whole percent, or with as many decimals as it takes to show that it does.

    `at_most` says of both whether they are upper bounds. A `target` that is just missed does not
    look as if it were met.

    >>> from_to(0.6, 0.68), from_to(0.601, 0.604), from_to(0.6, 0.6), from_to(0.6, 0.68, (True, True))
    ('60 to 68 %', '60.1 to 60.4 %', '60 %', 'at most 60 to at most 68 %')
    >>> from_to(0.6, 0.748, target=0.75)
    '60 to just below 75 %'
    """
    told = [percent(before), percent(after)]
    for digits in (1, 2, 3):
        if told[0] == told[1] and abs(after - before) > 1e-9:
            told = [f"{100 * value:.{digits}f} %" for value in (before, after)]
    bound = ["at most " if bounded else "" for bounded in at_most]
    if target is not None and told[1] == percent(target) and after < target - 1e-9:
        bound[1] += "just below "
    if told[0] == told[1]:
        return f"{bound[1]}{told[1]}"
    return f"{bound[0]}{told[0].removesuffix(' %')} to {bound[1]}{told[1]}"


def money(amount: float) -> str:
    """An amount in whatever unit the file has.

    >>> money(1400.0), money(0.5), money(1234567.25), money(0.00012345)
    ('1,400', '0.5', '1,234,567.25', '0.000123')
    """
    if 0 < amount < 0.01:
        return f"{amount:.3g}"
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def arithmetic(satisfaction: float, own: float, inherited: float) -> str:
    """How a satisfaction comes about, in whole points where they add up, else with one decimal.

    >>> arithmetic(0.6, 0.16, 0.24)
    '60 = 100 - 16 own - 24 inherited'
    """
    whole = all(
        abs(100 * part - round(100 * part)) < 0.05 for part in (satisfaction, own, inherited)
    )
    total, first, rest = parts(satisfaction, own, digits=0 if whole else 1)
    return f"{total} = 100 - {first} own - {rest} inherited"


def parts(satisfaction: float, own: float, digits: int = 1) -> tuple[str, str, str]:
    """Satisfaction, own and inherited shortfall in points that, as printed, add up to 100.

    >>> parts(0.525, 0.3792)
    ('52.5', '37.9', '9.6')
    """
    total, first = round(100 * satisfaction, digits), round(100 * own, digits)
    rest = max(0.0, 100 - total - first)
    return f"{total:.{digits}f}", f"{first:.{digits}f}", f"{rest:.{digits}f}"


def listed(parts: Sequence[str], most: int | None = None) -> str:
    """Parts joined as a sentence has them; beyond `most` they are counted.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c", "d"], 2)
    ('a, b and c', 'a, b and 2 others')
    """
    if most is not None and len(parts) > most + 1:
        parts = [*parts[:most], f"{len(parts) - most} others"]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def counted(number: int, thing: str, things: str = "") -> str:
    """A number of things.

    >>> counted(1, "service"), counted(2140, "service"), counted(2, "party", "parties")
    ('1 service', '2,140 services', '2 parties')
    """
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def shown(name: str) -> str:
    """A name as one short line of printable characters.

    >>> shown("front" + chr(10) + "desk")
    'front desk'
    """
    line = "".join(c if c.isprintable() else " " for c in name)
    return line if len(line) <= LONGEST else line[: LONGEST - 3] + "..."


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
