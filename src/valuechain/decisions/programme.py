"""Which set of actions wins most, where there are too many to try? A mixed-integer linear programme, solved by HiGHS.

The outcome is concave and piecewise linear in the qualities, so that with a variable y_j in {0, 1} for each action and D_k for what
each party lacks, the best set within a budget is the solution of::

    minimise    sum over parties of seed_k D_k
    subject to  D_k >= sum over services e into k of w_e delta_e,   D_k >= delta_e for each critical e
                with delta_e = u_e - sum over its actions of s_ej y_j + alpha'_e D_a(e)
                at most one action a service, the cost within the budget, what is needed and excluded

Loops are no exception: of all D that satisfy the inequalities the least is the model's. Only parties that an action can reach
are variables. HiGHS: Huangfu & Hall 2018, *Parallelizing the dual revised simplex method*, Mathematical Programming Computation 10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.decisions.offers import SAME, Offers, within
from valuechain.model.problems import MissingExtraError
from valuechain.propagation.arrangement import Bools, Floats
from valuechain.propagation.forward import shortfalls

_UNIT = 1000.0
"""Shortfalls are counted in thousandths, so that the solver's absolute tolerances are small beside them."""
_CUTS = 100  # sets that the solver takes for affordable and are not, excluded one by one


@dataclass(frozen=True)
class Best:
    """The best set found, what it wins, and what no set can exceed."""

    chosen: Bools
    gain: float
    bound: float
    proven: bool


@dataclass(frozen=True, eq=False)
class Programme:
    """The programme of some offers, to be solved for one budget after the other."""

    offers: Offers

    def best(self, budget: float, seconds: float) -> Best:
        """The best set within the budget.

        Args:
            budget: what the actions may cost together.
            seconds: of time that the solver may take; then what it has found is not proven best.

        Raises:
            MissingExtraError: scipy is not installed.
        """
        cuts: list[Bools] = []
        while True:
            found, bound, proven = self._solved(budget, seconds, cuts)
            if found is None or self.offers.costs(found[None])[0] <= within(budget) or len(cuts) >= _CUTS:
                break
            cuts.append(found)
        chosen = self._greedy(budget)
        gain = float(self.offers.gains(chosen[None])[0])
        sound = found is not None and bool(self.offers.allowed(found[None])[0]) and self.offers.costs(found[None])[0] <= within(budget)
        if found is not None and sound and (won := float(self.offers.gains(found[None])[0])) >= gain - SAME:
            chosen, gain = found, won
        proven = bool(proven and sound)
        return Best(self._without_needless(chosen, gain), gain, gain if proven else max(gain, bound), proven)

    def _solved(self, budget: float, seconds: float, cuts: list[Bools]) -> tuple[Bools | None, float, bool]:
        """What HiGHS answers: a set, a bound of the gain, and whether it is proven."""
        optimize, sparse = scipy_parts()
        actions, (matrix, limits) = len(self.offers), self._rows
        scale = _scale(self.offers.cost)
        extra = [np.concatenate([self.offers.cost * scale, np.zeros(self._parties)])]
        most = [budget * scale]
        for cut in cuts:
            extra.append(np.concatenate([cut.astype(float), np.zeros(self._parties)]))
            most.append(float(cut.sum()) - 1.0)
        rows = sparse.vstack([matrix, sparse.csr_array(np.array(extra))])
        answer = optimize.milp(
            self._objective,
            integrality=np.concatenate([np.ones(actions), np.zeros(self._parties)]),
            bounds=optimize.Bounds(*self._bounds),
            constraints=optimize.LinearConstraint(rows, -np.inf, np.concatenate([limits, most])),
            options={"mip_rel_gap": 0.0, "time_limit": max(0.1, seconds)},
        )
        now = float(self.offers.before.outcome_weights[self._reached] @ self.offers.before.reading.received[self._reached])
        dual = getattr(answer, "mip_dual_bound", None)
        bound = math.inf if dual is None or not math.isfinite(dual) else max(0.0, now - dual / _UNIT)
        found = None if answer.x is None else np.asarray(answer.x[:actions]) > 0.5
        return found, min(bound, self._most), answer.status == 0

    # The programme: variables are the actions, then what each party that they reach lacks.

    @cached_property
    def _reached(self) -> Any:
        """Positions of the parties that an action can reach, in the order of solution."""
        plan = self.offers.before.reading.plan
        reached = np.zeros(plan.parties, dtype=bool)
        reached[plan.customer[self.offers.service]] = True
        while True:
            more = reached.copy()
            more[plan.customer[reached[plan.provider]]] = True
            if (more == reached).all():
                return np.flatnonzero(reached)
            reached = more

    @property
    def _parties(self) -> int:
        return len(self._reached)

    @cached_property
    def _least(self) -> Floats:
        """(parties,) what each lacks at least: with the best action of every service at once."""
        own = self.offers.before.reading.own.copy()
        np.minimum.at(own, self.offers.service, self.offers.own)
        with solvable():
            return shortfalls(self.offers.before.reading.plan, own, self.offers.before.reading.effective).received

    @cached_property
    def _most(self) -> float:
        """What all actions together would win, if they could all be done."""
        before = self.offers.before
        return max(0.0, float(before.outcome_weights @ (before.reading.received - self._least)))

    @cached_property
    def _objective(self) -> Floats:
        return np.concatenate([np.zeros(len(self.offers)), self.offers.before.outcome_weights[self._reached]])

    @cached_property
    def _bounds(self) -> tuple[Floats, Floats]:
        nothing, everything = np.zeros(len(self.offers)), np.ones(len(self.offers))
        slack = 1e-6  # more than the solver tolerates, or it mends what is not broken
        low = np.maximum(0.0, self._least[self._reached] - slack) * _UNIT
        high = (self.offers.before.reading.received[self._reached] + slack) * _UNIT
        return np.concatenate([nothing, low]), np.concatenate([everything, high])

    @cached_property
    def _rows(self) -> tuple[Any, Floats]:
        """All rows but that of the budget: a sparse matrix, and what each row may be at most."""
        _, sparse = scipy_parts()
        network, limits = self._network(sparse)
        others, most = self._choices(sparse)
        return sparse.vstack([network, others]).tocsr(), np.concatenate([limits, most])

    def _network(self, sparse: Any) -> tuple[Any, Floats]:
        """One row for the mean of each party, and one for each critical service; each says row >= what it lacks."""
        reading, offers = self.offers.before.reading, self.offers
        plan, actions = reading.plan, len(offers)
        place = np.full(plan.parties, -1)
        place[self._reached] = np.arange(self._parties)
        into = np.flatnonzero(place[plan.customer] >= 0)
        inner = place[plan.provider[into]] >= 0
        # What a service lacks: a constant, less its actions, plus what its provider lacks where that is a variable.
        constant = reading.own[into] + np.where(inner, 0.0, reading.effective[into] * reading.received[plan.provider[into]])
        local = np.full(len(reading.own), -1)
        local[into] = np.arange(len(into))
        lacks = sparse.csr_array(
            (
                np.concatenate([-offers.steps * _UNIT, reading.effective[into[inner]]]),
                (
                    np.concatenate([local[offers.service], np.flatnonzero(inner)]),
                    np.concatenate([np.arange(actions), actions + place[plan.provider[into[inner]]]]),
                ),
            ),
            shape=(len(into), actions + self._parties),
        )
        mean = sparse.csr_array((plan.weight[into], (place[plan.customer[into]], np.arange(len(into)))), shape=(self._parties, len(into)))
        critical = np.flatnonzero(plan.critical[into])
        pick = sparse.csr_array((np.ones(len(critical)), (np.arange(len(critical)), critical)), shape=(len(critical), len(into)))
        combine = sparse.vstack([mean, pick])
        owner = np.concatenate([np.arange(self._parties), place[plan.customer[into[critical]]]])
        itself = sparse.csr_array(
            (np.ones(len(owner)), (np.arange(len(owner)), actions + owner)), shape=(len(owner), actions + self._parties)
        )
        return combine @ lacks - itself, -(combine @ constant) * _UNIT

    def _choices(self, sparse: Any) -> tuple[Any, Floats]:
        """One action a service, what is needed, what is excluded."""
        rows = [dict.fromkeys(group, 1.0) for group in self.offers.groups if len(group) > 1]
        rows += [{one: 1.0, other: 1.0} for one, other in self.offers.excludes]
        most = [1.0] * len(rows) + [0.0] * len(self.offers.needs)
        rows += [{one: 1.0, other: -1.0} for one, other in self.offers.needs]
        matrix = sparse.lil_array((len(rows), len(self.offers) + self._parties))
        for i, row in enumerate(rows):
            for column, value in row.items():
                matrix[i, column] = value
        return matrix.tocsr(), np.array(most)

    # Sets without the solver.

    def _greedy(self, budget: float) -> Bools:
        """A set to fall back on: the actions that win most alone for their cost, with what they need."""
        offers = self.offers
        chosen = np.zeros(len(offers), dtype=bool)
        worth = offers.alone / np.maximum(offers.cost, 1e-9 * max(1.0, float(offers.cost.max(initial=0.0))))
        for i in np.argsort(-worth, kind="stable").tolist():
            wider = chosen.copy()
            wider[[i, *self._needed(i)]] = True
            if offers.alone[i] > SAME and offers.costs(wider[None])[0] <= within(budget) and offers.allowed(wider[None])[0]:
                chosen = wider
        return chosen

    def _needed(self, action: int) -> list[int]:
        found: list[int] = []
        frontier = [action]
        while frontier:
            here = frontier.pop()
            more = [other for one, other in self.offers.needs if one == here and other not in found]
            found += more
            frontier += more
        return found

    def _without_needless(self, chosen: Bools, gain: float) -> Bools:
        """The same without the actions that win nothing in it, the most expensive first."""
        kept = chosen.copy()
        for i in np.argsort(-self.offers.cost, kind="stable").tolist():
            if kept[i]:
                fewer = kept.copy()
                fewer[i] = False
                if self.offers.allowed(fewer[None])[0] and self.offers.gains(fewer[None])[0] >= gain - SAME:
                    kept = fewer
        return kept


def _scale(cost: Floats) -> float:
    """What costs are multiplied with, so that the solver's absolute tolerance is small beside the smallest, if it can be."""
    positive = cost[cost > 0]
    return 1.0 if not positive.size else float(min(1.0 / positive.min(), 1e6 / positive.max()))


def scipy_parts() -> tuple[Any, Any]:
    """The solver and its matrices.

    Raises:
        MissingExtraError: scipy is not installed.
    """
    try:
        from scipy import optimize, sparse
    except ImportError:
        message = "so many actions, some of which hang together, need a solver: install 'valuechain[plan]'"
        raise MissingExtraError(message) from None
    return optimize, sparse
