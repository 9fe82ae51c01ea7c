"""What would it take? What every service must reach for the outcome to reach a target.

It also says which service alone could do it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from valuechain.analysis.changes import Cases, rises_at_the_end
from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution
from valuechain.model.chain import ValueChain
from valuechain.model.scenarios import Scenario
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.what_if import WhatIf, based_on, what_if
from valuechain.results import Recipe, Result, plain
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Floats, Ints
from valuechain.tolerances import DIGITS, FAVOUR
from valuechain.walks import following, reached

_HALVINGS = 60  # of what a number may be, until nothing of it is left
_WELL_WITHIN = FAVOUR / 10  # so that what is promised meets the target in spite of rounding


@dataclass(frozen=True, slots=True)
class PromisedService:
    """What one service must reach.

    Attributes:
        id: of the service.
        quality_now, quality: own quality, 1 - own shortfall, now and then.
        satisfaction_now, satisfaction: of its customer with it, now and then.
    """

    id: str
    quality_now: float
    quality: float
    satisfaction_now: float
    satisfaction: float


@dataclass(frozen=True, eq=False, repr=False)
class Promises(Result[PromisedService]):
    """What it takes to reach a target: made by `promises`.

    Attributes:
        before: the diagnosis it starts from.
        target: the outcome to be reached.
        lift: by how much every own quality must rise, none above 1; 0 where the target is met.
        services: a row for every scored service that leads to a customer who counts, in the order
            of the diagnosis.
        alone: the services of which one alone could do it, with the own quality it must reach; the
            least rise first.
    """

    before: Diagnosis
    target: float
    lift: float
    services: tuple[PromisedService, ...]
    alone: Mapping[str, float]

    row_kind = "service that matters"

    def _recipe(self) -> Recipe:
        return promises, (self.before, self.target)

    def _summary(self) -> str:
        return f"lift {self.lift:.4f} to {self.target:g}"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.before.title

    @property
    def rows(self) -> tuple[PromisedService, ...]:
        """The `services`."""
        return self.services

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        return {
            "outcome": self.before.outcome,
            "upper_bound": self.before.upper_bound,
            "target": self.target,
            "lift": self.lift,
            "services": plain(self.services),
            "alone": dict(self.alone),
        }

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        del full
        return plain(self.services), PromisedService.__slots__


def promises(chain: ValueChain | Diagnosis, target: float | None = None) -> Promises:
    """Say what every service must reach for the outcome to reach a target.

    All own qualities rise by the same number of points, none above 1: the smallest rise that is
    enough is found by halving, since the outcome never falls as they rise. Beside it stand the
    services of which one alone would be enough.

    Args:
        chain: the chain, or its diagnosis.
        target: the outcome to be reached, 0..1; ``None`` for the chain's own target.

    Raises:
        ArgumentError: nobody can say how satisfied the customers are, `target` is no fraction, or
            an argument is something else.

    >>> from valuechain import loads
    >>> found = promises(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {designer: {satisfaction: 60%}}}
    ...   designer: {serves: {customer: {satisfaction: 65%}}}
    ... customers:
    ...   customer:
    ... '''))
    >>> round(found.lift, 4), {name: round(quality, 3) for name, quality in found.alone.items()}
    (0.0875, {'clerk->designer': 0.725})
    """
    before = based_on(chain, "promises")
    goal: Any = before.chain.target if target is None else target
    real = isinstance(goal, int | float | np.integer | np.floating) and not isinstance(
        goal, bool | np.timedelta64
    )
    if not real or not 0 <= goal <= 1:
        raise ArgumentError(f"target={goal!r:.60}: a fraction from 0 to 1")
    if before.outcome is None:
        raise ArgumentError(
            "nobody can say how satisfied the customers are: "
            "no scored service leads to one who counts"
        )
    need = goal - before.outcome
    lift, alone = 0.0, dict[str, float]()
    with solvable():
        if need > FAVOUR:
            lift, alone = _lift(before, 1.0 - goal), _alone(before, need)
        after = _lifted(before, lift)
    leading = _leading(before.solution)
    rows = tuple(
        PromisedService(
            row.id,
            row.quality,
            after[row.id].quality,
            row.satisfaction,
            after[row.id].satisfaction,
        )
        for row in before.services
        if row.id in leading and row.verdict != "unmeasured"
    )
    return Promises(before, float(goal), lift, rows, MappingProxyType(alone))


def _leading(solution: Solution) -> frozenset[str]:
    """The services that lead to a customer who counts, also where another hides them now."""
    reading, network = solution.reading, solution.reading.network
    felt = (network.weight > 0) | np.isfinite(network.allowance)
    ways = felt & (reading.effective > 0)
    before = following(
        zip(network.customer[ways].tolist(), network.provider[ways].tolist(), strict=True)
    )
    met = list(reached(np.flatnonzero(solution.weights > 0).tolist(), before))
    leads = felt & np.isin(network.customer, met)
    services = solution.in_file_order(leads)
    return frozenset(
        name for name, one in zip(solution.chain.services, services.tolist(), strict=True) if one
    )


def _lift(before: Diagnosis, goal: float) -> float:
    """The smallest rise of all own qualities after which the ends lack no more than `goal`."""
    reading, weights = before.solution.reading, before.solution.weights
    low, high = 0.0, float(reading.own.max())
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        received = shortfalls(
            reading.network, np.maximum(reading.own - middle, 0.0), reading.effective
        ).received
        if float(weights @ received) > goal + _WELL_WITHIN:
            low = middle
        else:
            high = middle
    return high


def _lifted(before: Diagnosis, lift: float) -> WhatIf:
    own = before.solution.in_file_order(before.solution.reading.own)
    raised = {
        name: float(min(1.0, 1.0 - mine + lift))
        for name, mine in zip(before.chain.services, own.tolist(), strict=True)
        if mine > 0 and lift > 0
    }
    return what_if(before, Scenario("", tuple(raised.items())))


def _alone(before: Diagnosis, need: float) -> dict[str, float]:
    """The services of which one alone wins so much, with the own quality it must reach."""
    enough = [
        row.id
        for row in before.services
        if _most(row) >= need - FAVOUR and row.potential >= need - FAVOUR
    ]
    solution = before.solution
    at = solution.places(enough)
    left = _left(solution, at, need)
    rises = np.round(solution.reading.own[at] - left, DIGITS).tolist()
    ranked = sorted(zip(rises, enough, left.tolist(), strict=True))
    return {name: 1.0 - own for _, name, own in ranked}


def _most(row: ServiceDiagnosis) -> float:
    """What its slope says that it wins at most: quickly found, where its potential may take long.

    What it contributes may be less where services have a criticality.
    """
    return row.importance * (1.0 - row.quality)


def _left(before: Solution, services: Ints, need: float) -> Floats:
    """(services,) the own shortfall that each may keep if it alone is to win so much."""
    low, high = np.zeros(len(services)), before.reading.own[services]
    if not len(services):
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        wins = -rises_at_the_end(
            before.reading,
            before.weights,
            Cases(len(services), np.arange(len(services)), services, middle),
        )
        enough = wins >= need - _WELL_WITHIN
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return low
