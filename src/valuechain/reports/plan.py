"""What to do with the money, in words: a plan, the frontier of all budgets, and what a promise would take."""

from __future__ import annotations

import math

from valuechain.model.actions import Action
from valuechain.questions.frontier import Frontier, FrontierStep
from valuechain.questions.plan import Plan
from valuechain.questions.promises import Promises
from valuechain.reports.report import FEW, MODEST, ROWS, Report, Section, Table, headed, section_of
from valuechain.reports.words import (
    capital,
    from_to,
    listed,
    money,
    percent,
    points,
    shown,
    signed,
    signed_points,
)

_NOTHING = 5e-4  # a change below this is not worth naming
_ESTIMATES = "Qualities reached are the file's estimates; how sure the present ones are, given how many answered, says 'valuechain simulate'."


def plan_report(plan: Plan) -> Report:
    """Put a plan into words."""
    sections = [
        _together(plan),
        _customers(plan),
        _left(plan),
        _left_out(plan.idle, plan.unmeasured),
        _found(plan),
    ]
    told = tuple(section for section in sections if section)
    return Report(shown(plan.before.chain.title), _answer(plan), told, _table(plan))


def _answer(plan: Plan) -> str:
    if not plan.actions:
        return f"Within {money(plan.budget)} no action on offer wins the customers anything."
    names = listed([f"'{shown(action.action)}'" for action in plan.actions], FEW)
    spent = (
        f"For {money(plan.cost)}"
        if plan.cost == plan.budget
        else f"For {money(plan.cost)} of {money(plan.budget)}"
    )
    return f"{spent}: {names}. {_won(plan)}"


def _won(plan: Plan) -> str:
    assert (
        plan.outcome is not None
    )  # an action that wins something reaches a customer who counts, from a service that was measured
    assert plan.before.outcome is not None
    bounds = plan.before.upper_bound, plan.after.upper_bound
    met = plan.outcome >= plan.before.chain.target - 1e-9
    aim = f"the target of {percent(plan.before.chain.target)} is {'met' if met else 'still missed'}"
    won = points(plan.gain) if plan.gain < _NOTHING else signed_points(plan.gain)
    return f"Customers from {from_to(plan.before.outcome, plan.outcome, bounds, plan.before.chain.target)} ({won}): {aim}."


def _together(plan: Plan) -> Section | None:
    """Where bottlenecks hide one another, one by one tells the wrong thing."""
    alone = sum(plan.alone.values())
    if len(plan.actions) < 2 or plan.gain - alone < _NOTHING:
        return None
    told = f"Together they win {points(plan.gain)}, one by one {points(alone)}: bottlenecks hide one another, so do not stop half-way."
    return Section("Only together", told)


def _customers(plan: Plan) -> Section | None:
    known = {
        party: value for party, value in plan.before.external_customers.items() if value is not None
    }
    if len(known) < 2:
        return None
    items = [
        f"{shown(plan.before.chain.parties[party].name)}: {from_to(value, plan.after.received[party])}"
        for party, value in known.items()
    ]
    return section_of("Customers", "", items[: 2 * FEW], len(items))


def _left(plan: Plan) -> Section | None:
    causes = plan.after.root_causes
    if not plan.actions or not causes:
        return None
    items = [
        f"{headed(row)}: costs the customers {points(row.contribution)}." for row in causes[:FEW]
    ]
    return section_of("Likely root causes that are left", "", items, len(causes))


def _left_out(idle: tuple[Action, ...], unmeasured: tuple[Action, ...]) -> Section | None:
    items = []
    if idle:
        names = listed([f"'{shown(action.action)}'" for action in idle], FEW)
        items.append(
            f"Would change nothing, because that is reached already or no customer hangs on it: {names}."
        )
    if unmeasured:
        names = listed(
            [f"'{shown(action.action)}' ({shown(action.service)})" for action in unmeasured], FEW
        )
        items.append(
            f"Nobody measured the service, so what it would win cannot be told; ask first: {names}."
        )
    return section_of("Not considered", "", items, len(items))


def _found(plan: Plan) -> Section:
    if plan.exact:
        told = f"No other choice within the budget wins more: {plan.method} was looked at."
        if "programme" in plan.method:
            told = f"No other choice within the budget wins more, to a millionth: {plan.method} was solved to the end."
    else:
        bound = (
            ""
            if plan.bound is None
            else f" No plan can bring the customers above {100 * plan.bound:.2f} %."
        )
        told = (
            f"The best that was found in time; it is not proven best.{bound} More time: seconds=."
        )
    return Section("How this was found", f"{told} {MODEST} {_ESTIMATES}")


def _table(plan: Plan) -> Table:
    heads = ("action", "service", "cost", "own quality", "reaches", "alone wins", "left out loses")
    rows = []
    for action in plan.actions[:ROWS]:
        now = 1 - plan.before[action.service].own_shortfall
        wins = (signed(plan.alone[action.id]), signed(-plan.without[action.id]))
        rows.append(
            (
                shown(action.action),
                shown(action.service),
                money(action.cost),
                f"{100 * now:.1f}",
                f"{100 * action.quality:.1f}",
                *wins,
            )
        )
    rest = (
        f"and {len(plan.actions) - ROWS} more actions (all of them: --format json, to_pandas())"
        if len(plan.actions) > ROWS
        else ""
    )
    return Table(heads, tuple(rows), rest)


def frontier_report(frontier: Frontier) -> Report:
    """Put a frontier into words."""
    sections = [_left_out(frontier.idle, frontier.unmeasured), _how(frontier)]
    told = tuple(section for section in sections if section)
    return Report(
        shown(frontier.before.chain.title), _frontier_answer(frontier), told, _steps(frontier)
    )


def _frontier_answer(frontier: Frontier) -> str:
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
    return Section("How this was found", f"{told} {choose} {MODEST} {_ESTIMATES}")


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


def promises_report(found: Promises) -> Report:
    """Put what a promise takes into words."""
    outcome = found.before.outcome
    assert outcome is not None  # else there is none
    bound = found.before.upper_bound
    if found.lift == 0:
        answer = f"Customers {'at most ' if bound else ''}{percent(outcome)}: the target of {percent(found.target)} is met."
    else:
        answer = f"For the customers to come from {from_to(outcome, found.target, (bound, False))}, {_takes(found)}"
    how = (
        f"{MODEST} Own quality is what a provider does well by itself; where it is good enough already, satisfaction still "
        "rises with what is received."
    )
    sections = [_alone(found), Section("How this was found", how)]
    return Report(
        shown(found.before.chain.title),
        answer,
        tuple(section for section in sections if section),
        _promised(found),
    )


def _takes(found: Promises) -> str:
    every = f"every service must become {points(found.lift)} better by itself"
    if not found.alone:
        return f"{every}; no single service could do it alone."
    first, quality = next(iter(found.alone.items()))
    return f"{every}; or {shown(first)} alone, from {from_to(1 - found.before[first].own_shortfall, quality)}."


def _alone(found: Promises) -> Section | None:
    items = [
        f"{headed(found.before[name])}: own quality from {from_to(1 - found.before[name].own_shortfall, quality)}."
        for name, quality in list(found.alone.items())[:FEW]
    ]
    return section_of("Each of these could do it alone", "", items, len(found.alone))


def _promised(found: Promises) -> Table:
    heads = ("service", "own quality", "must reach", "satisfied", "then")
    rows = [
        (
            shown(row.id),
            *(
                f"{100 * value:.1f}"
                for value in (row.quality_now, row.quality, row.satisfaction_now, row.satisfaction)
            ),
        )
        for row in found.services[:ROWS]
    ]
    rest = (
        f"and {len(found.services) - ROWS} more services (all of them: --format json, to_pandas())"
        if len(found.services) > ROWS
        else ""
    )
    return Table(heads, tuple(rows), rest)
