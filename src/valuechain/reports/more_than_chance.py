"""Is it more than chance? Which changes the numbers of answers do not explain."""

from __future__ import annotations

from valuechain.language import say
from valuechain.questions.comparison import Comparison, Unlike
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.report import FEW, Section
from valuechain.reports.words import counted, listed, shown, signed, when
from valuechain.results import Interval
from valuechain.tolerances import FAVOUR

_CELLS = {True: "yes", False: "may be chance", None: "?"}
_GROUPS = {
    True: "More than the answers' numbers explain",
    False: "May be chance",
    None: "Cannot be told, for want of a number of answers",
}
_UNLIKE: dict[Unlike, str] = {
    "customers": "the customers do not count alike both times",
    "services": "services came or went",
    "measured": "not the same was measured both times",
}
_SURE = (
    "Changes of satisfaction, in points. Of those that are more than chance one in twenty may be "
    "none: the false discovery rate is at most 5 %."
)


def why_unlike(unlike: Unlike) -> str:
    """Why two outcomes are not of one thing."""
    return say(_UNLIKE[unlike])


def sure_of_change(found: Comparison) -> str:
    """Whether the change of the outcome is more than chance, or why nobody can say.

    Nothing where no number of answers is known of outcomes that are alike.
    """
    if found.unlike:
        return f"; {why_unlike(found.unlike)}"
    if not found.is_quickly_sure or found.sureness is None:
        return ""
    low, high = found.sureness.outcome
    if found.exact:
        if_exact = say("if the scores without a number of answers are exact")
        return say(
            "; {low} to {high} {if_exact}", low=signed(low), high=signed(high), if_exact=if_exact
        )
    exceeds = found.sureness.outcome_exceeds
    return _more_than_chance(found.sureness.outcome, exceeds=exceeds)


def _more_than_chance(interval: Interval, *, exceeds: bool) -> str:
    low, high = interval
    why = say("more than chance") if exceeds else say("which may be chance")
    if low == high:
        return f", {why}"
    return say(", {why}: {low} to {high}, 95 % sure", why=why, low=signed(low), high=signed(high))


def chance_section(found: Comparison) -> Section | None:
    """Which changes of satisfaction are more than the numbers of answers explain."""
    changed = [row for row in found.services if _has_changed(row)]
    if not changed or not found.is_quickly_sure:
        return None
    groups: dict[bool | None, list[str]] = {sure: [] for sure in _GROUPS}
    for row in changed:
        groups[found.significant[row.id]].append(f"{shown(row.id)} ({signed(_rise(row))})")
    items = [f"{say(_GROUPS[sure])}: {listed(rows, FEW)}." for sure, rows in groups.items() if rows]
    return Section(say("Is it more than chance?"), f"{say(_SURE)} {_compared(found)}", tuple(items))


def _compared(found: Comparison) -> str:
    """Who was compared with whom."""
    paired = len(found.sureness.paired) if found.sureness else 0
    if not paired:
        return say("Both surveys are taken as independent.")
    return say(
        "Of {services} the same people's answers are compared, person by person; "
        "else both surveys are taken as independent.",
        services=counted(paired, "service"),
    )


def chance_cell(found: Comparison, row: ServiceChange) -> str:
    """Whether a change of satisfaction is more than chance, or no change but learnt."""
    if row.measured_once:
        return say("learnt")
    if row.fate != "kept" or not found.is_quickly_sure:
        return ""
    return when(_has_changed(row), say(_CELLS[found.significant[row.id]]))


def _rise(row: ServiceChange) -> float:
    """Of satisfaction, 0 where it was not measured both times."""
    return row.satisfaction or 0.0


def _has_changed(row: ServiceChange) -> bool:
    return abs(_rise(row)) > FAVOUR
