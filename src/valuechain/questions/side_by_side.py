"""What if, many times? The outcome and every external customer in many scenarios."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from valuechain.analysis.changes import Cases, solved_again
from valuechain.analysis.reading import Reading
from valuechain.analysis.solution import Solution
from valuechain.model.chain import ValueChain
from valuechain.model.scenarios import Scenario, Setting
from valuechain.problems import unknown
from valuechain.questions.asked import scenarios_of, set_services
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.what_if import based_on, changed_own, what_if
from valuechain.results import Recipe, Result
from valuechain.solve.adjoint import importances
from valuechain.solve.forward import shortfalls
from valuechain.solve.network import Bools, Floats
from valuechain.tolerances import ROUNDING

_WORTH_WATCHING = 16
"""Scenarios for each service that is watched for them; fewer are as well solved again."""


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """What one scenario would change.

    Attributes:
        id: its name.
        outcome: in it; ``None`` where nobody can say how satisfied the customers are.
        change: by how much the outcome rises.
        settings: what it sets, by service id.
        customers: by how much each external customer's satisfaction rises; ``None`` where nothing
            is known of it.
    """

    id: str
    outcome: float | None
    change: float
    settings: Mapping[str, Setting]
    customers: Mapping[str, float | None]


@dataclass(frozen=True, eq=False, repr=False)
class SideBySide(Result[Any]):
    """Scenarios of one chain, compared: made by `side_by_side`.

    Attributes:
        before: the diagnosis that all of them start from.
        scenarios: by name, in the order asked for.
    """

    before: Diagnosis
    scenarios: Mapping[str, Scenario]

    @cached_property
    def changes(self) -> Mapping[str, float]:
        """By how much the outcome rises in each, by name."""
        solution = self.before.solution
        (rises,) = _rises(solution, self._cases, solution.weights[None])
        return MappingProxyType(dict(zip(self.scenarios, (0.0 - rises).tolist(), strict=True)))

    @cached_property
    def customers(self) -> Mapping[str, Mapping[str, float | None]]:
        """By how much each external customer's satisfaction rises in each, by name.

        ``None`` where nothing is known of it.
        """
        network, known = self.before.solution.reading.network, self.before.external_customers
        position = dict(zip(self.before.chain.parties, network.position.tolist(), strict=True))
        weights = np.zeros((len(known), network.parties))
        weights[np.arange(len(known)), [position[end] for end in known]] = 1.0
        rows = (0.0 - _rises(self.before.solution, self._cases, weights)).T.tolist()
        rises = [
            MappingProxyType(
                {
                    end: None if known[end] is None else rise
                    for end, rise in zip(known, row, strict=True)
                }
            )
            for row in rows
        ]
        return MappingProxyType(dict(zip(self.scenarios, rises, strict=True)))

    @cached_property
    def _cases(self) -> Cases:
        asked, chain = list(self.scenarios.values()), self.before.chain
        solution = self.before.solution
        pairs = [set_services(chain, each) for each in asked]
        at, own = changed_own(solution, solution.reading, list(itertools.chain(*pairs)))
        case = np.repeat(np.arange(len(asked)), list(map(len, pairs)))
        return Cases(len(asked), case, at, own)

    def _recipe(self) -> Recipe:
        return side_by_side, (self.before, tuple(self.scenarios.values()))

    def _summary(self) -> str:
        return f"{len(self)} scenarios"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.before.title

    # It is read like a mapping: names, and behind each the whole what-if.

    def __len__(self) -> int:
        return len(self.scenarios)

    def __iter__(self) -> Iterator[str]:
        return iter(self.scenarios)

    def __getitem__(self, name: Any) -> Any:
        """One of them, whole.

        Raises:
            UnknownNameError: there is none of this name.
        """
        return what_if(self.before, self._scenario(name))

    def upper_bound(self, name: str) -> bool:
        """Whether what nobody measured may lower the outcome of one of them.

        Raises:
            UnknownNameError: there is none of this name.
        """
        self._scenario(name)
        return self.before.upper_bound and bool(self[name].upper_bound)

    def _scenario(self, name: object) -> Scenario:
        if not isinstance(name, str) or name not in self.scenarios:
            raise unknown("scenario", name, self.scenarios)
        return self.scenarios[name]

    @cached_property
    def rows(self) -> tuple[ScenarioChange, ...]:
        """A row for each scenario, in the order asked for."""
        return tuple(
            ScenarioChange(
                name,
                self.outcome(name),
                self.changes[name],
                dict(scenario.settings),
                dict(self.customers[name]),
            )
            for name, scenario in self.scenarios.items()
        )

    def outcome(self, name: str) -> float | None:
        """The outcome in one of them, ``None`` where nobody can say how satisfied customers are.

        Raises:
            UnknownNameError: there is none of this name.
        """
        self._scenario(name)
        known = self.before.outcome
        return None if known is None else min(1.0, max(0.0, known + self.changes[name]))

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        before = self.before
        return {
            "before": {
                "outcome": before.outcome,
                "upper_bound": before.upper_bound,
                "external_customers": dict(before.external_customers),
            },
            "scenarios": [
                {
                    "name": row.id,
                    "settings": dict(row.settings),
                    "outcome": row.outcome,
                    "upper_bound": self.upper_bound(row.id),
                    "change": row.change,
                    "customers": dict(row.customers),
                }
                for row in self.rows
            ],
        }

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        """A row for each scenario, with a column for the change of each external customer."""
        del full
        records: list[dict[str, Any]] = [
            {"scenario": row.id, "outcome": row.outcome, "change": row.change, **row.customers}
            for row in self.rows
        ]
        return records, ()


def side_by_side(
    chain: ValueChain | Diagnosis,
    scenarios: Mapping[str, Mapping[str, Any]] | Iterable[Scenario] | None = None,
) -> SideBySide:
    """Compare scenarios of one chain; many are solved at once.

    Args:
        chain: the chain, or its diagnosis.
        scenarios: settings by service id (see `what_if`) by the name of the scenario, or `Scenario`
            values; ``None`` for those of the chain.

    Raises:
        ModelError: services that do not exist, settings that are none, names that repeat; carries
            every problem.
        ArgumentError: there are no scenarios, or an argument is something else.

    Where no service is critical and nobody comes to lack everything, the outcome is linear in every
    quality, and one scenario costs as much as it sets services; else the services that it reaches
    are solved again, up to 256 scenarios at once.

    >>> from valuechain import loads
    >>> chain = loads('''
    ... valuechain: 1
    ... scenarios:
    ...   new form: {clerk->customer: 90%}
    ...   strike: {clerk->customer: failed}
    ... teams:
    ...   clerk: {serves: {customer: {satisfaction: 60%}}}
    ... customers:
    ...   customer:
    ... ''')
    >>> {name: round(change, 3) for name, change in side_by_side(chain).changes.items()}
    {'new form': 0.3, 'strike': -0.6}
    """
    before = based_on(chain, "side_by_side")
    asked = scenarios_of(before.chain, scenarios)
    return SideBySide(before, MappingProxyType({scenario.name: scenario for scenario in asked}))


def _rises(before: Solution, cases: Cases, weights: Floats) -> Floats:
    """(rows, cases) how weighted shortfalls rise; `weights` is (rows, parties)."""
    reading = before.reading
    rises = np.zeros((len(weights), cases.count))
    straight = np.zeros(cases.count, dtype=bool)
    if len(weights) < cases.count:
        straight = _straight(before, cases)
    if straight.any():
        part = cases.of(straight)
        steps = _capped(reading, part) - reading.own[part.service]
        for row, weight in zip(rises, weights, strict=True):
            slope = importances(reading.network, reading.solved, weight)
            row[straight] = np.bincount(
                part.case, weights=slope[part.service] * steps, minlength=part.count
            )
    if not straight.all():
        bent, ends = np.flatnonzero(~straight), np.flatnonzero(weights.any(axis=0))
        for some, change in solved_again(reading, cases.of(~straight)):
            rises[:, bent[some]] = np.einsum("gp,pc->gc", weights[:, ends], change[ends])
    return rises


def _capped(reading: Reading, cases: Cases) -> Floats:
    """(entries,) own shortfalls.

    Where a case sets one service alone, no more than leaves it with satisfaction 0.
    """
    return np.where(
        _single(cases), np.minimum(cases.own, 1.0 - reading.passed_on[cases.service]), cases.own
    )


def _straight(before: Solution, cases: Cases) -> Bools:
    """(cases,) in which nothing bends: no maximum counts, and nobody comes to lack everything.

    Only those matter whom trouble could reach.

    What raises own shortfalls by d_e raises no party's by more than B = sum w_e d_e, if nothing
    runs in a circle: each passes on at most what it receives. So no cap is met where every service
    that passes something on has B to spare; where some has not, it is watched.
    """
    reading, network = before.reading, before.reading.network
    if network.any_critical:
        return np.zeros(cases.count, dtype=bool)
    more = np.maximum(_capped(reading, cases) - reading.own[cases.service], 0.0)
    reach = np.bincount(
        cases.case, weights=network.weight[cases.service] * more, minlength=cases.count
    )
    if before.loops:
        return np.asarray(reach == 0)
    own_reach = (
        reading.delivered[cases.service] + more + np.where(_single(cases), 0.0, reach[cases.case])
    )
    capped = np.bincount(cases.case, weights=own_reach > 1.0 + ROUNDING, minlength=cases.count) > 0
    worst = float(reading.delivered[reading.effective > 0].max(initial=0.0))
    close = ~capped & (worst + reach > 1.0) & (reach > 0)
    if close.any():
        capped[close] = _meet_a_cap(reading, cases.of(close), more[close[cases.case]])
    return np.asarray(~capped | (reach == 0))


def _meet_a_cap(reading: Reading, cases: Cases, more: Floats) -> Bools:
    """(cases,) in which some service that passes trouble on comes to lack everything.

    All, where too many are close to it.

    Without caps what reaches a service is the sum of what each rise of an own shortfall sends
    there, so one solution of all rises of all cases at once, made too small for any cap, says which
    services any case alone could bring there; those are looked at one by one.
    """
    network, spare = reading.network, 1.0 - reading.delivered
    all_at_once: Floats = np.bincount(
        cases.service, weights=more, minlength=len(reading.own)
    ).astype(float)
    small = 1.0 / (1.0 + 2.0 * float(all_at_once.sum()))
    most = shortfalls(network, small * all_at_once, reading.effective).received / small
    watched = np.flatnonzero(reading.effective * most[network.provider] > spare)
    if len(watched) * _WORTH_WATCHING > cases.count:
        return np.ones(cases.count, dtype=bool)
    capped = np.zeros(cases.count, dtype=bool)
    for service in watched.tolist():
        end = np.eye(1, network.parties, network.provider[service])[0]
        slope = importances(network, reading.solved, end)
        reached = np.bincount(
            cases.case, weights=slope[cases.service] * more, minlength=cases.count
        )
        capped |= reading.effective[service] * reached > spare[service] + ROUNDING
    return capped


def _single(cases: Cases) -> Bools:
    """(entries,) whether the case sets nothing else."""
    return np.asarray(np.bincount(cases.case, minlength=cases.count)[cases.case] == 1)
