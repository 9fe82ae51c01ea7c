"""What steps and plans are worth in money, in words."""

from __future__ import annotations

from math import isclose

from valuechain.language import numeral, say
from valuechain.questions.money import Worth, WorthPlan, WorthStep
from valuechain.reports.actions import in_quotes
from valuechain.reports.advice import beyond_links, link_named
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import (
    MODEST,
    Report,
    Section,
    Table,
    how_found,
    table_of,
)
from valuechain.reports.words import (
    bare_points,
    capital,
    listed,
    money,
    points,
    sentences,
    shown,
    signed_points,
    when,
)
from valuechain.results import Interval

_NAMED = 3
_TIES = 1e-9
"""Relatively: what is worth the same but for rounding."""
_HOW = (
    "Worth is revenue times loyalty times the points that each customer's satisfaction rises, for "
    "the period of the revenues; loyalty, the share of revenue that goes with each point, is the "
    "file's own: published ones differ too much to suppose one. It is taken to hold for large "
    "changes as for small ones."
)
_NOTHING = (
    "No external customer has a revenue and a loyalty. Write 'revenue: 400,000 EUR' and 'loyalty: "
    "0.3%..1%' with customers: the share of their revenue that goes with each point of "
    "satisfaction."
)

_UNKNOWN = (
    "Nothing can be said in money: nobody knows how satisfied the customers are that have a "
    "revenue and a loyalty, or they bring nothing."
)


def report(found: Worth) -> Report:
    """Put what things are worth into words."""
    if not found.rows:
        return Report.of(shown(found.title), answer(found), [], _table(found))
    sections = [_plan(found), _target(found), _without(found), how_found(say(MODEST), say(_HOW))]
    return Report.of(shown(found.title), answer(found), sections, _table(found))


def answer(found: Worth) -> str:
    """What a point is worth, what is worth most, and what to do about it."""
    if not found.rows:
        return say(_UNKNOWN) if _is_said(found) else say(_NOTHING)
    return sentences(
        say("A point of satisfaction is worth {amount}.", amount=_amount(found, found.point)),
        _first(found),
        _returns(found),
    )


def _is_said(found: Worth) -> bool:
    """Whether some customer has both a revenue and a loyalty."""
    parties = found.diagnosis.chain.parties.values()
    return any(party.revenue is not None and party.loyalty is not None for party in parties)


def _first(found: Worth) -> str:
    first = found.rows[0]
    beyond = beyond_links(found.diagnosis)
    if first.worth[1] <= 0:
        nothing = "No link is worth anything at the level that a well-run provider reaches."
        if beyond:
            nothing = (
                "No single link is worth anything at the level that a well-run provider reaches."
            )
        return sentences(say(nothing), beyond)
    alike = [row for row in found.rows if isclose(row.worth[1], first.worth[1], rel_tol=_TIES)]
    parties = found.diagnosis.chain.parties
    ends = listed(
        [link_named(parties, row.provider, row.customer) for row in alike], _NAMED, last="or"
    )
    worth = say(
        "worth {amount} ({gain})", amount=_amount(found, first.worth), gain=points(first.gain)
    )
    if len(alike) > 1:
        worth = say("{worth} each", worth=worth)
    start = say(
        "Start with {ends}: {worth}.{differs}",
        ends=ends,
        worth=worth,
        differs=_differs(found, alike),
    )
    return sentences(start, beyond)


def _differs(found: Worth, first: list[WorthStep]) -> str:
    """That another step wins the customers more, where it does."""
    advice = found.diagnosis.advice
    by_points = {step.services for step in advice.first}
    if advice.kind != "links" or any(row.services in by_points for row in first):
        return ""
    step = advice.first[0]
    ends = link_named(found.diagnosis.chain.parties, step.provider, step.customer)
    return say(" By points alone it would be {ends}.", ends=ends)


def _returns(found: Worth) -> str:
    plan = found.plan
    if plan is None:
        return ""
    if not plan.actions and found.budget is not None:
        return say(
            "Nothing on offer that is worth anything can be had for {budget}.",
            budget=_money(found, found.budget),
        )
    if not plan.actions:
        return say("No action on offer returns more than it costs.")
    worth = say(
        "{done} {amount} for {cost}",
        done=_done(found, plan),
        amount=_amount(found, plan.worth),
        cost=_money(found, plan.cost),
    )
    return f"{worth}{_back(plan)}."


def _back(plan: WorthPlan) -> str:
    """Whether it pays back, where that is not plain."""
    if not any(plan.net):
        return say(": it just pays back in one period")
    may = say("does not") if plan.net[1] < 0 else say("may not")
    return when(plan.net[0] < 0, say(": it {may} pay back in one period", may=may))


def _done(found: Worth, plan: WorthPlan) -> str:
    actions = {
        action.id: action
        for service in found.diagnosis.chain.services.values()
        for action in service.improve
    }
    named = [in_quotes(actions[name]) for name in plan.actions]
    template = "{named} returns" if len(named) == 1 else "{named} return"
    does = say(template, named=listed(named, _NAMED))
    if found.budget is None:
        return capital(does)
    return say("With {budget}, {does}", budget=_money(found, found.budget), does=does)


def _plan(found: Worth) -> Section | None:
    plan = found.plan
    if plan is None or not plan.actions:
        return None
    net = say(
        "In one period of these revenues that is {amount} after its cost",
        amount=_amount(found, plan.net),
    )
    proven = when(not plan.exact, say(" It is not proven that nothing returns more."))
    said = say(
        "{net}, and {gain} for the customers.{proven}",
        net=net,
        gain=signed_points(plan.gain),
        proven=proven,
    )
    return Section(say("What the actions on offer return"), said)


def _target(found: Worth) -> Section | None:
    if found.to_target[1] <= 0:
        return None
    bounded = found.diagnosis.solution.bounded.intersection(found.diagnosis.external_customers)
    said = say(
        "Were every group below it to reach it: {least}{amount}.",
        least=when(bounded, say("at least ")),
        amount=_amount(found, found.to_target),
    )
    return Section(say("What the target is worth"), said)


def _without(found: Worth) -> Section | None:
    if not found.without:
        return None
    names = [name_of(found.diagnosis.chain.parties, party) for party in found.without]
    count = say("counts") if len(names) == 1 else say("count")
    why = say("no revenue, no loyalty or no score is known")
    return Section(
        say("Not counted"),
        say(
            "{named} {count} for nothing here: {why}.",
            named=listed(names, _NAMED),
            count=count,
            why=why,
        ),
    )


def _table(found: Worth) -> Table:
    heads = ("link", "wins", say("worth {currency}", currency=found.currency).strip())
    return table_of(heads, found.rows, lambda row: _cells(found, row), "links {all}")


def _cells(found: Worth, row: WorthStep) -> tuple[str, ...]:
    ends = link_named(found.diagnosis.chain.parties, row.provider, row.customer)
    return ends, bare_points(row.gain), span(row.worth)


def _amount(found: Worth, ends: Interval) -> str:
    return f"{span(ends)} {found.currency}".strip()


def _money(found: Worth, amount: float) -> str:
    return f"{money(amount)} {found.currency}".strip()


def span(ends: Interval) -> str:
    """Between what amounts something lies; in whole ones, or three digits, where they are large.

    >>> span((18040.4, 60000.2)), span((5.25, 5.25)), span((-20.0, 30.5))
    ('18,000 to 60,000', '5.25', '-20 to 30.50')
    """
    low, high = (_told(end, max(map(abs, ends)), exact=ends[0] == ends[1]) for end in ends)
    return low if low == high else say("{low} to {high}", low=low, high=high)


def _told(amount: float, largest: float, *, exact: bool) -> str:
    amount = round(amount, 6)  # the last bits depend on the machine
    if largest >= 10_000 and not exact:  # three digits, since the ends are guesses
        return numeral(f"{round(float(f'{amount:.3g}')):,}")
    if largest >= 100:
        return numeral(f"{round(amount):,}")
    return numeral(f"{round(amount, 2) + 0.0:,.2f}".removesuffix(".00"))  # of -0 0
