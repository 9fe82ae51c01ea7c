"""What to do first with this much money? The actions that win the customers most."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from valuechain.model.action_rules import all_needed
from valuechain.model.actions import Action
from valuechain.model.chain import ValueChain
from valuechain.model.numbers import decimal
from valuechain.model.scenarios import Scenario
from valuechain.optimise.enumeration import enumerated
from valuechain.optimise.milp import Best, Milp
from valuechain.optimise.options import Options, options_of
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.what_if import WhatIf, based_on, what_if
from valuechain.results import Result, plain
from valuechain.tolerances import DIGITS

SECONDS = 10.0
"""Time that a solver may take unless asked otherwise."""
_ENDLESS = 1e18  # beyond any budget, and any number of seconds
BY_SOLVER = "a mixed-integer linear programme"


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One thing to do.

    Attributes:
        id, action, service, cost: as in the file.
        quality_now, quality: own quality of the service, now and once it is done.
        alone: what it would win if it alone were done.
        without: what the plan would lose if it were left out, and what needs it; with bottlenecks
            more than it wins alone.
    """

    id: str
    action: str
    service: str
    cost: float
    quality_now: float
    quality: float
    alone: float
    without: float


@dataclass(frozen=True, eq=False, repr=False)
class Plan(Result[PlannedAction]):
    """The best that a budget can buy: made by `plan`.

    Attributes:
        before: the diagnosis it starts from.
        budget: what there is to spend.
        actions: what to do, sorted by what each wins alone, the most first; ties by id.
        exact: whether no set of actions within the budget wins more.
        bound: an outcome that no set of actions within the budget can exceed; the plan's own where
            it is exact, and ``None`` where nobody can say how satisfied the customers are.
        method: how it was found, in words.
        idle: actions that would change nothing: what they reach is reached already, or no customer
            hangs on it.
        unmeasured: actions of services that nobody measured: what they would win nobody knows.
    """

    before: Diagnosis
    budget: float
    actions: tuple[Action, ...]
    exact: bool
    bound: float | None
    method: str
    idle: tuple[Action, ...]
    unmeasured: tuple[Action, ...]

    row_kind = "action of the plan"

    def _summary(self) -> str:
        spent = f"{decimal(self.cost)} of {decimal(self.budget)}"
        return f"{len(self.actions)} actions for {spent}, gain {self.gain:.4f}"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.before.title

    @cached_property
    def rows(self) -> tuple[PlannedAction, ...]:
        """What to do, in the order of `actions`."""
        return tuple(map(self._row, self.actions))

    def _row(self, action: Action) -> PlannedAction:
        return PlannedAction(
            action.id,
            action.action,
            action.service,
            action.cost,
            quality_now(self.before, action.service),
            action.quality,
            self.alone[action.id],
            self.without[action.id],
        )

    def __len__(self) -> int:
        return len(self.actions)

    @property
    def pictured(self) -> WhatIf:
        """The chain once all actions are done."""
        return self.after

    @property
    def cost(self) -> float:
        """What the actions cost together."""
        return math.fsum(action.cost for action in self.actions)

    @cached_property
    def after(self) -> WhatIf:
        """The diagnosis once all actions are done."""
        return with_actions(self.before, self.actions)

    @property
    def outcome(self) -> float | None:
        """The outcome once all actions are done.

        ``None`` where nobody can say how satisfied the customers are.
        """
        return self.after.outcome

    @property
    def gain(self) -> float:
        """By how much the outcome rises, 0..1."""
        return max(0.0, self.after.change)

    @cached_property
    def alone(self) -> Mapping[str, float]:
        """What each action would win if it alone were done, by id."""
        return MappingProxyType(
            {
                action.id: max(0.0, with_actions(self.before, (action,)).change)
                for action in self.actions
            }
        )

    @cached_property
    def without(self) -> Mapping[str, float]:
        """What the plan would lose if each action were left out, and what needs it, by id.

        With bottlenecks more than it wins alone.
        """
        needs = {action.id: action.needs for action in self.actions}
        needed = {key: {key, *all_needed(key, needs)} for key in needs}
        rest = {
            key: tuple(other for other in self.actions if key not in needed[other.id])
            for key in needs
        }
        return MappingProxyType(
            {
                key: max(0.0, self.gain - with_actions(self.before, others).change)
                for key, others in rest.items()
            }
        )

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        before = self.before
        return {
            "budget": self.budget,
            "cost": self.cost,
            "before": {
                "outcome": before.outcome,
                "upper_bound": before.upper_bound,
                "external_customers": dict(before.external_customers),
            },
            "outcome": self.outcome,
            "upper_bound": self.after.upper_bound,
            "gain": self.gain,
            "exact": self.exact,
            "bound": self.bound,
            "method": self.method,
            "external_customers": dict(self.after.external_customers),
            "actions": plain(self.rows),
            "idle": [action.id for action in self.idle],
            "unmeasured": [action.id for action in self.unmeasured],
        }

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        del full
        return plain(self.rows), [each.name for each in fields(PlannedAction)]


def quality_now(before: Diagnosis, service: str) -> float:
    """A service's own quality as it is."""
    return before[service].quality


def with_actions(before: Diagnosis, actions: tuple[Action, ...]) -> WhatIf:
    """The diagnosis once these are done; what reaches less than there is changes nothing."""
    better = {
        action.service: action.quality
        for action in actions
        if action.quality > quality_now(before, action.service)
    }
    name = ", ".join(action.action for action in actions)
    return what_if(before, Scenario(name, tuple(better.items())))


def plan(chain: ValueChain | Diagnosis, budget: float, *, seconds: float = SECONDS) -> Plan:
    """Choose the set of actions that raises the outcome most within a budget.

    The actions are those that the file lists under `improve:`.

    At most one action of each service is done, and with each all that it needs and nothing that it
    excludes. The choice is exact, loops and critical services included: all sets are tried where
    they are few; where gains add up (no critical services), the lists of undominated sets are
    merged service by service; else a mixed-integer linear programme is solved. Of equally good sets
    the cheapest is chosen.

    Args:
        chain: the chain, or its diagnosis; also a what-if, to plan on from.
        budget: what the actions may cost together, >= 0, in the unit of their costs.
        seconds: time that the solver may search, where one is needed, beside what it takes to set
            it up; a plan that it could not prove best is not `exact`, and `bound` says what no plan
            can exceed.

    Raises:
        ArgumentError: `budget` is no number from 0, the file lists no actions, or an argument is
            something else.
        MissingExtraError: a solver is needed and scipy is not installed (``valuechain[plan]``).

    >>> from valuechain import loads
    >>> chain = loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk:
    ...     serves:
    ...       customer:
    ...         satisfaction: 60%
    ...         improve:
    ...           - {action: checklist, cost: 100, quality: 70%}
    ...           - {action: training, cost: 400, quality: 90%}
    ... customers:
    ...   customer:
    ... ''')
    >>> best = plan(chain, budget=500)
    >>> [action.action for action in best.actions], round(best.gain, 3), best.exact
    (['training'], 0.3, True)
    """
    before = based_on(chain, "plan")
    check_number(budget, "budget")
    check_number(seconds, "seconds")
    options = options_in(before)
    if (found := enumerated(options, budget)) is not None:
        sets, method = found
        best = Best(sets.sets[sets.best(budget)], 0.0, 0.0, proven=True)
        return _planned(before, options, budget, best, method)
    best = Milp(options).best(budget, seconds)
    return _planned(before, options, budget, best, BY_SOLVER)


def _planned(before: Diagnosis, options: Options, budget: float, best: Best, method: str) -> Plan:
    """The plan that a set of actions is."""
    ids = (action.id for action in options.actions)
    alone = dict(zip(ids, np.round(options.alone, DIGITS).tolist(), strict=True))
    chosen = options.chosen(best.chosen)
    actions = tuple(sorted(chosen, key=lambda action: (-alone[action.id], action.id)))
    bound = with_actions(before, actions).outcome
    if not best.proven and before.outcome is not None and bound is not None:
        bound = max(bound, min(1.0, before.outcome + best.bound))
    return Plan(
        before, float(budget), actions, best.proven, bound, method, options.idle, options.unmeasured
    )


def options_in(before: Diagnosis) -> Options:
    """What there is to choose from.

    Raises:
        ArgumentError: nothing.
    """
    if not any(service.improve for service in before.chain.services.values()):
        raise ArgumentError(
            "the chain lists no actions: write some under a service, "
            "such as 'improve: [{action: training, cost: 400, quality: 90%}]'"
        )
    return options_of(before.solution)


def check_number(value: object, name: str) -> None:
    """Raise what is wrong with a number from 0."""
    real = isinstance(value, int | float | np.integer | np.floating) and not isinstance(
        value, bool | np.timedelta64
    )
    if not real or not 0 <= value < _ENDLESS:  # type: ignore[operator]  # it is real
        raise ArgumentError(f"{name}={value!r:.60}: a number from 0")
