"""What would how much money win? The best plan at every budget, and how it changes."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from valuechain.model.actions import Action
from valuechain.model.chain import ValueChain
from valuechain.optimise.enumeration import enumerated
from valuechain.optimise.milp import Best, Milp
from valuechain.optimise.options import Options, within
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.plan import BY_SOLVER, SECONDS, check_number, options_in
from valuechain.questions.what_if import based_on
from valuechain.results import Result, at_position, plain
from valuechain.solve.network import Bools
from valuechain.tolerances import WORTH_NAMING

Point: TypeAlias = tuple[float, float, Bools]
"""What a plan costs, what it wins, and which actions it does."""
_LEAST = 1e-9  # a plan that wins no more than this over a cheaper one is none of its own
_BELOW = 1e-4
"""Of the smallest cost: how far below a plan's the next budget is, more than a solver tolerates."""
_FIRST = 8  # budgets that are looked at before the gaps between them are


@dataclass(frozen=True, slots=True)
class FrontierStep:
    """The best plan from this cost on, up to the cost of the next.

    Attributes:
        cost: what it costs.
        outcome: once it is done; ``None`` where nobody can say how satisfied the customers are.
        gain: by how much the outcome rises.
        actions: what is done, sorted by id.
        entering, leaving: what is done that the step before did not do, and the other way round.
        worth: points (0..1) that each unit of money wins, all of its actions taken together; 0
            where it costs nothing.
    """

    cost: float
    outcome: float | None
    gain: float
    actions: tuple[Action, ...]
    entering: tuple[Action, ...]
    leaving: tuple[Action, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class FrontierRow:
    """A step in numbers and ids; as `FrontierStep`."""

    cost: float
    outcome: float | None
    gain: float
    worth: float
    actions: tuple[str, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Frontier(Result[Any]):
    """The best outcome at every budget: made by `frontier`.

    Attributes:
        before: the diagnosis it starts from.
        steps: from what costs nothing to what wins most, each dearer than the one before and
            better by at least 0.05 points.
        exact: whether no better plan exists between or within the steps.
        method: how it was found, in words.
        idle, unmeasured: actions that change nothing, and those of services that nobody measured.
    """

    before: Diagnosis
    steps: tuple[FrontierStep, ...]
    exact: bool
    method: str
    idle: tuple[Action, ...]
    unmeasured: tuple[Action, ...]

    def _summary(self) -> str:
        return f"{len(self.steps)} steps, gain up to {self.steps[-1].gain:.4f}"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.before.title

    @cached_property
    def rows(self) -> tuple[FrontierRow, ...]:
        """The steps as plain data."""
        return tuple(map(_row, self.steps))

    def __iter__(self) -> Iterator[FrontierStep]:
        return iter(self.steps)

    def __getitem__(self, key: Any) -> Any:
        """The step at a position."""
        return at_position(self.steps, key, "a step")

    def at(self, budget: float) -> FrontierStep:
        """The best that a budget can buy.

        Raises:
            ArgumentError: it is no number from 0.
        """
        check_number(budget, "budget")
        return [step for step in self.steps if step.cost <= within(budget)][-1]

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "before": {"outcome": self.before.outcome},
            "upper_bound": self.before.upper_bound,
            "exact": self.exact,
            "method": self.method,
            "steps": plain(self.rows),
            "idle": [action.id for action in self.idle],
            "unmeasured": [action.id for action in self.unmeasured],
        }


def _row(step: FrontierStep) -> FrontierRow:
    actions, entering, leaving = (
        tuple(action.id for action in some) for some in (step.actions, step.entering, step.leaving)
    )
    return FrontierRow(step.cost, step.outcome, step.gain, step.worth, actions, entering, leaving)


def frontier(chain: ValueChain | Diagnosis, *, seconds: float = 6 * SECONDS) -> Frontier:
    """Say what the best plan wins at every budget.

    Args:
        chain: the chain, or its diagnosis.
        seconds: time that the solver may take, where one is needed; where it does not suffice, the
            steps are the best plans found, and the frontier is not `exact`.

    Raises:
        ArgumentError: the file lists no actions, or an argument is something else.
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
    >>> [(step.cost, round(step.gain, 3)) for step in frontier(chain)]
    [(0.0, 0.0), (100.0, 0.1), (400.0, 0.3)]
    """
    before = based_on(chain, "frontier")
    check_number(seconds, "seconds")
    options = options_in(before)
    points, exact, method = _points(options, seconds)
    return Frontier(
        before,
        tuple(_steps(options, _worth_a_step(points))),
        exact,
        method,
        options.idle,
        options.unmeasured,
    )


def best_plans(before: Diagnosis) -> tuple[list[tuple[Action, ...]], bool]:
    """The best actions at every budget, however little more they win; and whether none are better.

    As those of `frontier`, which leaves out what is not worth a step.
    """
    options = options_in(before)
    points, exact, _ = _points(options, 6 * SECONDS)
    return [options.chosen(chosen) for _, _, chosen in points], exact


def _points(options: Options, seconds: float) -> tuple[list[Point], bool, str]:
    """The plans, each dearer and better than the one before; whether it is proven, and how."""
    everything = float(options.cost.sum())
    if (found := enumerated(options, everything)) is None:
        return *_solved(options, everything, seconds), BY_SOLVER
    sets, method = found
    at = sets.frontier()
    return [(float(sets.cost[i]), float(sets.gain[i]), sets.sets[i]) for i in at], True, method


def _solved(options: Options, everything: float, seconds: float) -> tuple[list[Point], bool]:
    """Plans for budgets in between, then for what lies just below each plan's cost.

    The widest gaps of the outcome come first.

    If the best just below the cost c of a plan costs c', nothing better lies between c' and c: so
    each solution closes a gap or finds a plan.
    """
    start, milp = time.monotonic(), Milp(options)
    exact = True
    # Where a plan costs anything, some cost is above 0.
    below = _BELOW * float(options.cost[options.cost > 0].min(initial=math.inf))

    def best(budget: float) -> Point:
        nonlocal exact
        left = max(0.2, start + seconds - time.monotonic())
        found: Best = milp.best(budget, left)
        exact = exact and found.proven
        return float(options.costs(found.chosen[None])[0]), found.gain, found.chosen

    points = {}
    for budget in np.linspace(0, everything, _FIRST + 1).tolist():
        point = best(budget)
        points[point[0]] = point
    closed: set[float] = set()
    while time.monotonic() - start < seconds:
        costs = sorted(points)
        gaps = [
            (points[high][1] - points[low][1], low, high)
            for low, high in itertools.pairwise(costs)
            if high not in closed
        ]
        gaps = [gap for gap in gaps if gap[0] > _LEAST]
        if not gaps:
            return _improving(points), exact
        _, low, high = max(gaps)
        point = best(high - below)
        closed.add(high)
        if point[1] > points[low][1] + _LEAST:
            points[point[0]] = point
    return _improving(points), False


def _improving(points: dict[float, Point]) -> list[Point]:
    found: list[Point] = []
    for cost in sorted(points):
        if not found or points[cost][1] > found[-1][1] + _LEAST:
            found.append(points[cost])
    return found


def _worth_a_step(points: list[Point]) -> list[Point]:
    """Without plans that win less than 0.05 points more than the one before that is kept."""
    kept = points[:1]
    for point in points[1:]:
        if point[1] >= kept[-1][1] + WORTH_NAMING:
            kept.append(point)
    return kept


def _steps(options: Options, points: list[Point]) -> Iterator[FrontierStep]:
    outcome = options.before.outcome
    done = np.zeros(len(options), dtype=bool)
    for cost, gain, chosen in points:
        yield FrontierStep(
            cost=cost,
            outcome=None if outcome is None else min(1.0, outcome + gain),
            gain=gain,
            actions=options.chosen(chosen),
            entering=options.chosen(chosen & ~done),
            leaving=options.chosen(done & ~chosen),
            worth=gain / cost if cost else 0.0,
        )
        done = chosen
