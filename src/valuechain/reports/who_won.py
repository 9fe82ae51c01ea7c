"""What did it, and who feels it? The services, the parties and the departments behind a change."""

from __future__ import annotations

from collections.abc import Sequence

from valuechain.questions.comparison import Comparison
from valuechain.questions.diagnosis import Level
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.diagnosed import customers_section, headed, name_of
from valuechain.reports.report import FEW, Section, section_of
from valuechain.reports.words import from_to, listed, percent, shown, signed, signed_points
from valuechain.tolerances import WORTH_NAMING

_LEVELS: dict[Level, str] = {"provider": "By provider", "group": "By department"}
_BETTER = ", for it receives better, and adds more of its own"
_WORSE = ", for it receives worse, and adds less of its own"


def what_did_most(found: Comparison, change: float) -> str:
    """What did most, and what worked against it."""
    up = [row for row in found.services if row.part >= WORTH_NAMING]
    down = [row for row in found.services if row.part <= -WORTH_NAMING]
    if abs(change) < WORTH_NAMING:
        return _cancelled(up, down)
    if change > 0:
        return _most(up, down)
    return _most(down, up)


def _cancelled(up: Sequence[ServiceChange], down: Sequence[ServiceChange]) -> str:
    if not up or not down:
        return ""
    return f"{_won(up[0])} and {_won(down[0])} made up for one another."


def _most(towards: Sequence[ServiceChange], against: Sequence[ServiceChange]) -> str:
    if not towards:
        return ""
    most = f"Most of it through {_won(towards[0])}"
    if not against:
        return f"{most}."
    first = against[0]
    return f"{most}; {shown(first.id)} worked against it ({signed(first.part)})."


def _won(row: ServiceChange) -> str:
    return f"{shown(row.id)} ({signed(row.part)})"


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
        return f"{_or_unknown(then)} before, {_or_unknown(now)} after"
    return f"{from_to(then, now)} ({signed_points(change)})"


def _or_unknown(satisfaction: float | None) -> str:
    if satisfaction is None:
        return "unknown"
    return percent(satisfaction)


def services_won(found: Comparison) -> Section | None:
    """Which services did it, by their own quality or by their place."""
    return section_of(
        "What did it",
        [row for row in found.services if abs(row.part) >= WORTH_NAMING],
        lambda row: f"{headed(row)}: {signed_points(row.part)}; {_why(row)}.",
        "Points that the customers won through each service; together they are the change.",
    )


def _why(row: ServiceChange) -> str:
    if row.fate != "kept":
        return f"it {row.fate}"
    moved = f"{_moved(row)}{_contrary(row)}"
    if abs(row.position) < WORTH_NAMING:
        return moved
    matters = "more" if row.position < 0 else "less"
    why = f"because it matters {matters} than it did"
    if abs(row.quality) < WORTH_NAMING:
        return f"{moved}; all of it {why}"
    return f"{moved}; {signed(row.quality)} by its own quality, {signed(row.position)} {why}"


def _moved(row: ServiceChange) -> str:
    then, now = row.satisfaction_before, row.satisfaction_after
    if row.satisfaction is None or then is None or now is None:
        return "not measured both times"
    return f"satisfaction {from_to(then, now)}"


def _contrary(row: ServiceChange) -> str:
    """Why a service that satisfies more may cost more, and the other way round."""
    rise = row.satisfaction or 0.0
    if abs(row.quality) < WORTH_NAMING or rise * row.quality >= 0:
        return ""
    return _BETTER if rise > 0 else _WORSE


def parties_won(found: Comparison) -> Section | None:
    """Who receives better and who worse, the external customers aside."""

    def item(party: str) -> str:
        spanned = from_to(found.before.received[party], found.after.received[party])
        return f"{name_of(found.after.chain.parties, party)}: {spanned}"

    moved = [
        party
        for party, rise in found.parties.items()
        if abs(rise) >= WORTH_NAMING and party not in found.customers
    ]
    last = [party for party in moved[FEW:][-FEW:] if found.parties[party] < 0]
    named = dict.fromkeys((*moved[:FEW], *last))
    received = "Satisfaction with all that they receive."
    parties = list(named | dict.fromkeys(moved))
    return section_of(_heading(found, moved), parties, item, received, most=len(named))


def _heading(found: Comparison, moved: Sequence[str]) -> str:
    better = any(found.parties[party] > 0 for party in moved)
    worse = any(found.parties[party] < 0 for party in moved)
    if not better:
        return "Who receives worse"
    if not worse:
        return "Who receives better (nobody worse)"
    return "Who receives better, and who worse"


def rolled_up(found: Comparison) -> Section | None:
    """By whom it was won, by provider and by department."""
    if found.change is None:
        return None
    sums = {words: _sums(found, level) for level, words in _LEVELS.items()}
    items = [f"{words}: {listed(won, FEW)}." for words, won in sums.items() if len(won) > 1]
    return section_of("Whose it is", items, str)


def _sums(found: Comparison, level: Level) -> list[str]:
    return [
        f"{shown(name)} {signed(won)}"
        for name, won in found.by(level).items()
        if name and abs(won) >= WORTH_NAMING
    ]
