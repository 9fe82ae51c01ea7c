"""What every budget would win, in words."""

from __future__ import annotations

import math

from valuechain.model.actions import Action
from valuechain.questions.frontier import Frontier, FrontierStep
from valuechain.reports.actions import ESTIMATES, left_out
from valuechain.reports.report import MODEST, ROWS, Report, Section, Table
from valuechain.reports.words import (
    capital,
    from_to,
    listed,
    money,
    percent,
    shown,
    signed,
)


def report(frontier: Frontier) -> Report:
    """Put a frontier into words."""
    sections = [left_out(frontier.idle, frontier.unmeasured), _how(frontier)]
    told = tuple(section for section in sections if section)
    return Report(shown(frontier.before.chain.title), answer(frontier), told, _steps(frontier))


def answer(frontier: Frontier) -> str:
    last = frontier.steps[-1]
    if len(frontier.steps) == 1:
        return "No action on offer wins the customers anything, whatever the budget."
    before = frontier.before.outcome
    assert (
        before is not None
    )  # what wins something reaches a customer who counts, from a service that was measured
    assert last.outcome is not None
    bound = frontier.before.upper_bound
    told = f"Money can take the customers from {from_to(before, last.outcome, (bound, bound))}, for {money(last.cost)}."
    if len(frontier.steps) == 2:  # then there is nothing to choose
        return told
    most, unit = max(frontier.steps, key=lambda step: step.worth), _unit(frontier)
    names = listed([f"'{shown(action.action)}'" for action in most.entering], 3)
    best = f"Most for the money: {names} at {money(most.cost)}, {_worth(most, unit)} points for each {money(unit)}."
    return f"{told} {_reaching(frontier)} {best}"


def _reaching(frontier: Frontier) -> str:
    """From which budget on the target is met."""
    target = frontier.before.chain.target
    enough = next((step for step in frontier.steps if (step.outcome or 0.0) >= target - 1e-9), None)
    if enough is None:
        return f"The target of {percent(target)} is out of reach."
    return (
        f"The target of {percent(target)} is met from {money(enough.cost)} on."
        if enough.cost
        else f"The target of {percent(target)} is met."
    )


def _unit(frontier: Frontier) -> float:
    """The amount of money for which gains are told: a power of ten near the smallest step."""
    costs = [step.cost for step in frontier.steps if step.cost > 0]
    return float(10.0 ** math.floor(math.log10(costs[0]))) if costs else 1.0


def _worth(step: FrontierStep, unit: float) -> str:
    worth = 100 * step.worth * unit
    return f"{worth:.2g}" if worth < 10 else f"{worth:,.0f}"


def _how(frontier: Frontier) -> Section:
    told = (
        f"{capital(frontier.method)} was looked at: no better plan lies between the steps."
        if "programme" not in frontier.method
        else ""
    )
    if not told:
        told = "Every step was proven by a mixed-integer linear programme, to a millionth."
    if not frontier.exact:
        told = "The best plans found in time; better ones may lie between the steps."
    choose = "Steps are alternatives, each for its own budget, and not stages of one another."
    return Section("How this was found", f"{told} {choose} {MODEST} {ESTIMATES}")


def _steps(frontier: Frontier) -> Table:
    unit = _unit(frontier)
    heads = (
        "budget",
        "customers",
        "won in all",
        f"per {money(unit)} more",
        "done besides",
        "done no more",
    )
    rows = [
        (
            money(step.cost),
            "?" if step.outcome is None else f"{100 * step.outcome:.1f}",
            signed(step.gain),
            _worth(step, unit) if step.worth else "",
            _names(step.entering),
            _names(step.leaving),
        )
        for step in frontier.steps[:ROWS]
    ]
    rest = (
        f"and {len(frontier.steps) - ROWS} more steps (all of them: --format json, to_pandas())"
        if len(frontier.steps) > ROWS
        else ""
    )
    return Table(heads, tuple(rows), rest)


def _names(actions: tuple[Action, ...]) -> str:
    return listed([shown(action.action) for action in actions], 2) if actions else ""
