"""What if? The diagnosis of a chain in which the own quality of some services is otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from valuechain.analysis.reading import Reading, solvable, with_own
from valuechain.analysis.solution import Solution
from valuechain.analysis.verdict import supposed_reading, verdicts
from valuechain.model.chain import ValueChain
from valuechain.model.scenarios import Scenario, Setting
from valuechain.problems import ArgumentError
from valuechain.questions.asked import scenario_of, set_services
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.service import ServiceDiagnosis
from valuechain.results import Recipe, shortened
from valuechain.solve.network import Floats, Ints
from valuechain.tolerances import FAVOUR

Asked: TypeAlias = Scenario | str | Mapping[str, Any]
"""A scenario, the name of one in the file, or settings by service id."""

_QUALITIES: Mapping[Setting, float] = {"failed": 0.0, "target": 0.0, "reachable": 0.0}
"""What the words stand for; what a target is, or reachable, hangs on the service."""

_AT_LEAST = ("target", "reachable")
"""Words that leave what is better as it is."""


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

    @cached_property
    def settings(self) -> tuple[tuple[str, Setting], ...]:
        """What is set, service by service: of a party all that it delivers."""
        return tuple(set_services(self.chain, self.scenario))

    @cached_property
    def reached_already(self) -> tuple[str, ...]:
        """Ids of the services whose own quality is above what is set for them already.

        Above their target or what can be reached: they stay as they are.
        """
        asked = [(service, word) for service, word in self.settings if word in _AT_LEAST]
        rows = [(self.before[service], word) for service, word in asked]
        aims = {"target": lambda row: row.target, "reachable": self._reachable}
        return tuple(row.id for row, word in rows if row.quality >= aims[str(word)](row) - FAVOUR)

    @cached_property
    def spoilt(self) -> tuple[str, ...]:
        """Ids of services that have nothing left to lose, so that less of it is their own.

        They are not set, and lack everything now; how much of that would be left if their providers
        did better, their own shortfall no longer tells. They stand in file order.
        """
        then, now = self.before.solution, self.solution
        less = now.in_file_order(now.reading.own < then.reading.own - FAVOUR)
        given = {service for service, _ in self.settings}
        ids = (name for name, is_less in zip(self.chain.services, less, strict=True) if is_less)
        return tuple(name for name in ids if name not in given)

    def _reachable(self, row: ServiceDiagnosis) -> float:
        return self.chain.services[row.id].reachable

    def was_asked(self, service_id: str) -> bool:
        """Nothing here is what anybody answered.

        Raises:
            UnknownNameError: there is no such service.
        """
        self.solution.index_of(service_id)
        return False

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
        """By how much the satisfaction of each party with what it receives rises.

        Also of those of whom nothing is known: by how much it would.
        """
        then, now = self.before.solution.reading, self.solution.reading
        rises = (then.received - now.received)[now.network.position].tolist()
        return MappingProxyType(dict(zip(self.chain.parties, rises, strict=True)))

    @cached_property
    def _verdict(self) -> Ints:
        with solvable():
            return verdicts(self.solution.reading, self._supposed)

    @property
    def observed(self) -> Solution:
        """Of the chain as it was observed."""
        return self.before.observed

    def _supposed(self) -> Reading | None:
        """The same changes of the chain read with what nobody measured as bad as may be."""
        asked: list[Scenario] = []
        first: Diagnosis = self
        while isinstance(first, WhatIf):
            asked.append(first.scenario)
            first = first.before
        found = supposed_reading(first.solution.reading)
        if found is None:
            return None
        for scenario in reversed(asked):
            found = _changed(first.solution, found, scenario)
        return found

    def _data(self, *, full: bool) -> dict[str, Any]:
        before = {
            "outcome": self.before.outcome,
            "external_customers": dict(self.before.external_customers),
        }
        changed = {
            "name": self.scenario.name,
            "settings": dict(self.settings),
            "before": before | {"received": dict(self.before.received)},
            "change": self.change,
            "customers": dict(self.customers),
            "parties": dict(self.parties),
            "spoilt": list(self.spoilt),
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
            ``"4.5/5"``), or ``"target"`` (at least what it aims at), ``"reachable"`` (at least what
            a well-run provider reaches), or ``"failed"`` (0, it delivers nothing); for a party's id
            that of all its services; or the name of one of the chain's scenarios, or a `Scenario`.

    Returns:
        A `WhatIf`: a diagnosis, with `before`, and the changes of the outcome (`change`), of the
        external `customers` and of all `parties`. Of a service that was set the diagnosis takes the
        quality for known, but for one that nobody measured and that is to be at least so good. A
        quality that with what is passed on would lack more than everything is read as satisfaction
        0, and another what-if goes on from that: set together what is to hold together.

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
    before: Solution, reading: Reading, pairs: Sequence[tuple[str, Setting]]
) -> tuple[Ints, Floats]:
    """Where services stand in the order of solution, and the own shortfalls that they are set to.

    `pairs` are their ids and settings, as `set_services` has them.
    """
    at = before.places(service for service, _ in pairs)
    own = np.array([_QUALITIES.get(setting, setting) for _, setting in pairs], dtype=float)
    np.subtract(1.0, own, out=own)
    aims = {"target": reading.observations.target, "reachable": reading.observations.reachable}
    settings = {setting for _, setting in pairs}
    for word, aim in aims.items():
        if word in settings:
            aimed = np.array([setting == word for _, setting in pairs], dtype=bool)
            own[aimed] = np.minimum(reading.own, 1.0 - aim)[at[aimed]]
    return at, own


def _changed(before: Solution, reading: Reading, scenario: Scenario) -> Reading:
    """The reading with what a scenario sets.

    What is set counts as known; but that a service nobody measured is at least so good tells
    nothing of it.
    """
    pairs = list(set_services(before.chain, scenario))
    at, values = changed_own(before, reading, pairs)
    told = np.array([setting not in _AT_LEAST for _, setting in pairs], dtype=bool)
    own = reading.own.copy()
    own[at] = values
    known = replace(reading.observations, expert=reading.observations.expert.copy())
    known.expert[at] |= ~known.observed[at] & told
    network = reading.network
    steps = network.step_of(network.customer[at])
    start = int(steps.min(initial=len(network.steps)))
    return with_own(reading, own, known, start)
