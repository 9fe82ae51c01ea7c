"""What to do with this much money, in words."""

from __future__ import annotations

from valuechain.questions.plan import Plan, PlannedAction
from valuechain.reports.actions import ESTIMATES, in_quotes, left_out
from valuechain.reports.advice import by_worth, next_step
from valuechain.reports.diagnosed import customers_section, known, name_of
from valuechain.reports.report import (
    ALL,
    FEW,
    MODEST,
    Report,
    Section,
    Table,
    how_found,
    table_of,
)
from valuechain.reports.words import (
    from_to,
    listed,
    money,
    percent,
    points,
    sentences,
    shown,
    signed,
    signed_points,
    target_met,
    tenths,
    when,
)
from valuechain.tolerances import FAVOUR, WORTH_NAMING


def report(plan: Plan) -> Report:
    """Put a plan into words."""
    sections = [
        _together(plan),
        _customers(plan),
        _first(plan),
        _left(plan),
        left_out(plan.idle, plan.unmeasured, {action.id for action in plan.actions}),
        how_found(_method(plan), MODEST, ESTIMATES),
    ]
    return Report.of(shown(plan.before.chain.title), answer(plan), sections, _table(plan))


def answer(plan: Plan) -> str:
    """What to do, and what it wins."""
    before, after = plan.before.outcome, plan.outcome
    if not plan.actions or before is None or after is None:
        return f"Within {money(plan.budget)} no action on offer wins the customers anything."
    actions = listed([in_quotes(action) for action in plan.actions], FEW)
    of_all = when(plan.cost != plan.budget, f" of {money(plan.budget)}")
    return f"For {money(plan.cost)}{of_all}: {actions}. {_won(plan, before, after)}"


def _won(plan: Plan, before: float, after: float) -> str:
    target = plan.before.chain.target
    bounds = plan.before.upper_bound, plan.after.upper_bound
    standing = f"the target of {percent(target)} is still missed"
    if after >= target - FAVOUR:
        standing = target_met(target, bounds[1])
    spanned = from_to(before, after, bounds, target)
    return f"Customers from {spanned} ({_gain(plan)}): {standing}."


def _gain(plan: Plan) -> str:
    if plan.gain < WORTH_NAMING:
        return points(plan.gain)
    return signed_points(plan.gain)


def _together(plan: Plan) -> Section | None:
    """Where bottlenecks hide one another, one by one tells the wrong thing."""
    alone = sum(plan.alone.values())
    if len(plan.actions) < 2 or plan.gain - alone < WORTH_NAMING:
        return None
    won = f"Together they win {points(plan.gain)}, one by one {points(alone)}"
    why = "bottlenecks hide one another, so do not stop half-way"
    return Section("Only together", f"{won}: {why}.")


def _customers(plan: Plan) -> Section | None:
    customers = known(plan.before.external_customers)
    if len(customers) < 2:
        return None
    parties, risen = plan.before.chain.parties, plan.after.parties
    bounded = plan.before.solution.bounded, plan.after.solution.bounded

    def item(party: str) -> str:
        now = customers[party]
        bounds = party in bounded[0], party in bounded[1]
        return f"{name_of(parties, party)}: {from_to(now, now + risen[party], bounds)}"

    return customers_section(list(map(item, customers)))


def _first(plan: Plan) -> Section | None:
    return by_worth(plan.before, {action.service for action in plan.actions})


def _left(plan: Plan) -> Section | None:
    if not plan.actions:
        return None
    return next_step(plan.after)


def _method(plan: Plan) -> str:
    """How it was found, and what is known of better ones."""
    if not plan.exact:
        best = "The best that was found in time; it is not proven best."
        return sentences(best, _bound(plan), "More time: seconds=.")
    if "programme" in plan.method:
        solved = f"to a millionth: {plan.method} was solved to the end"
        return f"No other choice within the budget wins more, {solved}."
    return f"No other choice within the budget wins more: {plan.method} was looked at."


def _bound(plan: Plan) -> str:
    if plan.bound is None:
        return ""
    return f"No plan can bring the customers above {100 * plan.bound:.2f} %."


def _table(plan: Plan) -> Table:
    heads = ("action", "service", "cost", "own quality", "reaches", "alone wins", "left out loses")
    return table_of(heads, plan.rows, _cells, f"actions {ALL}")


def _cells(row: PlannedAction) -> tuple[str, ...]:
    reached = max(row.quality_now, row.quality)  # what others need may itself reach less
    return (
        shown(row.action),
        shown(row.service),
        money(row.cost),
        tenths(row.quality_now),
        tenths(reached),
        signed(row.alone),
        signed(-row.without),
    )
