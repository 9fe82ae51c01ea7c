"""What every budget would win, in words."""

from __future__ import annotations

import math

from valuechain.language import numeral, say
from valuechain.model.actions import Action
from valuechain.questions.frontier import Frontier, FrontierStep
from valuechain.reports.actions import ESTIMATES, in_quotes, left_out
from valuechain.reports.advice import by_worth
from valuechain.reports.report import MODEST, Report, Section, Table, how_found, table_of
from valuechain.reports.words import (
    capital,
    cell,
    decimal,
    from_to,
    listed,
    money,
    names,
    percent,
    points,
    sentences,
    shown,
    signed,
    target_met,
    when,
)
from valuechain.tolerances import FAVOUR, WORTH_NAMING

_NOTHING = "No action on offer wins the customers anything worth naming, whatever the budget."
_CHOOSE = "Steps are alternatives, each for its own budget, and not stages of one another."


def report(frontier: Frontier) -> Report:
    """Put a frontier into words."""
    title = shown(frontier.before.chain.title)
    sections = [
        by_worth(frontier.before, _services(frontier)),
        left_out(frontier.idle, frontier.unmeasured, _done(frontier)),
        _how(frontier),
    ]
    return Report.of(title, answer(frontier), sections, _table(frontier))


def answer(frontier: Frontier) -> str:
    """How far money can take the customers, and where it wins most."""
    before, last = frontier.before.outcome, frontier.steps[-1]
    if last.gain < WORTH_NAMING or before is None or last.outcome is None:
        return say(_NOTHING)
    bound = frontier.before.upper_bound
    spanned = from_to(before, last.outcome, (bound, bound), frontier.before.chain.target)
    if not last.cost:
        return say("What costs nothing takes the customers from {spanned}.", spanned=spanned)
    reached = say(
        "Money can take the customers from {spanned}, for {cost}.",
        spanned=spanned,
        cost=money(last.cost),
    )
    if len(frontier.steps) == 2:  # then there is nothing to choose
        return reached
    return sentences(reached, _target(frontier), _best(frontier))


def _target(frontier: Frontier) -> str:
    """From which budget on the target is met."""
    aim = frontier.before.chain.target
    for step in frontier.steps:
        if (step.outcome or 0.0) >= aim - FAVOUR:
            bounded = frontier.before.upper_bound
            if not step.cost:
                return f"{capital(target_met(aim, bounded))}."
            template = "The target of {aim} is met from {cost} on."
            if bounded:
                template = (
                    "From {cost} on, whether the target of {aim} is met hangs on what nobody "
                    "measured."
                )
            return say(template, aim=percent(aim), cost=money(step.cost))
    return say("The target of {aim} is out of reach.", aim=percent(aim))


def _best(frontier: Frontier) -> str:
    """The plan that wins most for its money, all of it counted from nothing."""
    most, unit = max(frontier.steps, key=lambda step: step.worth), _unit(frontier)
    actions = listed([in_quotes(action) for action in most.actions], 3)
    worth = say(
        "{gain}, {worth} for each {unit}",
        gain=points(most.gain),
        worth=_worth(most, unit),
        unit=money(unit),
    )
    return say(
        "Most for the money: {actions} for {cost}, {worth}.",
        actions=actions,
        cost=money(most.cost),
        worth=worth,
    )


def _services(frontier: Frontier) -> set[str]:
    """What any of the plans works on."""
    return {action.service for step in frontier.steps for action in step.actions}


def _done(frontier: Frontier) -> set[str]:
    """The ids of what any of the plans does."""
    return {action.id for step in frontier.steps for action in step.actions}


def _unit(frontier: Frontier) -> float:
    """The amount of money for which gains are told: a power of ten near the smallest step."""
    least = next((step.cost for step in frontier.steps if step.cost > 0), 1.0)
    return float(10.0 ** math.floor(math.log10(least)))


def _worth(step: FrontierStep, unit: float) -> str:
    worth = 100 * step.worth * unit
    if worth < 10:
        return decimal(worth, 2)
    return numeral(f"{worth:,.0f}")


def _how(frontier: Frontier) -> Section:
    return how_found(_method(frontier), say(_CHOOSE), say(MODEST), say(ESTIMATES))


def _method(frontier: Frontier) -> str:
    if not frontier.exact:
        return say("The best plans found in time; better ones may lie between the steps.")
    if "programme" in frontier.method:
        return say("Every step was proven by a mixed-integer linear programme, to a millionth.")
    return say(
        "{method} was looked at: no better plan lies between the steps.",
        method=capital(_looked_at(frontier.method)),
    )


def _looked_at(method: str) -> str:
    """What was looked at, and how many of it where that is counted."""
    what, bracket, number = method.partition(" (")
    return f"{say(what)}{bracket}{number}"


def _table(frontier: Frontier) -> Table:
    unit = _unit(frontier)

    def cells(step: FrontierStep) -> tuple[str, ...]:
        return (
            money(step.cost),
            cell(step.outcome),
            signed(step.gain),
            when(step.worth, _worth(step, unit)),
            _names(step.entering),
            _names(step.leaving),
        )

    each = say("per {unit}", unit=money(unit))
    heads = (
        "budget",
        "customers, at most" if frontier.before.upper_bound else "customers",
        "won in all",
        each,
        "done besides",
        "done no more",
    )
    return table_of(heads, frontier.steps, cells, "steps {all}")


def _names(actions: tuple[Action, ...]) -> str:
    return names([action.action for action in actions], 2)
