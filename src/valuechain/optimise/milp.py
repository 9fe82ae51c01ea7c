"""Which of very many sets of actions wins most? A linear programme, solved by HiGHS.

The outcome is concave and piecewise linear in the qualities, so that with a variable y_j in {0, 1}
for each action and D_k for what each party lacks, the best set within a budget is the solution of::

    minimise    sum over parties of seed_k D_k
    subject to  D_k >= sum over services e into k of w_e delta_e
                D_k >= delta_e - b_e   for each e with an allowance b_e, which is 0 where critical
                D_k >= D_a(e) - b_e    for each e whose provider bounds its customer, too
                with delta_e = u_e - sum over its actions of s_ej y_j + alpha'_e D_a(e)
                at most one action a service, the cost within the budget, what is needed and
                excluded

Loops are no exception: of all D that satisfy the inequalities the least is the model's. Only
parties that an action can reach are variables. HiGHS: Huangfu & Hall 2018, *Parallelizing the dual
revised simplex method*, Mathematical Programming Computation 10.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeAlias

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.optimise.options import Options, within
from valuechain.optimise.stdout_filter import without_solver_lines
from valuechain.optimise.waiting import waited_for
from valuechain.problems import MissingExtraError
from valuechain.solve.forward import shortfalls
from valuechain.solve.levels import reached_from
from valuechain.solve.network import Bools, Floats, Ints
from valuechain.tolerances import TIE

Row: TypeAlias = "tuple[Floats, float]"
"""Coefficients of all variables, and what they may sum to at most."""
_SHARP = 1000.0
"""What the objective is multiplied with: the solver stops at a gap of a millionth, absolutely."""
_NEARLY = 1e-9  # what a cheaper set may win less
_LEAST = 1e-300  # so that actions that all cost nothing do not divide by 0
_MULTIPLE = 1e-9  # by how much a cost may miss a whole multiple of a unit
_WHOLE = 1e-6  # by how much a budget may, in units
_SLACK = 1e-4  # of bounds: far more than the solver tolerates, which narrower ones would trouble
_FREE = 1e-9  # part of the largest cost that an action costs at least, where worth is by cost
_FAILED = 4  # the solver's status where it met numerical trouble
_CUTS = 100  # sets that the solver takes for affordable and are not, excluded one by one


@dataclass(frozen=True)
class Best:
    """The best set found, what it wins, and what no set can exceed."""

    chosen: Bools
    gain: float
    bound: float
    proven: bool


@dataclass(frozen=True, eq=False)
class Milp:
    """The programme of some options, to be solved for one budget after the other."""

    options: Options

    def best(self, budget: float, seconds: float) -> Best:
        """The best set within the budget, and of equally good ones the cheapest.

        Args:
            budget: what the actions may cost together.
            seconds: of time that the solver may take; then what it has found is not proven best.

        Raises:
            MissingExtraError: scipy is not installed.
        """
        end = time.monotonic() + seconds
        found, bound, proven = self._affordable(budget, end)
        chosen = self._greedy(budget)
        gain = self._gain(chosen)
        if found is not None and self._gain(found) >= gain - TIE:
            chosen, gain = found, self._gain(found)
        if proven and (cheaper := self._cheaper(chosen, gain, end)) is not None:
            chosen, gain = cheaper, self._gain(cheaper)
        return Best(
            self._without_needless(chosen, gain), gain, gain if proven else max(gain, bound), proven
        )

    def _gain(self, chosen: Bools) -> float:
        return float(self.options.gains(chosen[None])[0])

    def _affordable(self, budget: float, end: float) -> tuple[Bools | None, float, bool]:
        """A set within the budget, a bound of what any of them wins, and whether it is proven best.

        The solver tolerates a millionth of the largest cost too much: what it then finds is cut
        off.
        """
        cuts: list[Row] = []
        while True:
            found, dual, proven = self._solved(
                _SHARP * self._objective, [self._budget_row(budget), *cuts], end
            )
            bound = (
                self._most if dual is None else min(self._most, max(0.0, self._now - dual / _SHARP))
            )
            if found is None or not self.options.allowed(found[None])[0]:
                return None, bound, False
            if self.options.costs(found[None])[0] <= within(budget):
                return found, bound, proven
            if len(cuts) >= _CUTS:
                return None, bound, False
            row = np.concatenate([found.astype(float), np.zeros(self._parties)])
            cuts.append((row, float(found.sum()) - 1.0))

    def _cheaper(self, chosen: Bools, gain: float, end: float) -> Bools | None:
        """A cheaper set that wins as much, if there is one."""
        price = float(self.options.costs(chosen[None])[0])
        cost = np.concatenate([self.options.cost, np.zeros(self._parties)])
        as_good = _SHARP * self._objective, _SHARP * (self._now - gain) + _NEARLY
        found, *_ = self._solved(
            cost / max(_LEAST, cost.max()), [self._budget_row(price), as_good], end
        )
        if (
            found is None
            or not self.options.allowed(found[None])[0]
            or self._gain(found) < gain - _NEARLY
            or self.options.costs(found[None])[0] >= price
        ):
            return None
        return found

    def _budget_row(self, budget: float) -> Row:
        """Costs within the budget, in units of the largest.

        Where all are whole multiples of one unit, half of it is to spare.
        """
        cost = self.options.cost
        scale = 1.0 / float(cost.max()) if cost.any() else 1.0
        for unit in (1.0, 0.1, 0.01):
            if np.abs(cost / unit - np.rint(cost / unit)).max() < _MULTIPLE:
                budget = (math.floor(budget / unit + _WHOLE) + 0.5) * unit
                break
        return np.concatenate([cost * scale, np.zeros(self._parties)]), budget * scale

    def _solved(
        self, objective: Floats, more: list[Row], end: float
    ) -> tuple[Bools | None, float | None, bool]:
        """What HiGHS answers: a set, the bound of the objective, and whether it is proven."""
        optimize, sparse = scipy_parts()
        actions, (matrix, limits) = len(self.options), self._rows
        rows = sparse.vstack([matrix, sparse.csr_array(np.array([row for row, _ in more]))])
        for presolve in (True, False):  # rarely it is presolving that fails
            with without_solver_lines():
                solve = partial(
                    optimize.milp,
                    objective,
                    integrality=np.concatenate([np.ones(actions), np.zeros(self._parties)]),
                    bounds=optimize.Bounds(*self._bounds),
                    constraints=optimize.LinearConstraint(
                        rows, -np.inf, np.concatenate([limits, [most for _, most in more]])
                    ),
                    options={
                        "mip_rel_gap": 0.0,
                        "time_limit": max(0.1, end - time.monotonic()),
                        "presolve": presolve,
                    },
                )
                answer = waited_for(solve)
            if answer.status != _FAILED:
                break
        found = None if answer.x is None else np.asarray(answer.x[:actions]) > 0.5
        dual = getattr(answer, "mip_dual_bound", None)
        return found, dual if dual is not None and math.isfinite(dual) else None, answer.status == 0

    # The programme: variables are the actions, then what each party that they reach lacks.

    @cached_property
    def _reached(self) -> Any:
        """Positions of the parties that an action can reach, in the order of solution."""
        network = self.options.before.reading.network
        reached = np.zeros(network.parties, dtype=bool)
        reached[network.customer[self.options.service]] = True
        return np.flatnonzero(reached_from(reached, network.provider, network.customer))

    @property
    def _parties(self) -> int:
        return len(self._reached)

    @cached_property
    def _least(self) -> Floats:
        """(parties,) what each lacks at least: with the best action of every service at once."""
        own = self.options.before.reading.own.copy()
        np.minimum.at(own, self.options.service, self.options.own)
        with solvable():
            return shortfalls(
                self.options.before.reading.network, own, self.options.before.reading.effective
            ).received

    @cached_property
    def _most(self) -> float:
        """What all actions together would win, if they could all be done."""
        before = self.options.before
        return max(0.0, float(before.weights @ (before.reading.received - self._least)))

    @cached_property
    def _now(self) -> float:
        """What the customers lack at present, as far as an action can reach it."""
        return float(
            self._objective[len(self.options) :]
            @ self.options.before.reading.received[self._reached]
        )

    @cached_property
    def _objective(self) -> Floats:
        return np.concatenate(
            [np.zeros(len(self.options)), self.options.before.weights[self._reached]]
        )

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats]:
        nothing, everything = np.zeros(len(self.options)), np.ones(len(self.options))
        low = np.maximum(0.0, self._least[self._reached] - _SLACK)
        high = self.options.before.reading.received[self._reached] + _SLACK
        return np.concatenate([nothing, low]), np.concatenate([everything, high])

    @cached_property
    def _rows(self) -> tuple[Any, Floats]:
        """All rows but that of the budget: a sparse matrix, and what each row may be at most."""
        _, sparse = scipy_parts()
        network, limits = self._network(sparse)
        others, most = self._choices(sparse)
        return sparse.vstack([network, others]).tocsr(), np.concatenate([limits, most])

    def _network(self, sparse: Any) -> tuple[Any, Floats]:
        """One row for the mean of each party, and one or two for each service that bounds it.

        Each says row >= what it lacks.
        """
        network = self.options.before.reading.network
        place = np.full(network.parties, -1)
        place[self._reached] = np.arange(self._parties)
        into = np.flatnonzero(place[network.customer] >= 0)
        lacks, constant = self._lacks(sparse, place, into)
        combine, owner, left = self._combined(sparse, place, into)
        column = len(self.options) + owner
        itself = sparse.csr_array(
            (np.ones(len(owner)), (np.arange(len(owner)), column)),
            shape=(len(owner), lacks.shape[1]),
        )
        matrix, limits = self._provider_bounds(sparse, place, into)
        rows = sparse.vstack([combine @ lacks - itself, matrix])
        return rows, np.concatenate([left - combine @ constant, limits])

    def _lacks(self, sparse: Any, place: Ints, into: Ints) -> tuple[Any, Floats]:
        """What each service into a reached party lacks: coefficients of all variables, a constant.

        The constant less its actions, plus what its provider lacks where that is a variable.
        """
        reading, options = self.options.before.reading, self.options
        provider = reading.network.provider[into]
        inner = place[provider] >= 0
        passed_on = np.where(inner, 0.0, reading.effective[into] * reading.received[provider])
        local = np.full(len(reading.own), -1)
        local[into] = np.arange(len(into))
        actions = len(options)
        values = np.concatenate([-options.steps, reading.effective[into[inner]]])
        rows = np.concatenate([local[options.service], np.flatnonzero(inner)])
        columns = np.concatenate([np.arange(actions), actions + place[provider[inner]]])
        shape = (len(into), actions + self._parties)
        lacks = sparse.csr_array((values, (rows, columns)), shape=shape)
        return lacks, reading.own[into] + passed_on

    def _combined(self, sparse: Any, place: Ints, into: Ints) -> tuple[Any, Ints, Floats]:
        """How rows combine what services lack: means, then single ones; whose, and less what."""
        network = self.options.before.reading.network
        customer = place[network.customer[into]]
        mean = sparse.csr_array(
            (network.weight[into], (customer, np.arange(len(into)))),
            shape=(self._parties, len(into)),
        )
        alone = np.flatnonzero(np.isfinite(network.allowance[into]))
        pick = sparse.csr_array(
            (np.ones(len(alone)), (np.arange(len(alone)), alone)), shape=(len(alone), len(into))
        )
        owner = np.concatenate([np.arange(self._parties), customer[alone]])
        left = np.concatenate([np.zeros(self._parties), network.allowance[into[alone]]])
        return sparse.vstack([mean, pick]), owner, left

    def _provider_bounds(self, sparse: Any, place: Ints, into: Ints) -> tuple[Any, Floats]:
        """Rows by which customers lack what their providers do, less an allowance."""
        reading, actions = self.options.before.reading, len(self.options)
        network = reading.network
        bounding = into[network.bounding[into]]
        provider, customer = network.provider[bounding], network.customer[bounding]
        inner, rows = place[provider] >= 0, np.arange(len(bounding))
        matrix = sparse.csr_array(
            (
                np.concatenate([np.ones(int(inner.sum())), np.full(len(rows), -1.0)]),
                (
                    np.concatenate([rows[inner], rows]),
                    actions + np.concatenate([place[provider[inner]], place[customer]]),
                ),
            ),
            shape=(len(rows), actions + self._parties),
        )
        known = np.where(inner, 0.0, reading.received[provider])
        return matrix, network.allowance[bounding] - known

    def _choices(self, sparse: Any) -> tuple[Any, Floats]:
        """One action a service, what is needed, what is excluded."""
        rows = [dict.fromkeys(group, 1.0) for group in self.options.groups if len(group) > 1]
        rows += [{one: 1.0, other: 1.0} for one, other in self.options.excludes]
        most = [1.0] * len(rows) + [0.0] * len(self.options.needs)
        rows += [{one: 1.0, other: -1.0} for one, other in self.options.needs]
        matrix = sparse.lil_array((len(rows), len(self.options) + self._parties))
        for i, row in enumerate(rows):
            for column, value in row.items():
                matrix[i, column] = value
        return matrix.tocsr(), np.array(most)

    # Sets without the solver.

    def _greedy(self, budget: float) -> Bools:
        """A set to fall back on: the actions that win most for their cost, with what they need."""
        options, costs = self.options, self.options.cost.tolist()
        least = _FREE * max(1.0, float(options.cost.max(initial=0.0)))
        worth = options.alone / np.maximum(options.cost, least)
        chosen: set[int] = set()
        spent = 0.0
        for i in np.argsort(-worth, kind="stable").tolist():
            more = {i, *options.needed[i]} - chosen
            wider = chosen | more
            price = math.fsum(costs[other] for other in more)
            if (
                options.alone[i] > TIE
                and spent + price <= budget
                and all(wider.isdisjoint(options.barred[other]) for other in more)
            ):
                chosen, spent = wider, spent + price
        return np.isin(np.arange(len(options)), list(chosen))

    def _without_needless(self, chosen: Bools, gain: float) -> Bools:
        """The same without the actions that win nothing in it, the most expensive first."""
        kept = chosen.copy()
        for i in np.argsort(-self.options.cost, kind="stable").tolist():
            if kept[i] and not any(
                i in self.options.needed[other] for other in np.flatnonzero(kept)
            ):
                kept[i] = False
                if self._gain(kept) < gain - TIE:
                    kept[i] = True
        return kept


def scipy_parts() -> tuple[Any, Any]:
    """The solver and its matrices.

    Raises:
        MissingExtraError: scipy is not installed.
    """
    try:
        from scipy import optimize, sparse
    except ImportError:
        message = (
            "so many actions, some of which hang together, need a solver: "
            "install 'valuechain[plan]'"
        )
        raise MissingExtraError(message) from None
    return optimize, sparse
