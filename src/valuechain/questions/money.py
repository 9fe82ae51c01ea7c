"""What is it worth? Steps and plans in money, where customers have a revenue and a loyalty.

A customer of revenue R and loyalty l (the share of it that is won or lost with each point of
satisfaction) is worth 100 R l times the change of its satisfaction on the 0..1 scale; the money of
a change is the sum over the customers. So what wins most money is what wins the outcome in which
every customer weighs R l: the same diagnosis, gains and plans with other shares. Where a loyalty is
a range, so is the money; its middle ranks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isclose
from typing import Any, ClassVar

from valuechain.model.chain import ValueChain
from valuechain.model.numbers import middle
from valuechain.model.parts import Party
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.frontier import best_plans
from valuechain.questions.of_diagnosis import OfDiagnosis
from valuechain.questions.plan import check_number, plan, with_actions
from valuechain.questions.what_if import WhatIf, based_on, what_if
from valuechain.results import Interval, Recipe, Result, plain
from valuechain.tolerances import DIGITS, FAVOUR

_MOST = 20
"""Steps that have a row."""
_POINTS = 100
_DECIMALS = 6  # of amounts that rank plans: the last bits depend on the machine


@dataclass(frozen=True, slots=True)
class WorthStep:
    """What a link is worth.

    Attributes:
        id: of the link.
        provider, customer: ids of its ends.
        services: ids of its services.
        gain: what the outcome wins if they become as good as a well-run provider is, 0..1.
        worth: that in money, for the period of the revenues.
    """

    id: str
    provider: str
    customer: str
    services: tuple[str, ...]
    gain: float
    worth: Interval


@dataclass(frozen=True, slots=True)
class WorthPlan:
    """What some actions return.

    Attributes:
        actions: their ids.
        cost: what they cost, once.
        gain: by how much the outcome rises, 0..1.
        worth: that in money, for the period of the revenues.
        net: `worth` of one period less `cost`.
        exact: whether no others within the budget are worth more.
    """

    actions: tuple[str, ...]
    cost: float
    gain: float
    worth: Interval
    net: Interval
    exact: bool


@dataclass(frozen=True, eq=False, repr=False)
class Worth(OfDiagnosis, Result[WorthStep]):
    """What steps and plans are worth: made by `money`.

    Attributes:
        diagnosis: of the chain.
        budget: what actions may cost together; ``None`` for what returns most.
        currency: of all amounts, ``""`` where none is said.
        point: what one point of satisfaction of all these customers is worth.
        to_target: what it is worth if every one of them who is below the target reaches it.
        rows: the links that are worth most, up to 20.
        plan: what to do for the budget, or what returns most over one period; ``None`` where the
            file has no actions, or nothing is known.
        without: ids of the external customers of whom revenue or loyalty is not said, or nobody
            knows how satisfied they are: they count for nothing here.
    """

    diagnosis: Diagnosis
    budget: float | None
    currency: str
    point: Interval
    to_target: Interval
    rows: tuple[WorthStep, ...]
    plan: WorthPlan | None
    without: tuple[str, ...]

    row_kind = "link"
    row_type: ClassVar[type[Any] | None] = WorthStep

    def _recipe(self) -> Recipe:
        return money, (self.diagnosis, self.budget)

    def _summary(self) -> str:
        return f"a point is worth {self.point[0]:.6g} to {self.point[1]:.6g} {self.currency}"

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "budget": self.budget,
            "currency": self.currency,
            "point": plain(self.point),
            "to_target": plain(self.to_target),
            "steps": plain(self.rows),
            "plan": plain(self.plan),
            "without": list(self.without),
        }


def money(chain: ValueChain | Diagnosis, budget: float | None = None) -> Worth:
    """Say what steps and plans are worth in money.

    Args:
        chain: the chain, or its diagnosis.
        budget: what actions may cost together, to find what is worth most for it; without it, what
            returns most: worth of one period less cost.

    Raises:
        ArgumentError: `budget` is no number from 0, or `chain` something else.

    >>> from valuechain import loads
    >>> found = money(loads('''
    ... valuechain: 1
    ... teams:
    ...   desk: {serves: {firms: {satisfaction: 60%}}}
    ... customers: {firms: {revenue: 200000, loyalty: 0.3%..1%}}
    ... '''))
    >>> found.point, [round(end) for end in found["desk->firms"].worth]
    ((600.0, 2000.0), [18000, 60000])
    """
    diagnosis = based_on(chain, "money")
    if budget is not None:
        check_number(budget, "budget")
    values = _Values(diagnosis)
    return Worth(
        diagnosis,
        budget,
        values.currency,
        values.of(dict.fromkeys(values.known, 1 / _POINTS)),
        values.of(values.to_target()),
        tuple(values.steps()),
        values.plan(budget),
        tuple(values.without),
    )


class _Values:
    """What the satisfaction of each customer is worth."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.diagnosis = diagnosis
        parties = diagnosis.chain.parties
        satisfied = diagnosis.external_customers
        self.known = {
            party: ends
            for party, value in satisfied.items()
            if value is not None and (ends := _each_point(parties[party])) is not None
        }
        position = diagnosis.solution.reading.network.position.tolist()
        self.at = dict(zip(parties, position, strict=True))
        self.without = [party for party in satisfied if party not in self.known]
        said = (parties[party].revenue for party in self.known)
        self.currency = next((each.currency for each in said if each is not None), "")

    def of(self, changes: Mapping[str, float]) -> Interval:
        """What changes of satisfaction, 0..1, are worth."""
        low, high = (
            sum(_POINTS * change * self.known[party][end] for party, change in changes.items())
            for end in (0, 1)
        )
        return low, high

    def to_target(self) -> dict[str, float]:
        """What every customer lacks to the target."""
        satisfied, target = self.diagnosis.external_customers, self.diagnosis.chain.target
        return {party: max(0.0, target - (satisfied[party] or 0.0)) for party in self.known}

    @cached_property
    def weighed(self) -> Diagnosis:
        """The same chain, its customers weighed by what they are worth."""
        return self._weighed(self.diagnosis)

    def _weighed(self, diagnosis: Diagnosis) -> Diagnosis:
        """Of a what-if, the same what-if."""
        if isinstance(diagnosis, WhatIf):
            return what_if(self._weighed(diagnosis.before), diagnosis.scenario)
        chain = diagnosis.chain
        parties = {name: self._shared(party) for name, party in chain.parties.items()}
        return diagnose(replace(chain, parties=parties))

    def _shared(self, party: Party) -> Party:
        if party.kind != "customer":
            return party
        return replace(party, share=middle(self.known.get(party.id, (0.0, 0.0))))

    def _is_worth(self) -> bool:
        return any(high > 0 for _, high in self.known.values())

    def steps(self) -> list[WorthStep]:
        """The links that are worth most."""
        if not self._is_worth():
            return []
        weighed = self.weighed
        steps = weighed.steps if weighed.solution.few else weighed.best_steps
        rows = [
            WorthStep(
                step.id,
                step.provider,
                step.customer,
                step.services,
                _felt(self.diagnosis.together(step.services)),
                self._once_reached(step.services),
            )
            for step in steps[:_MOST]
        ]
        return sorted(rows, key=lambda row: (-round(sum(row.worth), DIGITS), row.id))

    def _once_reached(self, services: Sequence[str]) -> Interval:
        """What it is worth if services become as good as can be reached."""
        solution = self.diagnosis.solution
        places = solution.places(services)
        fallen = solution.changes.fallen(places, solution.reading.reached[places])
        return self.of({party: _felt(float(fallen[self.at[party]])) for party in self.known})

    def plan(self, budget: float | None) -> WorthPlan | None:
        """What to do for the budget, or what returns most."""
        chain = self.diagnosis.chain
        if not self._is_worth() or not any(each.improve for each in chain.services.values()):
            return None
        if budget is not None:
            found = plan(self.weighed, budget)
            return self._planned(found.actions, exact=found.exact)
        best, exact = best_plans(self.weighed)
        plans = (self._planned(actions, exact=exact) for actions in best)
        return max(plans, key=lambda each: (round(sum(each.net), _DECIMALS), -each.cost))

    def _planned(self, actions: Any, *, exact: bool) -> WorthPlan:
        after = with_actions(self.diagnosis, actions)
        then, now = after.external_customers, self.diagnosis.external_customers
        won = {party: max(0.0, (then[party] or 0.0) - (now[party] or 0.0)) for party in self.known}
        cost = sum(action.cost for action in actions)
        low, high = self.of(won)
        ids = tuple(action.id for action in actions)
        gain = max(0.0, after.change)
        net = _net(low, cost), _net(high, cost)
        return WorthPlan(ids, cost, gain, (low, high), net, exact)


def _net(worth: float, cost: float) -> float:
    """What is left of a worth after its cost; nothing where only rounding is."""
    return 0.0 if isclose(worth, cost, rel_tol=FAVOUR) else worth - cost


def _felt(change: float) -> float:
    """A rise without what rounding leaves."""
    return change if change > FAVOUR else 0.0


def _each_point(party: Party) -> Interval | None:
    """What each point of a customer's satisfaction is worth; ``None`` where it is not said."""
    if party.revenue is None or party.loyalty is None:
        return None
    low, high = party.loyalty_range or (party.loyalty, party.loyalty)
    return party.revenue.amount * low, party.revenue.amount * high
