"""What did it, and who feels it? The services, the parties and the departments behind a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from valuechain.language import say
from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Diagnosis, Level
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.advice import link_named, which_of
from valuechain.reports.diagnosed import customers_section, headed, name_of
from valuechain.reports.report import FEW, Section, section_of
from valuechain.reports.words import (
    at_most,
    bounded_points,
    from_to,
    listed,
    percent,
    sentences,
    shown,
    signed,
    signed_points,
    when,
)
from valuechain.tolerances import DIGITS, WORTH_NAMING

_NAMED = 3
_LEVELS: dict[Level, str] = {"provider": "By provider", "group": "By department"}


def what_did_most(found: Comparison, change: float) -> str:
    """What did most by itself, and what worked against it; what only shifted is not named."""
    did = [row for row in found.services if row.did and abs(row.part) >= WORTH_NAMING]
    up, down = [row for row in did if row.part > 0], [row for row in did if row.part < 0]
    if abs(change) < WORTH_NAMING:
        return _cancelled(found, up, down)
    towards, against = (up, down) if change > 0 else (down, up)
    return sentences(_learnt(found), _most(found, towards, against))


def _learnt(found: Comparison) -> str:
    """How much of a change is of what somebody asked about only once."""
    points = sum(row.part for row in found.services if row.measured_once)
    told = say("{points} were only learnt, not won.", points=signed_points(points))
    return when(abs(points) >= WORTH_NAMING, told)


def _cancelled(
    found: Comparison, up: Sequence[ServiceChange], down: Sequence[ServiceChange]
) -> str:
    if not up or not down:
        return ""
    return say(
        "{first} against {second}, and all the rest, cancelled out.",
        first=_won(found, up[0]),
        second=_won(found, down[0]),
    )


def _most(
    found: Comparison, towards: Sequence[ServiceChange], against: Sequence[ServiceChange]
) -> str:
    if not towards:
        return ""
    alike = [row for row in towards if round(row.part - towards[0].part, DIGITS) == 0]
    won = listed([_won(found, row) for row in alike], _NAMED)
    most = say("Above all through {won}", won=won)
    if not against:
        return f"{most}."
    first = against[0]
    return say(
        "{most}; {ends} worked against it ({part}).",
        most=most,
        ends=_named(found, first),
        part=signed(first.part),
    )


def _won(found: Comparison, row: ServiceChange) -> str:
    return f"{_named(found, row)} ({signed(row.part)})"


def _named(found: Comparison, row: ServiceChange) -> str:
    """Who serves whom, in names; of several services between two, by which of them."""
    parties = dict(found.before.chain.parties) | dict(found.after.chain.parties)
    which = which_of(found.chain_of(row), row.id)
    return f"{link_named(parties, row.provider, row.customer)}{which}"


def customers_won(found: Comparison) -> Section | None:
    """What each external customer won, where there are several."""
    if len(found.customers) < 2:
        return None
    parties = dict(found.before.chain.parties) | dict(found.after.chain.parties)
    return customers_section(
        [f"{name_of(parties, party)}: {_customer(found, party)}" for party in found.customers]
    )


def _customer(found: Comparison, party: str) -> str:
    then = found.before.external_customers.get(party)
    now = found.after.external_customers.get(party)
    change = found.customers[party]
    if then is None or now is None or change is None:
        before, after = _or_unknown(found.before, party), _or_unknown(found.after, party)
        return say("{then} before, {now} after", then=before, now=after)
    bounds = _bounds(found, party)
    return f"{from_to(then, now, bounds)} ({bounded_points(change, bounds)})"


def _bounds(found: Comparison, party: str) -> tuple[bool, bool]:
    """Whether what nobody measured may lower what a party receives, then and now."""
    return party in found.before.solution.bounded, party in found.after.solution.bounded


def _or_unknown(diagnosis: Diagnosis, party: str) -> str:
    satisfaction = diagnosis.external_customers.get(party)
    if satisfaction is None:
        return say("unknown")
    return f"{at_most(party in diagnosis.solution.bounded)}{percent(satisfaction)}"


def services_won(found: Comparison) -> Section | None:
    """Which services did it by themselves."""
    return section_of(
        say("What did it"),
        [row for row in found.services if row.did and abs(row.part) >= WORTH_NAMING],
        lambda row: f"{headed(row)}: {signed_points(row.part)}; {_why(row)}.",
        say("Points that the customers won through what changed by itself."),
    )


def services_measured_once(found: Comparison) -> Section | None:
    """Of which services it is known only now what they cost, or no longer."""

    def item(row: ServiceChange) -> str:
        when_asked = say("measured only now")
        if row.verdict_after == "unmeasured":
            when_asked = say("no longer measured")
        return f"{headed(row)}: {signed_points(row.part)}; {when_asked}."

    return section_of(
        say("Measured only once"),
        [row for row in found.services if row.measured_once and abs(row.part) >= WORTH_NAMING],
        item,
        say("What nobody measures counts as perfect: these points were learnt, not won or lost."),
    )


def services_shifted(found: Comparison) -> Section | None:
    """Which services count for more or less only because others changed."""
    why = say("Their own scores did not do it: what is put down to them changed with the rest.")
    whole = say("With the parts above, these points are the whole change.")
    return section_of(
        say("Also shifted"),
        [row for row in found.services if row.shifted],
        lambda row: f"{headed(row)}: {signed_points(row.part)}; {_moved(row)}.",
        sentences(why, when(found.change is not None, whole)),
    )


def _why(row: ServiceChange) -> str:
    if row.fate != "kept":
        return say(f"it {row.fate}")
    moved = _moved(row)
    if abs(row.position) < WORTH_NAMING:
        return moved
    matters = say("more") if row.position < 0 else say("less")
    shift = say(
        "{position} because it matters {matters} than it did",
        position=signed(row.position),
        matters=matters,
    )
    return say(
        "{moved}; {quality} by its own quality, {shift}",
        moved=moved,
        quality=signed(row.quality),
        shift=shift,
    )


def _moved(row: ServiceChange) -> str:
    """Of one that was measured both times."""
    then, now = row.satisfaction_before or 0.0, row.satisfaction_after or 0.0
    return say("satisfaction {from_to}", from_to=from_to(then, now))


def parties_won(found: Comparison) -> Section | None:
    """Who receives better and who worse, the external customers aside."""

    def item(party: str) -> str:
        then, now = found.before.received[party], found.after.received[party]
        spanned = from_to(then or 0.0, now or 0.0, _bounds(found, party))
        return f"{name_of(found.after.chain.parties, party)}: {spanned}"

    moved = [
        party
        for party, rise in found.parties.items()
        if abs(rise) >= WORTH_NAMING and party not in found.customers
    ]
    last = [party for party in moved[FEW:][-FEW:] if found.parties[party] < 0]
    named = dict.fromkeys((*moved[:FEW], *last))
    asked = any(row.measured_once for row in found.services)
    received = sentences(
        say("Satisfaction with all that they receive."),
        when(asked, say("Some of it changed only because not the same was measured.")),
    )
    parties = list(named | dict.fromkeys(moved))
    return section_of(_heading(found, moved), parties, item, received, most=len(named))


def _heading(found: Comparison, moved: Sequence[str]) -> str:
    better = any(found.parties[party] > 0 for party in moved)
    worse = any(found.parties[party] < 0 for party in moved)
    if not better:
        return say("Who inside receives worse")
    if not worse and any(row.measured_once for row in found.services):
        return say("Who inside receives better, as far as is known")
    if not worse:
        return say("Who inside receives better (nobody worse)")
    return say("Who inside receives better, and who worse")


def rolled_up(found: Comparison) -> Section | None:
    """By whom it was won, by provider and by department."""
    if found.change is None:
        return None
    sums = {say(words): _sums(found, level) for level, words in _LEVELS.items()}
    items = [f"{words}: {listed(won, FEW)}." for words, won in sums.items() if len(won) > 1]
    learnt = any(row.measured_once and abs(row.part) >= WORTH_NAMING for row in found.services)
    introduction = when(learnt, say("With what was learnt, not won."))
    return section_of(say("Whose it is"), items, str, introduction)


def _sums(found: Comparison, level: Level) -> list[str]:
    parties = dict(found.before.chain.parties) | dict(found.after.chain.parties)
    called: Callable[[str], str] = partial(name_of, parties) if level == "provider" else shown
    return [
        f"{called(name)} {signed(won)}"
        for name, won in found.by(level).items()
        if name and abs(won) >= WORTH_NAMING
    ]
