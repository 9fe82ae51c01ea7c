"""What to do with this much money, in words."""

from __future__ import annotations

from valuechain.questions.plan import Plan
from valuechain.reports.actions import ESTIMATES, left_out
from valuechain.reports.report import FEW, MODEST, ROWS, Report, Section, Table, headed, section_of
from valuechain.reports.words import (
    from_to,
    listed,
    money,
    percent,
    points,
    shown,
    signed,
    signed_points,
)
from valuechain.tolerances import WORTH_NAMING


def report(plan: Plan) -> Report:
    """Put a plan into words."""
    sections = [
        _together(plan),
        _customers(plan),
        _left(plan),
        left_out(plan.idle, plan.unmeasured),
        _found(plan),
    ]
    told = tuple(section for section in sections if section)
    return Report(shown(plan.before.chain.title), answer(plan), told, _table(plan))


def answer(plan: Plan) -> str:
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
    won = points(plan.gain) if plan.gain < WORTH_NAMING else signed_points(plan.gain)
    return f"Customers from {from_to(plan.before.outcome, plan.outcome, bounds, plan.before.chain.target)} ({won}): {aim}."


def _together(plan: Plan) -> Section | None:
    """Where bottlenecks hide one another, one by one tells the wrong thing."""
    alone = sum(plan.alone.values())
    if len(plan.actions) < 2 or plan.gain - alone < WORTH_NAMING:
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
    return Section("How this was found", f"{told} {MODEST} {ESTIMATES}")


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
