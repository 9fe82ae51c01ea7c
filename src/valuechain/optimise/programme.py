"""The best set of actions as a mixed-integer linear programme.

The outcome is concave and piecewise linear in the qualities, so that with a variable y_j in {0, 1}
for each action and D_k for what each party lacks, the best set within a budget is the solution of::

    minimise    sum over parties of seed_k D_k
    subject to  D_k >= sum over services e into k of w_e delta_e,   D_k >= delta_e for each critical
                e with delta_e = u_e - sum over its actions of s_ej y_j + alpha'_e D_a(e)
                at most one action a service, the cost within the budget, what is needed and
                excluded

Loops are no exception: of all D that satisfy the inequalities the least is the model's. Only
parties that an action can reach are variables.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.optimise.options import Options
from valuechain.problems import MissingExtraError
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Floats, Ints, reached_from

Row: TypeAlias = "tuple[Floats, float]"
"""Coefficients of all variables, and what they may sum to at most."""
_WHOLE = 1e-9  # how near to a whole number of units a cost is one
_JUST_BELOW = 1e-6  # how many units a budget may lack of a whole number
_SLACK = 1e-4  # of bounds, far more than the solver tolerates: narrower ones are trouble


@dataclass(frozen=True, eq=False)
class Programme:
    """All but the budget; variables are the actions, then what each party that they reach lacks."""

    options: Options

    @cached_property
    def reached(self) -> Ints:
        """Positions of the parties that an action can reach, in the order of solution."""
        network = self.options.before.reading.network
        reached = np.zeros(network.parties, dtype=bool)
        reached[network.customer[self.options.service]] = True
        return np.flatnonzero(reached_from(reached, network.provider, network.customer))

    @property
    def parties(self) -> int:
        """How many they are."""
        return len(self.reached)

    def of_actions(self, numbers: Floats) -> Floats:
        """A coefficient for each action, and 0 for each party."""
        return np.concatenate([numbers, np.zeros(self.parties)])

    @cached_property
    def _least(self) -> Floats:
        """(all parties,) what each lacks at least: with each service's best action at once."""
        reading = self.options.before.reading
        own = reading.own.copy()
        np.minimum.at(own, self.options.service, self.options.own)
        with solvable():
            return shortfalls(reading.network, own, reading.effective).received

    @cached_property
    def most(self) -> float:
        """What all actions together would win, if they could all be done."""
        before = self.options.before
        return max(0.0, float(before.weights @ (before.reading.received - self._least)))

    @cached_property
    def now(self) -> float:
        """What the customers lack at present, as far as an action can reach it."""
        received = self.options.before.reading.received[self.reached]
        return float(self.objective[len(self.options) :] @ received)

    @cached_property
    def objective(self) -> Floats:
        """What the customers lack."""
        nothing = np.zeros(len(self.options))
        return np.concatenate([nothing, self.options.before.weights[self.reached]])

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """The least and the most that each variable can be."""
        nothing, everything = np.zeros(len(self.options)), np.ones(len(self.options))
        low = np.maximum(0.0, self._least[self.reached] - _SLACK)
        high = self.options.before.reading.received[self.reached] + _SLACK
        return np.concatenate([nothing, low]), np.concatenate([everything, high])

    def budget_row(self, budget: float) -> Row:
        """Costs within the budget, in units of the largest.

        Where all are whole multiples of one unit, half of it is to spare.
        """
        cost, scale = self.options.cost, 1.0
        if cost.any():
            scale = 1.0 / float(cost.max())
        for unit in (1.0, 0.1, 0.01):
            if np.abs(cost / unit - np.rint(cost / unit)).max() < _WHOLE:
                budget = (math.floor(budget / unit + _JUST_BELOW) + 0.5) * unit
                break
        return self.of_actions(cost * scale), budget * scale

    @cached_property
    def rows(self) -> tuple[Any, Floats]:
        """All rows but that of the budget: a sparse matrix, and what each row may be at most."""
        _, sparse = scipy_parts()
        network, limits = self._network()
        others, most = self._choices()
        return sparse.vstack([network, others]).tocsr(), np.concatenate([limits, most])

    def _network(self) -> tuple[Any, Floats]:
        """One row for the mean of each party, and one for each critical service.

        Each says that the party lacks no less than that.
        """
        network = self.options.before.reading.network
        place = np.full(network.parties, -1)
        place[self.reached] = np.arange(self.parties)
        into = np.flatnonzero(place[network.customer] >= 0)
        lacks, constant = self._lacks(place, into)
        customer, every = place[network.customer[into]], np.arange(len(into))
        critical = np.flatnonzero(network.critical[into])
        mean = _matrix(network.weight[into], customer, every, (self.parties, len(into)))
        alone = _ones(critical, len(into))
        owner = np.concatenate([np.arange(self.parties), customer[critical]])
        itself = _ones(len(self.options) + owner, len(self.options) + self.parties)
        _, sparse = scipy_parts()
        combine = sparse.vstack([mean, alone])
        return combine @ lacks - itself, -(combine @ constant)

    def _lacks(self, place: Ints, into: Ints) -> tuple[Any, Floats]:
        """What each of these services lacks: (services, variables) coefficients, and a constant.

        A constant, less its actions, plus what its provider lacks where that is a variable.
        """
        reading, actions = self.options.before.reading, len(self.options)
        provider = reading.network.provider[into]
        inner = place[provider] >= 0
        passed_on = np.where(inner, 0.0, reading.effective[into] * reading.received[provider])
        local = np.full(len(reading.own), -1)
        local[into] = np.arange(len(into))
        entries = np.concatenate([-self.options.steps, reading.effective[into[inner]]])
        row = np.concatenate([local[self.options.service], np.flatnonzero(inner)])
        column = np.concatenate([np.arange(actions), actions + place[provider[inner]]])
        lacks = _matrix(entries, row, column, (len(into), actions + self.parties))
        return lacks, reading.own[into] + passed_on

    def _choices(self) -> tuple[Any, Floats]:
        """One action a service, what is needed, what is excluded."""
        rows = [dict.fromkeys(group, 1.0) for group in self.options.groups if len(group) > 1]
        rows += [{one: 1.0, other: 1.0} for one, other in self.options.excludes]
        most = [1.0] * len(rows) + [0.0] * len(self.options.needs)
        rows += [{one: 1.0, other: -1.0} for one, other in self.options.needs]
        _, sparse = scipy_parts()
        matrix = sparse.lil_array((len(rows), len(self.options) + self.parties))
        for i, row in enumerate(rows):
            for column, value in row.items():
                matrix[i, column] = value
        return matrix.tocsr(), np.array(most)


def _matrix(entries: Floats, row: Ints, column: Ints, shape: tuple[int, int]) -> Any:
    _, sparse = scipy_parts()
    return sparse.csr_array((entries, (row, column)), shape=shape)


def _ones(columns: Ints, width: int) -> Any:
    """A matrix with a 1 in each row, in these columns."""
    rows = np.arange(len(columns))
    return _matrix(np.ones(len(columns)), rows, columns, (len(columns), width))


def scipy_parts() -> tuple[Any, Any]:
    """The solver and its matrices.

    Raises:
        MissingExtraError: scipy is not installed.
    """
    try:
        from scipy import optimize, sparse
    except ImportError:
        raise MissingExtraError(
            "so many actions, some of which hang together, need a solver: "
            "install 'valuechain[plan]'"
        ) from None
    return optimize, sparse
