"""Which links are weak, whose doing it is, what each costs the external customer."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

import numpy as np

from valuechain.analysis.deciding import deciding
from valuechain.analysis.dependence import Span
from valuechain.analysis.first_step import first_holds, is_quick
from valuechain.analysis.groups import departments_of, links_of, teams_of
from valuechain.analysis.reading import solvable
from valuechain.analysis.solution import Solution, solved
from valuechain.analysis.verdict import VERDICTS, Verdict, supposed_reading, verdicts
from valuechain.model.chain import ValueChain
from valuechain.model.names import for_customer
from valuechain.model.numbers import decimal
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.advice import Advice, advice_of
from valuechain.questions.aspect_rows import aspect_rows
from valuechain.questions.complaints import Complaint, loudest
from valuechain.questions.explanation import Explanation, explained
from valuechain.questions.noteworthy import Noteworthy, noteworthy
from valuechain.questions.of_solution import OfSolution
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.service_records import LATER, columns_of, gains_and_losses, step_records
from valuechain.questions.steps import GroupStep, Ranking, Step, Steps, TeamStep
from valuechain.results import Recipe, Result, plain
from valuechain.solve.loops import NotConverged
from valuechain.solve.network import Ints
from valuechain.tolerances import DIGITS, GUARANTEED

Level: TypeAlias = Literal["provider", "group", "delivers"]
LEVELS: tuple[Level, ...] = ("delivers", "provider", "group")
"""What contributions roll up by, the finest first."""
_COLUMNS = tuple(
    each.name for each in fields(ServiceDiagnosis) if each.name not in ("decided_by", "quality")
)
"""Of the rows as data, by the names of the contract."""
WEAK = ("root cause", "symptom", "undecided")
"""Verdicts on a service below its target."""


class PrecisionWarning(UserWarning):
    """The numbers carry an error beyond 1e-10: some loop depends nearly completely on itself."""


@dataclass(frozen=True, eq=False, repr=False)
class Diagnosis(OfSolution, Result[ServiceDiagnosis]):
    """What a chain's scores say, as a value: made by `diagnose`.

    It prints as a verdict in words and a table.

    Attributes:
        solution: the chain solved, its numbers as arrays in the order of solution.
    """

    def _recipe(self) -> Recipe:
        return diagnose, (self.chain,)  # what a chain says follows from the chain

    def _summary(self) -> str:
        outcome = "unknown" if self.outcome is None else f"{self.outcome:.4f}"
        return f"outcome {outcome}, {len(self)} services"

    # Services.

    @cached_property
    def services(self) -> tuple[ServiceDiagnosis, ...]:
        """A row for every service, largest contribution first, ties by id."""
        rows = self._in_file_order
        return tuple(rows[i] for i in self.ranking)

    @cached_property
    def rows(self) -> tuple[ServiceDiagnosis, ...]:
        """The `services`; without gains and losses where finding them takes long."""
        if self.solution.few:
            return self.services
        columns = self._columns | gains_and_losses(self.solution, full=False)
        rows = ServiceDiagnosis.of_columns(columns, self._later)
        return tuple(rows[i] for i in self.ranking)

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
        return columns_of(self.solution) | {"verdict": self.verdicts}

    @cached_property
    def ranking(self) -> list[int]:
        """Where in the file the services stand, largest contribution first, ties by id."""
        # Equal contributions may differ in their last bits; those must not decide the order.
        solution = self.solution
        ids = list(self.chain.services)
        parts = solution.in_file_order(solution.changes.contributions).tolist()
        return sorted(range(len(ids)), key=lambda i: (-round(parts[i], DIGITS), ids[i]))

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """Of every service, in file order."""
        codes = self.solution.in_file_order(self._verdict).tolist()
        return [VERDICTS[code] for code in codes]

    @cached_property
    def _verdict(self) -> Ints:
        reading = self.solution.reading
        with solvable():
            return verdicts(reading, lambda: supposed_reading(reading))

    def _later(self, service_id: str, name: str) -> Any:
        """A field of a row that was not computed with it."""
        if name == "decided_by":
            return self._deciding(service_id)
        (at,) = self.solution.places([service_id]).tolist()
        changes = self.solution.changes
        return {
            "gain": changes.gain,
            "potential": changes.potential,
            "loss_if_failed": changes.loss,
        }[name](at)

    def _deciding(self, service_id: str) -> tuple[str, ...]:
        """The unmeasured services that decide an undecided one."""
        if self[service_id].verdict != "undecided":
            return ()
        solution = self.observed
        (at,) = solution.places([service_id]).tolist()
        found = deciding(solution.reading, at, solution.by_id)
        ids, order = list(self.chain.services), solution.reading.network.services
        return tuple(ids[order[service]] for service in found.tolist())

    @property
    def observed(self) -> Solution:
        """Of the chain as it was observed, before anything was supposed of it."""
        return self.solution

    # What to do first.

    @cached_property
    def links(self) -> Steps[Step]:
        """The links that were measured, as steps and as groups of services."""
        return Steps(links_of(self.solution), Step)

    @property
    def steps(self) -> Ranking[Step]:
        """The links that were measured, what wins the customers most first."""
        return Ranking(self.links)

    @cached_property
    def teams(self) -> Ranking[TeamStep]:
        """The providers of what was measured, likewise."""
        return Ranking(Steps(teams_of(self.solution), TeamStep))

    @cached_property
    def departments(self) -> Ranking[GroupStep]:
        """Their departments, likewise."""
        return Ranking(Steps(departments_of(self.solution), GroupStep))

    @property
    def best_steps(self) -> tuple[Step, ...]:
        """The first of the `steps`, at least those as good as the first: quick in any chain."""
        return self.links.best

    @cached_property
    def advice(self) -> Advice:
        """What to do first: what all sentences, tables and pictures agree on."""
        with solvable():
            return advice_of(self.solution, self.links)

    @cached_property
    def loudest(self) -> Complaint | None:
        """Who gets the complaints; ``None`` where no customer has any."""
        return loudest(self.chain, self.weak_links)

    @cached_property
    def noteworthy(self) -> Noteworthy:
        """What of the structure and the times is worth a word beside the first steps."""
        return noteworthy(self.solution)

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
        """Over which dependences the first step stays first, in the x of `robustness`.

        ``None`` where there is none, where finding out takes long, and where dependences of nearly
        1 leave nothing to find out.
        """
        if self.advice.kind != "links" or not is_quick(self.solution):
            return None
        try:
            return first_holds(self.links.groups, self.advice.first[0].name)
        except NotConverged:
            return None

    def explain(self, service_id: str) -> Explanation:
        """The arithmetic of one service, and where the inherited part comes from.

        Raises:
            UnknownNameError: there is no such service.
        """
        (at,) = self.solution.places([service_id]).tolist()
        with solvable():
            verdict = self[service_id].verdict
            found = explained(self.solution.reading, at, verdict, tuple(self.chain.services))
        return replace(found, aspects=aspect_rows(self.chain, self.chain.services[service_id]))

    def together(self, service_ids: Iterable[str], *, perfect: bool = False) -> float:
        """What the outcome gains if all these services became as good as can be reached, at once.

        Args:
            service_ids: of the services.
            perfect: whether nothing is to be lacking by their own doing any more.

        Raises:
            UnknownNameError: there is no such service.
            ArgumentError: `service_ids` are none.
        """
        ids = [service_ids] if isinstance(service_ids, str) else service_ids
        if not isinstance(ids, Iterable):
            raise ArgumentError(f"service_ids are ids of services, not {ids!r:.60}")
        places = self.solution.places(ids)
        own = np.zeros(len(places)) if perfect else self.solution.reading.reached[places]
        return self.solution.changes.together(places, own)

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
            "advice": self._advice_record(),
            **self._step_records(full=full),
        }

    def _service_records(self, *, full: bool) -> list[dict[str, Any]]:
        """The rows as dictionaries; ``None`` for what is not at hand, unless it is asked for."""
        columns = self._columns | gains_and_losses(self.solution, full=full)
        values = [columns[name] for name in _COLUMNS]
        return [
            {name: column[i] for name, column in zip(_COLUMNS, values, strict=True)}
            for i in self.ranking
        ]

    def _advice_record(self) -> dict[str, Any]:
        advice = self.advice
        record: dict[str, Any] = plain(advice)
        return record | {"first": [step.id for step in advice.first]}

    def _step_records(self, *, full: bool) -> dict[str, Any]:
        """Steps and teams; ``None`` where there are many, unless they are asked for."""
        if not (full or self.solution.few):
            return {"steps": None, "teams": None}
        return {"steps": step_records(self.steps), "teams": step_records(self.teams)}

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        records = self._service_records(full=full)
        for record in records:
            for name in (*LATER, "tipping_dependence"):
                if record[name] is None:
                    record[name] = math.nan
        return records, ()


def diagnose(chain: ValueChain | Diagnosis, *, customer: str | None = None) -> Diagnosis:
    """Say which services are weak, whose doing it is, and what each costs the external customer.

    Solves the model once (see `solve.forward`), splits every observed shortfall into own and
    inherited, and finds the importance of all services by one adjoint solve. Contributions are
    Aumann-Shapley values (Aumann & Shapley 1974, *Values of Non-Atomic Games*) along the straight
    line from no own shortfalls to the present ones: all shortfalls are proportional on it, so that
    the value is the gradient times the own shortfall, and the contributions sum to 1 - outcome.

    Args:
        chain: made by `load`, `loads`, `ValueChain.from_networkx` or in Python; or its diagnosis.
        customer: the id or name of an external customer, to diagnose for that one alone, whatever
            its share.

    Raises:
        ArgumentError: `chain` is something else, or `customer` is none.
        UnknownNameError: there is no such party.

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
    if isinstance(chain, Diagnosis) and customer is None:
        return chain
    if type(chain) is Diagnosis:  # a what-if is a chain with more than its scores
        chain = chain.chain
    if not isinstance(chain, ValueChain):
        raise ArgumentError(
            f"diagnose takes a ValueChain, not {type(chain).__name__}: "
            "make it with load(path) or loads(text)"
        )
    if customer is not None:
        chain = for_customer(chain, customer)
    with solvable():
        diagnosis = Diagnosis(solved(chain))
        error = diagnosis.error
    if error > GUARANTEED:
        right = f"numbers are right to {decimal(error, 1)} only"
        message = f"loops depend on themselves almost completely: {right}"
        warnings.warn(PrecisionWarning(message), stacklevel=2)
    return diagnosis
