"""How long the customers wait, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from valuechain.language import numeral, say
from valuechain.model.durations import UNITS, differ
from valuechain.questions.timing import CustomerTiming, Kept, TimedService, Timing
from valuechain.reports.advice import delivery_named, told_apart
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import (
    FEW,
    Report,
    Section,
    Table,
    how_found,
    section_of,
    table_of,
)
from valuechain.reports.words import (
    counted,
    listed,
    percent,
    sentences,
    shown,
    when,
    whole_number,
)
from valuechain.results import Interval

_FEW = 3
_KEPT: dict[Kept, str] = {"kept": "is kept", "perhaps": "may be broken", "broken": "is broken"}
_THEN: dict[Kept, str] = {
    "kept": "If every standard were met, it would be kept",
    "perhaps": "Even if every standard were met, it might be broken",
    "broken": "Even if every standard were met, it would be broken",
}
_MEETS: dict[Kept, str] = {"kept": "met", "perhaps": "may be missed", "broken": "missed"}
_FROM = {
    False: {"d": 2 * UNITS["d"], "h": 2 * UNITS["h"], "min": 2 * UNITS["min"], "s": 0},
    True: {
        "working day": UNITS["working day"],
        "h": 2 * UNITS["h"],
        "min": 2 * UNITS["min"],
        "s": 0,
    },
}
"""Seconds from which on a time is told in this unit, in working days or not."""
_BELOW = {"d": "h", "working day": "h", "h": "min", "min": "s"}
"""What is left of a time in a unit is told in this one."""
_FINEST = 9  # decimals of a second: more cannot be written
_HOW = (
    "A provider begins once all that it needs has arrived; what keeps the customer waiting is the "
    "critical path, with every time in the middle of its range. A day has 24 hours, a working day "
    "8."
)


def report(found: Timing) -> Report:
    """Put how long everything takes into words."""
    if not found.rows:
        return Report.of(shown(found.title), answer(found), [], _table(found))
    sections = [
        _customers(found),
        _missed(found),
        _on_time(found),
        _unknown(found),
        how_found(say(_HOW)),
    ]
    return Report.of(shown(found.title), answer(found), sections, _table(found))


def answer(found: Timing) -> str:
    """How long the customer waits longest, against the promise, and where the time goes."""
    if not found.rows:
        return say(
            "Nobody says how long anything takes. Write 'takes: 40 min' and 'standard: "
            "15 min' with services, and 'promise: 2 h' with customers."
        )
    first = most_pressing(found)
    return sentences(_waits(found, first), _longest(found, first), _if_met(found, first))


def most_pressing(found: Timing) -> CustomerTiming:
    """Who waits longest, of those whose promise is broken, if any."""
    order: tuple[Kept, ...] = ("broken", "perhaps")
    for kept in order:
        for each in found.customers:
            if each.kept == kept:
                return each
    return found.customers[0]


def _waits(found: Timing, each: CustomerTiming) -> str:
    alike = [other.customer for other in found.customers if _waits_alike(found, other, each)]
    whom = listed([name_of(found.diagnosis.chain.parties, party) for party in alike], 2)
    if each.takes[1] <= 0 and each.customer in found.open_ended:
        return say("Nobody says how long anything on the way to {whom} takes.", whom=whom)
    waits = say(
        "To reach {whom} takes {least}{takes}",
        whom=whom,
        least=_at_least(found, each),
        takes=span_in(found, each.takes, *_beside(each)),
    )
    told = say("{waits}; nothing is promised.", waits=waits)
    if each.promise is not None:
        known = _known(found, each, each.kept)
        promise = say(
            "the promise of {promise} {kept}",
            promise=time_in(found, each.promise, *_beside(each)),
            kept=say(_KEPT[each.kept]),
        )
        told = f"{waits}: {promise}{known}."
    return sentences(told, _gaps(found))


def _at_least(found: Timing, each: CustomerTiming) -> str:
    """Said where not everything on the way is timed."""
    return when(each.customer in found.open_ended, say("at least "))


def _known(found: Timing, each: CustomerTiming, kept: Kept) -> str:
    """Said of a promise that is kept if what nobody timed takes no time."""
    return when(kept == "kept" and each.customer in found.open_ended, say(" as far as is known"))


def _beside(each: CustomerTiming) -> tuple[float | None, ...]:
    """The times that are told of a customer, one against the other."""
    return *each.takes, *each.by_standards, each.promise


def _waits_alike(found: Timing, one: CustomerTiming, other: CustomerTiming) -> bool:
    ends = (*one.takes, *one.by_standards), (*other.takes, *other.by_standards)
    if any(map(differ, *ends)) or one.promise != other.promise:
        return False
    return (one.customer in found.open_ended) == (other.customer in found.open_ended)


def _gaps(found: Timing) -> str:
    """How many services nobody timed."""
    every = len(found.diagnosis.chain.services)
    timed = sum(row.takes is not None for row in found.rows)
    are = say("is") if timed == 1 else say("are")
    said = say(
        "Only {timed} of {every} services {are} timed; the others count as no time.",
        timed=whole_number(timed),
        every=whole_number(every),
        are=are,
    )
    return when(found.untimed, said)


def _longest(found: Timing, each: CustomerTiming) -> str:
    """The service on the critical path that takes longest."""
    timed = [row for row in found.rows if row.id in each.path and row.takes is not None]
    longest = max(timed, key=lambda row: (sum(row.takes or (0, 0)), row.id), default=None)
    if longest is None or longest.takes is None:
        return ""
    late = when(longest.meets == "broken", say(", more than its standard"))
    return say(
        "Longest on the way: {named}, {takes}{late}.",
        named=_named(found, longest.id),
        takes=span_in(found, longest.takes),
        late=late,
    )


def _if_met(found: Timing, each: CustomerTiming) -> str:
    """What meeting all standards would change, where a promise is not safe."""
    if each.kept in ("kept", "unknown"):
        return ""
    then = span_in(found, each.by_standards, *_beside(each))
    known = _known(found, each, each.kept_by_standards)
    return f"{say(_THEN[each.kept_by_standards])}{known} ({then})."


def _named(found: Timing, service: str) -> str:
    return told_apart(found.diagnosis.chain, service)


def _customers(found: Timing) -> Section | None:
    parties = found.diagnosis.chain.parties

    def item(each: CustomerTiming) -> str:
        services = [found.diagnosis.chain.services[service] for service in each.path]
        way = [services[0].provider, *(service.customer for service in services)]
        told = " -> ".join(_cut([name_of(parties, party) for party in way]))
        promised = when(
            each.promise is not None,
            say(", promised {promise}", promise=time_in(found, each.promise or 0, *each.takes)),
        )
        takes = f"{_at_least(found, each)}{span_in(found, each.takes, each.promise)}"
        return f"{name_of(parties, each.customer)}, {takes}{promised}: {told}."

    waiting = [each for each in found.customers if each.takes[1] > 0]
    return section_of(say("What keeps each customer waiting"), waiting, item)


def _cut(way: Sequence[str]) -> list[str]:
    if len(way) <= 2 * FEW:
        return list(way)
    return [*way[:FEW], say("... {left} more ...", left=len(way) - 2 * FEW), *way[-FEW:]]


def _missed(found: Timing) -> Section | None:
    rows = [row for row in found.rows if row.meets in ("broken", "perhaps")]

    def item(row: TimedService) -> str:
        takes, standard = row.takes or (0.0, 0.0), row.standard or 0.0
        against = say(
            "{takes}, the standard is {standard}",
            takes=span_in(found, takes, standard),
            standard=time_in(found, standard, *takes),
        )
        waits = when(row.slack == 0, say(": a customer waits for it"))
        perhaps = when(row.meets == "perhaps", say(" (may be missed)"))
        named = delivery_named(found.diagnosis.chain, row.id)
        return f"{named}: {against}{perhaps}{waits}."

    return section_of(say("Standards that are missed"), rows, item)


def _on_time(found: Timing) -> Section | None:
    known = [each for each in found.customers if each.on_time is not None]

    def item(each: CustomerTiming) -> str:
        low, high = each.bounds or (0.0, 1.0)
        steps = say(
            "{counted} of {steps}", counted=len(each.counted), steps=counted(len(each.path), "step")
        )
        alone = say(
            "{on_time} if they are late independently of one another",
            on_time=percent(each.on_time or 0),
        )
        between = say(
            "between {low} and {high} in any case",
            low=percent(low).removesuffix(" %"),
            high=percent(high),
        )
        whom = name_of(found.diagnosis.chain.parties, each.customer)
        chance = percent(low) if len(each.counted) == 1 else f"{alone}, {between}"
        return say("{whom}: {chance} (counted on {steps}).", whom=whom, chance=chance, steps=steps)

    return section_of(say("All on time on the critical path"), known, item)


def _unknown(found: Timing) -> Section | None:
    untimed, back = found.untimed, found.left_out
    unknown = say("No time is given for {names}.", names=_list(found, untimed))
    round_ = say("Left out, for they lead back round a loop: {names}.", names=_list(found, back))
    said = sentences(when(untimed, unknown), when(back, round_))
    return Section(say("What is not counted"), said) if said else None


def _list(found: Timing, services: Sequence[str]) -> str:
    named = dict.fromkeys(_named(found, service) for service in services)
    return listed(list(named), _FEW)


def _table(found: Timing) -> Table:
    heads = ("service", "takes", "standard", "met", "slack", "on time")
    return table_of(heads, found.rows, lambda row: _cells(found, row), "services {all}")


def _cells(found: Timing, row: TimedService) -> tuple[str, ...]:
    return (
        _named(found, row.id),
        "?" if row.takes is None else span_in(found, row.takes, row.standard),
        "" if row.standard is None else time_in(found, row.standard, *(row.takes or ())),
        say(_MEETS.get(row.meets, "")),
        "" if row.slack is None else time_in(found, row.slack),
        "" if row.on_time is None else percent(row.on_time),
    )


# Times in words.


def span_in(found: Timing, ends: Interval, *beside: float | None) -> str:
    """Between what two times something lies, in the units of the file."""
    return span(ends, *beside, working=found.in_working_days)


def time_in(found: Timing, seconds: float, *beside: float | None) -> str:
    """A time in the units of the file."""
    return spoken(seconds, *beside, working=found.in_working_days)


def span(ends: Interval, *beside: float | None, working: bool = False) -> str:
    """Between what two times something lies; `working` says to count in working days.

    >>> span((1920, 2520)), span((60, 60)), span((30, 5400)), span((10_800, 10_815))
    ('32 to 42 min', '60 s', '30 s to 90 min', '3 h to 3 h 15 s')
    """
    low, high = (spoken(end, *ends, *beside, working=working) for end in ends)
    if low == high:
        return low
    unit = high.rpartition(" ")[2]
    if low.split(" ")[1:] == [unit] == high.split(" ")[1:]:
        low = low.removesuffix(f" {unit}")
    return say("{low} to {high}", low=low, high=high)


def spoken(seconds: float, *beside: float | None, working: bool = False) -> str:
    """A time in the unit that suits it, as fine as tells it from others beside it.

    >>> spoken(45), spoken(5400), spoken(9000), spoken(90 * 3600)
    ('45 s', '90 min', '2 h 30 min', '3 d 18 h')
    >>> spoken(24 * 3600, working=True)
    '3 working days'
    >>> spoken(10_815), spoken(10_815, 10_800), spoken(10_800, 10_815)
    ('3 h', '3 h 15 s', '3 h')
    """
    others = [other for other in beside if other is not None and differ(other, seconds)]

    def is_apart(digits: int | None) -> bool:
        told = _rounded(seconds, digits, working=working)
        return all(told != _rounded(other, digits, working=working) for other in others)

    digits = next(filter(is_apart, (None, *range(_FINEST))), _FINEST)
    return _in_units(_rounded(seconds, digits, working=working), working=working)


def _rounded(seconds: float, digits: int | None, *, working: bool) -> Decimal:
    """To so many decimals of a second, or to what is left in the unit below the one that suits."""
    if digits is not None:
        return round(Decimal(seconds), digits)
    below = _BELOW.get(_suited(seconds, working=working))
    if below is None:
        return Decimal(f"{seconds:.3g}")
    return Decimal(round(seconds / UNITS[below]) * UNITS[below])


def _suited(seconds: float | Decimal, *, working: bool) -> str:
    """The largest unit that a time is told in."""
    return next(unit for unit, least in _FROM[working].items() if seconds >= least)


def _in_units(seconds: Decimal, *, working: bool) -> str:
    if seconds == 0:
        return "0"
    unit = _suited(seconds, working=working)
    if not working and seconds % UNITS["d"] == 0:
        unit = "d"
    parts = []
    while unit in _BELOW:
        whole, seconds = divmod(seconds, UNITS[unit])
        parts.append(_part(whole, unit))
        unit = _BELOW[unit]
    parts.append(_part(seconds, unit))
    return " ".join(filter(None, parts))


def _part(number: Decimal, unit: str) -> str:
    if unit == "working day" and number != 1:
        unit = "working days"
    return when(number, f"{numeral(f'{number.normalize():f}')} {say(unit)}")
