"""Which links are weak, whose doing it is, what each costs the external customer."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Literal, TypeAlias

from valuechain.analysis.dependence import Span
from valuechain.analysis.first_cause import first_holds, is_quick
from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution, solved
from valuechain.analysis.verdict import alone_of, verdicts
from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.explanation import Explanation, explained
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.service_records import columns_of, gains_and_losses
from valuechain.results import Recipe, Result, plain
from valuechain.solve.network import Ints
from valuechain.tolerances import DIGITS, GUARANTEED
from valuechain.walks import reached

Level: TypeAlias = Literal["provider", "group", "delivers"]
LEVELS: tuple[Level, ...] = ("delivers", "provider", "group")
"""What contributions roll up by, the finest first."""
_COLUMNS = tuple(each.name for each in fields(ServiceDiagnosis) if each.name != "decided_by")
WEAK = ("root cause", "symptom", "undecided")
"""Verdicts on a service below its target."""


class PrecisionWarning(UserWarning):
    """The numbers carry an error beyond 1e-10: some loop depends nearly completely on itself."""


@dataclass(frozen=True, eq=False, repr=False)
class Diagnosis(Result[ServiceDiagnosis]):
    """What a chain's scores say, as a value: made by `diagnose`.

    It prints as a verdict in words and a table.

    Attributes:
        solution: the chain solved, its numbers as arrays in the order of solution.
    """

    solution: Solution

    def _recipe(self) -> Recipe:
        return diagnose, (self.chain,)  # what a chain says follows from the chain

    def _summary(self) -> str:
        outcome = "unknown" if self.outcome is None else f"{self.outcome:.4f}"
        return f"outcome {outcome}, {len(self)} services"

    @property
    def title(self) -> str:
        """The chain's."""
        return self.chain.title

    @property
    def chain(self) -> ValueChain:
        """What was diagnosed."""
        return self.solution.chain

    @property
    def outcome(self) -> float | None:
        """Satisfaction of the customers to whom a scored service leads, 0..1; ``None`` for none."""
        return self.solution.outcome

    @property
    def upper_bound(self) -> bool:
        """Whether unmeasured services matter to the outcome: they can only lower it."""
        return self.solution.upper_bound

    @property
    def external_customers(self) -> Mapping[str, float | None]:
        """Satisfaction of each external customer.

        ``None`` for those to whom no scored service leads.
        """
        return self.solution.external_customers

    @property
    def received(self) -> Mapping[str, float]:
        """Satisfaction of every party with what it receives; 1 where nobody serves it."""
        return self.solution.received

    @property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Groups of parties that all serve one another in circles, each sorted."""
        return self.solution.loops

    @property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the services of which nothing is known, in file order."""
        return self.solution.unmeasured

    @property
    def coverage(self) -> float:
        """Share of total importance that lies on scored services, 0..1."""
        return self.solution.coverage

    @property
    def error(self) -> float:
        """How far any shortfall received, or any sum of contributions, may be from the true one.

        The true one is the model's.
        """
        return self.solution.error

    # Services.

    @cached_property
    def services(self) -> tuple[ServiceDiagnosis, ...]:
        """A row for every service, largest contribution first, ties by id."""
        rows = self._in_file_order
        return tuple(rows[i] for i in self._ranked)

    @cached_property
    def rows(self) -> tuple[ServiceDiagnosis, ...]:
        """The `services`; without gains and losses where finding them takes long."""
        if self.solution.few:
            return self.services
        columns = self._columns | gains_and_losses(self.solution, full=False)
        rows = ServiceDiagnosis.of_columns(columns, self._later)
        return tuple(rows[i] for i in self._ranked)

    @cached_property
    def weak_links(self) -> tuple[ServiceDiagnosis, ...]:
        """The scored services below their target, largest contribution first."""
        return tuple(row for row in self.services if row.verdict in WEAK)

    @cached_property
    def root_causes(self) -> tuple[ServiceDiagnosis, ...]:
        """The weak links that are their provider's own doing, largest contribution first."""
        return tuple(row for row in self.services if row.verdict == "root cause")

    def __len__(self) -> int:
        return len(self.chain.services)

    def __iter__(self) -> Iterator[ServiceDiagnosis]:
        return iter(self.services)

    @cached_property
    def _row_of(self) -> Mapping[str, ServiceDiagnosis]:
        return dict(zip(self.chain.services, self._in_file_order, strict=True))

    @cached_property
    def _in_file_order(self) -> list[ServiceDiagnosis]:
        return ServiceDiagnosis.of_columns(self._columns, self._later)

    @cached_property
    def _columns(self) -> dict[str, Sequence[Any]]:
        """What every row has, in file order."""
        return columns_of(self.solution, self._verdict)

    @cached_property
    def _ranked(self) -> list[int]:
        """Where in the file the services stand, largest contribution first, ties by id."""
        # Equal contributions may differ in their last bits; those must not decide the order.
        ids, parts = self._columns["id"], self._columns["contribution"]
        return sorted(range(len(ids)), key=lambda i: (-round(parts[i], DIGITS), ids[i]))

    @cached_property
    def _verdict(self) -> Ints:
        reading = self.solution.reading
        with solvable():
            return verdicts(reading, lambda: alone_of(reading))

    def _later(self, service_id: str, name: str) -> Any:
        """A field of a row that was not computed with it."""
        if name == "decided_by":
            return self._deciding(service_id)
        (at,) = self.solution.places([service_id]).tolist()
        changes = self.solution.changes
        if name == "gain":
            return changes.gain(at)
        return changes.loss(at)

    def _deciding(self, service_id: str) -> tuple[str, ...]:
        """The unmeasured services upstream of an undecided one."""
        if self[service_id].verdict != "undecided":
            return ()
        into = self._into
        providers = {party: [row.provider for row in rows] for party, rows in into.items()}
        upstream = reached([self[service_id].provider], providers)
        found = (row for party in upstream for row in into.get(party, ()))
        unmeasured = [row for row in found if row.verdict == "unmeasured"]
        unmeasured.sort(key=lambda row: (-round(row.importance, DIGITS), row.id))
        return tuple(row.id for row in unmeasured)

    @cached_property
    def _into(self) -> dict[str, list[ServiceDiagnosis]]:
        into: dict[str, list[ServiceDiagnosis]] = {}
        for row in self._in_file_order:
            into.setdefault(row.customer, []).append(row)
        return into

    # Further answers.

    def by(self, level: Level) -> dict[str, float]:
        """Contributions summed by ``provider``, ``group`` or what is delivered (``delivers``).

        A group is the provider's department.

        The largest comes first; what has no department, or names nothing delivered, stands under
        ``""``.

        Raises:
            UnknownNameError: there is no such level.
        """
        if level not in LEVELS:
            there = "level to roll up by (there are provider, group and delivers)"
            raise unknown(there, level, LEVELS)
        sums: dict[str, float] = {}
        for row in self._in_file_order:
            name = self._name_of(row, level)
            sums[name] = sums.get(name, 0.0) + row.contribution
        return dict(sorted(sums.items(), key=lambda item: (-round(item[1], DIGITS), item[0])))

    def _name_of(self, row: ServiceDiagnosis, level: Level) -> str:
        if level == "group":
            return self.chain.parties[row.provider].group
        if level == "delivers":
            return row.delivers
        return row.provider

    @cached_property
    def first_holds(self) -> Span | None:
        """Over which dependences the first root cause stays first, in the x of `robustness`.

        ``None`` where there is no root cause, and where finding out takes long.
        """
        if not self.root_causes or not is_quick(self.solution):
            return None
        with solvable():
            return first_holds(self.solution, self.root_causes[0].id)

    @cached_property
    def common_dependence(self) -> float | None:
        """The dependence that all services have, ``None`` where they differ."""
        dependences = {service.dependence for service in self.chain.services.values()}
        return dependences.pop() if len(dependences) == 1 else None

    def spread(self, service_id: str) -> dict[str, float]:
        """For each party, how much of what it lacks this service's own shortfall causes.

        Raises:
            UnknownNameError: there is no such service.
        """
        return self.solution.spread(service_id)

    def explain(self, service_id: str) -> Explanation:
        """The arithmetic of one service, and where the inherited part comes from.

        Raises:
            UnknownNameError: there is no such service.
        """
        (at,) = self.solution.places([service_id]).tolist()
        with solvable():
            verdict = self[service_id].verdict
            return explained(self.solution.reading, at, verdict, tuple(self.chain.services))

    def together(self, service_ids: Iterable[str]) -> float:
        """What the outcome gains if the own shortfalls of all these services were 0 at once.

        Raises:
            UnknownNameError: there is no such service.
        """
        ids = [service_ids] if isinstance(service_ids, str) else service_ids
        return self.solution.changes.together(self.solution.places(ids))

    # As data.

    def _data(self, *, full: bool) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "upper_bound": self.upper_bound,
            "external_customers": dict(self.external_customers),
            "received": dict(self.received),
            "services": self._service_records(full=full),
            "loops": plain(self.loops),
            "unmeasured": list(self.unmeasured),
            "coverage": self.coverage,
        }

    def _service_records(self, *, full: bool) -> list[dict[str, Any]]:
        """The rows as dictionaries; ``None`` for what is not at hand, unless it is asked for."""
        columns = self._columns | gains_and_losses(self.solution, full=full)
        values = [columns[name] for name in _COLUMNS]
        return [
            {name: column[i] for name, column in zip(_COLUMNS, values, strict=True)}
            for i in self._ranked
        ]

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        records = self._data(full=full)["services"]
        for record in records:
            for name in ("gain", "loss_if_failed", "tipping_dependence"):
                if record[name] is None:
                    record[name] = math.nan
        return records, ()


def diagnose(chain: ValueChain) -> Diagnosis:
    """Say which services are weak, whose doing it is, and what each costs the external customer.

    Solves the model once (see `solve.forward`), splits every observed shortfall into own and
    inherited, and finds the importance of all services by one adjoint solve. Contributions are
    Aumann-Shapley values (Aumann & Shapley 1974, *Values of Non-Atomic Games*) along the straight
    line from no own shortfalls to the present ones: all shortfalls are proportional on it, so that
    the value is the gradient times the own shortfall, and the contributions sum to 1 - outcome.

    Args:
        chain: made by `load`, `loads`, `ValueChain.from_networkx` or in Python.

    Raises:
        ArgumentError: `chain` is something else.

    Warns:
        PrecisionWarning: loops depend on themselves so nearly completely that an error below 1e-10
            cannot be proven; the bound is said, and is `Diagnosis.error`.

    >>> from valuechain import loads
    >>> print(diagnose(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {customer: {satisfaction: 60%}}}
    ... customers:
    ...   customer:
    ... ''')).outcome)
    0.6
    """
    if not isinstance(chain, ValueChain):
        raise ArgumentError(
            f"diagnose takes a ValueChain, not {type(chain).__name__}: "
            "make it with load(path) or loads(text)"
        )
    with solvable():
        diagnosis = Diagnosis(solved(chain))
        error = diagnosis.error
    if error > GUARANTEED:
        message = (
            f"loops depend on themselves almost completely: numbers are right to {error:.0e} only"
        )
        warnings.warn(PrecisionWarning(message), stacklevel=2)
    return diagnosis
