"""What if? The diagnosis of a chain in which the own quality of some services is otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from valuechain.analysis.reading import Reading, measured_alone, solvable, split, with_own
from valuechain.analysis.solution import Solution
from valuechain.analysis.verdict import verdicts
from valuechain.model.chain import ValueChain
from valuechain.model.scenarios import Scenario, Setting
from valuechain.problems import ArgumentError
from valuechain.questions.asked import scenario_of
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.results import Recipe, shortened
from valuechain.solve.network import Floats, Ints

Asked: TypeAlias = Scenario | str | Mapping[str, Any]
"""A scenario, the name of one in the file, or settings by service id."""

_QUALITIES: Mapping[Setting, float] = {"failed": 0.0, "target": 0.0}
"""What the words stand for; what a target is hangs on the service."""


@dataclass(frozen=True, eq=False, repr=False)
class WhatIf(Diagnosis):
    """A diagnosis of what is not so, made by `what_if`: it knows what it started from.

    Attributes:
        before: the diagnosis it started from.
        scenario: what was set; its name is ``""`` where it has none.
    """

    before: Diagnosis
    scenario: Scenario

    def _recipe(self) -> Recipe:
        return what_if, (self.before, self.scenario)

    def _summary(self) -> str:
        return f"{shortened(str(self.scenario))}, change {self.change:+.4f}"

    @property
    def change(self) -> float:
        """By how much the outcome rises, -1..1.

        Where nothing is known of the customers, by how much it would rise if all that nobody
        measured were perfect.
        """
        then, now = self.before.solution, self.solution
        return float(now.weights @ (then.reading.received - now.reading.received))

    @cached_property
    def customers(self) -> Mapping[str, float | None]:
        """By how much the satisfaction of each external customer rises.

        ``None`` for those of whom nothing is known.
        """
        known = self.before.external_customers
        return MappingProxyType(
            {party: None if known[party] is None else self.parties[party] for party in known}
        )

    @cached_property
    def parties(self) -> Mapping[str, float]:
        """By how much the satisfaction of each party with what it receives rises."""
        before = self.before.received
        return MappingProxyType(
            {party: value - before[party] for party, value in self.received.items()}
        )

    @cached_property
    def _verdict(self) -> Ints:
        with solvable():
            return verdicts(self.solution.reading, self._alone)

    def _alone(self) -> Reading | None:
        """The same change of the chain read without its unmeasured services."""
        asked: list[Scenario] = []
        first: Diagnosis = self
        while isinstance(first, WhatIf):
            asked.append(first.scenario)
            first = first.before
        reading = self.solution.reading
        network = measured_alone(reading.network, reading.observations.scored)
        if network is None:
            return None
        alone = split(network, first.solution.reading.observations)
        for scenario in reversed(asked):
            alone = _changed(first.solution, alone, scenario)
        return alone

    def _data(self, *, full: bool) -> dict[str, Any]:
        before = {
            "outcome": self.before.outcome,
            "external_customers": dict(self.before.external_customers),
        }
        changed = {
            "name": self.scenario.name,
            "settings": dict(self.scenario.settings),
            "before": before | {"received": dict(self.before.received)},
            "change": self.change,
            "customers": dict(self.customers),
            "parties": dict(self.parties),
        }
        return super()._data(full=full) | {"what_if": changed}


def what_if(chain: ValueChain | Diagnosis, settings: Asked) -> WhatIf:
    """Say what would be if the own quality of some services were otherwise.

    Own shortfalls become u = 1 - quality; all other own shortfalls, the effective dependences, the
    weights of the customers and who of them is known stay as they were found. Only what the change
    reaches is solved again, and of a large chain only what is asked for: the `outcome` costs one
    pass over the services at most.

    Args:
        chain: the chain, or its diagnosis, which then need not be made again; also another what-if,
            to go on from.
        settings: for each service id its own quality, 0..1, or a text as in a file (``"90%"``,
            ``"4.5/5"``), or ``"target"`` (at least what it aims at), or ``"failed"`` (0, it
            delivers nothing); or the name of one of the chain's scenarios, or a `Scenario`.

    Returns:
        A `WhatIf`: a diagnosis, with `before`, and the changes of the outcome (`change`), of the
        external `customers` and of all `parties`. Of a service that was set the diagnosis takes the
        quality for known. A quality that with what is passed on would lack more than everything is
        read as satisfaction 0.

    Raises:
        ModelError: services that do not exist, settings that are none; carries every problem.
        UnknownNameError: there is no scenario of that name.
        ArgumentError: an argument is something else.

    >>> from valuechain import loads
    >>> chain = loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {designer: {satisfaction: 60%}}}
    ...   designer: {serves: {customer: {satisfaction: 65%}}}
    ... customers:
    ...   customer:
    ... ''')
    >>> better = what_if(chain, {"clerk->designer": 0.9})
    >>> round(better.outcome, 2), round(better.change, 2), better["clerk->designer"].verdict
    (0.89, 0.24, 'sound')
    """
    before = based_on(chain, "what_if")
    scenario = scenario_of(before.chain, settings)
    solution = before.solution
    with solvable():
        reading = _changed(solution, solution.reading, scenario)
    return WhatIf(replace(solution, reading=reading), before, scenario)


def based_on(chain: object, function: str) -> Diagnosis:
    """The diagnosis to start from."""
    if isinstance(chain, Diagnosis):
        return chain
    if isinstance(chain, ValueChain):
        return diagnose(chain)
    raise ArgumentError(
        f"{function} takes a ValueChain or its Diagnosis, not {type(chain).__name__}: "
        "make one with load(path)"
    )


def changed_own(
    before: Solution, reading: Reading, scenarios: Sequence[Scenario]
) -> tuple[Ints, Floats]:
    """The services that scenarios set, and the own shortfalls they get.

    One scenario after the other, services by their place in the order of solution.
    """
    pairs = [pair for scenario in scenarios for pair in scenario.settings]
    at = before.places(service for service, _ in pairs)
    own = np.array([_QUALITIES.get(setting, setting) for _, setting in pairs], dtype=float)
    np.subtract(1.0, own, out=own)
    aimed = np.array([setting == "target" for _, setting in pairs], dtype=bool)
    own[aimed] = np.minimum(reading.own, 1.0 - reading.observations.target)[at[aimed]]
    return at, own


def _changed(before: Solution, reading: Reading, scenario: Scenario) -> Reading:
    """The reading with what a scenario sets; what is set counts as known."""
    at, values = changed_own(before, reading, [scenario])
    own = reading.own.copy()
    own[at] = values
    known = replace(reading.observations, expert=reading.observations.expert.copy())
    known.expert[at] = ~known.observed[at]
    network = reading.network
    steps = network.step_of(network.customer[at])
    start = int(steps.min(initial=len(network.steps)))
    return with_own(reading, own, known, start)
