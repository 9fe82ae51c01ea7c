"""Which set of actions wins most, where there are too many to try? HiGHS solves the programme.

Huangfu & Hall 2018, *Parallelizing the dual revised simplex method*, Mathematical Programming
Computation 10.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from valuechain.optimise.options import Options, within
from valuechain.optimise.programme import Programme, Row, scipy_parts
from valuechain.optimise.stdout_filter import without_solver_lines
from valuechain.solve.network import Bools, Floats
from valuechain.tolerances import ALIKE, DIVISOR, TIE

_SHARP = 1000.0
"""What the objective is multiplied with: the solver stops at a gap of a millionth, absolutely."""
_FAILED = 4  # the solver's status where it met numerical trouble
_FOR_NOTHING = 1e-9  # of the largest cost: what is as good as free
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

    @cached_property
    def programme(self) -> Programme:
        """What is solved."""
        return Programme(self.options)

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
        if proven:
            bound = gain
        return Best(self._without_needless(chosen, gain), gain, max(gain, bound), proven)

    def _gain(self, chosen: Bools) -> float:
        return float(self.options.gains(chosen[None])[0])

    def _affordable(self, budget: float, end: float) -> tuple[Bools | None, float, bool]:
        """A set within the budget, a bound of what any of them wins, and whether it is proven best.

        The solver tolerates a millionth of the largest cost too much: what it then finds is cut
        off.
        """
        cuts: list[Row] = []
        while True:
            rows = [self.programme.budget_row(budget), *cuts]
            found, dual, proven = self._solved(_SHARP * self.programme.objective, rows, end)
            bound = self.programme.most
            if dual is not None:
                bound = min(bound, max(0.0, self.programme.now - dual / _SHARP))
            if found is None or not self.options.allowed(found[None])[0]:
                return None, bound, False
            if self.options.costs(found[None])[0] <= within(budget):
                return found, bound, proven
            if len(cuts) >= _CUTS:
                return None, bound, False
            cuts.append((self.programme.of_actions(found.astype(float)), float(found.sum()) - 1.0))

    def _cheaper(self, chosen: Bools, gain: float, end: float) -> Bools | None:
        """A cheaper set that wins as much, if there is one."""
        price = float(self.options.costs(chosen[None])[0])
        cost = self.programme.of_actions(self.options.cost)
        as_good = _SHARP * self.programme.objective, _SHARP * (self.programme.now - gain) + ALIKE
        rows = [self.programme.budget_row(price), as_good]
        found, *_ = self._solved(cost / max(DIVISOR, cost.max()), rows, end)
        if found is None or not self.options.allowed(found[None])[0]:
            return None
        if self._gain(found) < gain - ALIKE or self.options.costs(found[None])[0] >= price:
            return None
        return found

    def _solved(
        self, objective: Floats, more: list[Row], end: float
    ) -> tuple[Bools | None, float | None, bool]:
        """What HiGHS answers: a set, the bound of the objective, and whether it is proven."""
        optimize, sparse = scipy_parts()
        actions, (matrix, limits) = len(self.options), self.programme.rows
        rows = sparse.vstack([matrix, sparse.csr_array(np.array([row for row, _ in more]))])
        most = np.concatenate([limits, [limit for _, limit in more]])
        for presolve in (True, False):  # rarely it is presolving that fails
            with without_solver_lines():
                answer = optimize.milp(
                    objective,
                    integrality=self.programme.of_actions(np.ones(actions)),
                    bounds=optimize.Bounds(*self.programme.bounds),
                    constraints=optimize.LinearConstraint(rows, -np.inf, most),
                    options={
                        "mip_rel_gap": 0.0,
                        "time_limit": max(0.1, end - time.monotonic()),
                        "presolve": presolve,
                    },
                )
            if answer.status != _FAILED:
                break
        dual = getattr(answer, "mip_dual_bound", None)
        if dual is not None and not math.isfinite(dual):
            dual = None
        if answer.x is None:
            return None, dual, answer.status == 0
        return np.asarray(answer.x[:actions]) > 0.5, dual, answer.status == 0

    # Sets without the solver.

    def _greedy(self, budget: float) -> Bools:
        """A set to fall back on: what wins most alone for its cost, with what it needs."""
        options, costs = self.options, self.options.cost.tolist()
        dearest = max(1.0, float(options.cost.max(initial=0.0)))
        worth = options.alone / np.maximum(options.cost, _FOR_NOTHING * dearest)
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
