"""Which links are weak, whose doing it is, what each costs the external customer."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from valuechain.analysis.changes import Changes
from valuechain.analysis.outcome import outcome_weights, reached_by_scores
from valuechain.analysis.reading import Reading, read, solvable
from valuechain.analysis.verdict import VERDICTS, alone_of, tipping_dependences, verdicts
from valuechain.model.chain import ValueChain
from valuechain.model.optional import data_frame
from valuechain.model.showing import Shown
from valuechain.problems import ArgumentError, unknown
from valuechain.questions.explanation import Explanation, explained
from valuechain.questions.service import ServiceDiagnosis
from valuechain.solve.adjoint import importances
from valuechain.solve.network import Floats, Ints

if TYPE_CHECKING:
    import pandas

Level: TypeAlias = Literal["provider", "group", "delivers"]
LEVELS: tuple[Level, ...] = ("delivers", "provider", "group")
"""What contributions roll up by, the finest first."""
GUARANTEED = 1e-10
"""Error of a shortfall beyond which a diagnosis warns."""


class PrecisionWarning(UserWarning):
    """Loops depend on themselves so nearly completely that the numbers carry an error beyond 1e-10."""


_DESCRIBED = ("id", "provider", "customer", "delivers", "satisfaction", "target")
_COMPUTED = (
    "own_shortfall",
    "inherited_shortfall",
    "effective_dependence",
    "importance",
    "contribution",
)


@dataclass(frozen=True, eq=False, repr=False)
class Diagnosis(Shown):
    """What a chain's scores say, as a value: made by `diagnose`, printed as a verdict in words and a table.

    Attributes:
        chain: what was diagnosed.
        reading: its numbers in the order of solution.
    """

    chain: ValueChain
    reading: Reading
    outcome_weights: Floats
    """(parties,) weight of each party's shortfall in the outcome, in the order of solution."""
    _known_customers: tuple[str, ...]

    @cached_property
    def error(self) -> float:
        """No shortfall received, and no sum of contributions, is further from the model's true one than this."""
        # The contributions must sum to the loss; by how much they do not, they are wrong.
        found = float(
            self._changes.contributions.sum() - self.outcome_weights @ self.reading.received
        )
        return max(min(self.reading.error, 1.0), abs(found))

    @cached_property
    def _changes(self) -> Changes:
        reading = self.reading
        importance = importances(
            reading.network, reading.delivered, reading.effective, self.outcome_weights
        )
        return Changes(reading, self.outcome_weights, importance)

    @cached_property
    def _verdict(self) -> Ints:
        with solvable():
            return verdicts(self.reading, lambda: alone_of(self.reading))

    def __eq__(self, other: object) -> bool:
        return self.chain == other.chain if isinstance(other, Diagnosis) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.chain)

    def __reduce__(self) -> tuple[Any, ...]:
        return diagnose, (self.chain,)  # what a chain says follows from the chain

    def __repr__(self) -> str:
        outcome = "unknown" if self.outcome is None else f"{self.outcome:.4f}"
        return f"<Diagnosis {self.chain.title!r}: outcome {outcome}, {len(self.chain.services)} services>"

    def __getitem__(self, service_id: str) -> ServiceDiagnosis:
        return self._rows[self.index_of(service_id)]

    def __iter__(self) -> Iterator[ServiceDiagnosis]:
        return iter(self.services)

    def __len__(self) -> int:
        return len(self.chain.services)

    @cached_property
    def outcome(self) -> float | None:
        """Satisfaction of the external customers to whom a scored service leads, 0..1; ``None`` where there is none."""
        if not any(self.chain.parties[party].share > 0 for party in self._known_customers):
            return None
        return float(np.clip(1.0 - self.outcome_weights @ self.reading.received, 0.0, 1.0))

    @cached_property
    def upper_bound(self) -> bool:
        """Whether unmeasured services matter to the outcome: they can only lower it."""
        return bool((self._changes.importance[~self.reading.observations.scored] > 0).any())

    @cached_property
    def external_customers(self) -> Mapping[str, float | None]:
        """Satisfaction of each external customer; ``None`` for those to whom no scored service leads."""
        known = set(self._known_customers)
        return MappingProxyType(
            {
                party: self.received[party] if party in known else None
                for party in self.chain.external_customers
            }
        )

    @cached_property
    def received(self) -> Mapping[str, float]:
        """Satisfaction of every party with what it receives; 1 where nobody serves it."""
        values = np.clip(1.0 - self.reading.received, 0.0, 1.0)[self.reading.network.position]
        return MappingProxyType(dict(zip(self.chain.parties, values.tolist(), strict=True)))

    @cached_property
    def services(self) -> tuple[ServiceDiagnosis, ...]:
        """A row for every service, largest contribution first, ties by id."""
        # Equal contributions may differ in their last bits; those must not decide the order.
        return tuple(sorted(self._rows, key=lambda row: (-round(row.contribution, 12), row.id)))

    @cached_property
    def weak_links(self) -> tuple[ServiceDiagnosis, ...]:
        """The scored services below their target, largest contribution first."""
        return tuple(
            row for row in self.services if row.verdict in ("root cause", "symptom", "undecided")
        )

    @cached_property
    def root_causes(self) -> tuple[ServiceDiagnosis, ...]:
        """The weak links that are their provider's own doing, largest contribution first."""
        return tuple(row for row in self.services if row.verdict == "root cause")

    @cached_property
    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Groups of parties that all serve one another in circles, each sorted."""
        ids = list(self.chain.parties)
        return tuple(
            sorted(tuple(sorted(ids[i] for i in loop)) for loop in self.reading.network.loops())
        )

    @cached_property
    def unmeasured(self) -> tuple[str, ...]:
        """Ids of the services of which nothing is known, in file order."""
        scored = self.reading.observations.scored[self.solved_at].tolist()
        return tuple(
            service for service, known in zip(self.chain.services, scored, strict=True) if not known
        )

    @cached_property
    def coverage(self) -> float:
        """Share of total importance that lies on scored services, 0..1."""
        total = float(self._changes.importance.sum())
        return (
            float(self._changes.importance[self.reading.observations.scored].sum()) / total
            if total
            else 0.0
        )

    def by(self, level: Level) -> dict[str, float]:
        """Contributions summed by ``provider``, by ``group`` (the provider's department) or by what is delivered.

        The largest comes first; what has no department, or names nothing delivered, stands under
        ``""``.

        Raises:
            UnknownNameError: there is no such level.
        """
        if level not in LEVELS:
            raise unknown(
                "level to roll up by (there are provider, group and delivers)", level, LEVELS
            )
        sums: dict[str, float] = {}
        for name, part in zip(
            self._names(level),
            self._in_file_order(self._changes.contributions).tolist(),
            strict=True,
        ):
            sums[name] = sums.get(name, 0.0) + part
        return dict(sorted(sums.items(), key=lambda item: (-round(item[1], 12), item[0])))

    def _names(self, level: Level) -> Iterator[str]:
        for service in self.chain.services.values():
            if level == "delivers":
                yield service.delivers
            else:
                yield (
                    service.provider
                    if level == "provider"
                    else self.chain.parties[service.provider].group
                )

    def spread(self, service_id: str) -> dict[str, float]:
        """For each party, how much of what it lacks disappears when this service's own shortfall becomes 0.

        Raises:
            UnknownNameError: there is no such service.
        """
        values = self._changes.spread(int(self.solved_at[self.index_of(service_id)]))[
            self.reading.network.position
        ]
        return dict(zip(self.chain.parties, values.tolist(), strict=True))

    def explain(self, service_id: str) -> Explanation:
        """The arithmetic of one service, and where the inherited part comes from.

        Raises:
            UnknownNameError: there is no such service.
        """
        at = int(self.solved_at[self.index_of(service_id)])
        with solvable():
            return explained(self.reading, at, self[service_id].verdict, tuple(self.chain.services))

    def to_dict(self, *, full: bool = False) -> dict[str, Any]:
        """Everything as plain Python values, ready for JSON; numbers at full precision, services by contribution.

        Args:
            full: compute `gain` and `loss_if_failed` above 5,000 services too; there they are
                ``None`` otherwise.
        """
        gains = (
            self._in_file_order(self._changes.gains).tolist()
            if full or self._changes.gains_at_hand
            else None
        )
        losses = (
            self._in_file_order(self._changes.losses).tolist()
            if full or self._changes.few
            else None
        )
        return {
            "title": self.chain.title,
            "outcome": self.outcome,
            "upper_bound": self.upper_bound,
            "external_customers": dict(self.external_customers),
            "received": dict(self.received),
            "services": [
                {name: getattr(row, name) for name in (*_DESCRIBED, *_COMPUTED)}
                | {
                    "gain": gains and gains[self._index[row.id]],
                    "loss_if_failed": losses and losses[self._index[row.id]],
                }
                | {"tipping_dependence": row.tipping_dependence, "verdict": row.verdict}
                for row in self.services
            ],
            "loops": [list(loop) for loop in self.loops],
            "unmeasured": list(self.unmeasured),
            "coverage": self.coverage,
        }

    def to_pandas(self, *, full: bool = False) -> pandas.DataFrame:
        """The services' rows as a DataFrame indexed by id, in the same order; nan where there is no number.

        Args:
            full: as in `to_dict`.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        numbers = dict.fromkeys(("gain", "loss_if_failed", "tipping_dependence"), float)
        return data_frame(self.to_dict(full=full)["services"]).set_index("id").astype(numbers)

    def together(self, service_ids: Iterable[str]) -> float:
        """What the outcome gains if the own shortfalls of all these services were 0 at once.

        Raises:
            UnknownNameError: there is no such service.
        """
        ids = [service_ids] if isinstance(service_ids, str) else service_ids
        return self._changes.together(
            self.solved_at[[self.index_of(service_id) for service_id in ids]]
        )

    @property
    def gains_at_hand(self) -> bool:
        """Whether every `gain` is known, or quickly found, without being asked for."""
        return self._changes.gains_at_hand

    @property
    def losses_at_hand(self) -> bool:
        """Whether every `loss_if_failed` is quickly found: up to 5,000 services."""
        return self._changes.few

    # What follows is in file order, one entry for each service.

    @cached_property
    def _index(self) -> dict[str, int]:
        return {service_id: i for i, service_id in enumerate(self.chain.services)}

    def index_of(self, service_id: object) -> int:
        """The place of a service in the file.

        Raises:
            UnknownNameError: there is no such service.
        """
        if not isinstance(service_id, str) or service_id not in self._index:
            raise unknown("service", service_id, self._index)
        return self._index[service_id]

    @cached_property
    def solved_at(self) -> Ints:
        """Index of each service in the order of solution."""
        at = np.empty(len(self), dtype=np.intp)
        at[self.reading.network.services] = np.arange(len(self))
        return at

    def _in_file_order(self, values: Floats) -> Floats:
        return values[self.solved_at]

    def _deciding(self, service_id: str) -> tuple[str, ...]:
        upstream, frontier = set(), [self.chain.services[service_id].provider]
        found: list[str] = []
        while frontier:
            party = frontier.pop()
            if party in upstream:
                continue
            upstream.add(party)
            for service in self._into.get(party, ()):
                frontier.append(self.chain.services[service].provider)
                if self[service].verdict == "unmeasured":
                    found.append(service)
        return tuple(
            sorted(found, key=lambda service: (-round(self[service].importance, 12), service))
        )

    @cached_property
    def _into(self) -> dict[str, list[str]]:
        into: dict[str, list[str]] = {}
        for service in self.chain.services.values():
            into.setdefault(service.customer, []).append(service.id)
        return into

    @cached_property
    def _rows(self) -> list[ServiceDiagnosis]:
        reading = self.reading
        columns = (
            reading.satisfaction,
            reading.observations.target,
            reading.own,
            reading.inherited,
            reading.effective,
            self._changes.importance,
            self._changes.contributions,
        )
        names = ("satisfaction", "target", *_COMPUTED)
        numbers = zip(*(self._in_file_order(column).tolist() for column in columns), strict=True)
        tipping = map(_or_none, self._in_file_order(tipping_dependences(reading)).tolist())
        codes = self._verdict[self.solved_at].tolist()
        return [
            ServiceDiagnosis(
                service.id,
                service.provider,
                service.customer,
                service.delivers,
                **dict(zip(names, row, strict=True)),
                tipping_dependence=tips,
                verdict=VERDICTS[code],
                _at=at,
                _changes=self._changes,
                _deciding=self._deciding,
            )
            for service, row, tips, code, at in zip(
                self.chain.services.values(),
                numbers,
                tipping,
                codes,
                self.solved_at.tolist(),
                strict=True,
            )
        ]


def _or_none(number: float) -> float | None:
    return None if math.isnan(number) else number


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
            f"diagnose takes a ValueChain, not {type(chain).__name__}: make it with load(path) or loads(text)"
        )
    with solvable():
        return _diagnosed(chain)


def _diagnosed(chain: ValueChain) -> Diagnosis:
    reading = read(chain)
    position = dict(zip(chain.parties, reading.network.position.tolist(), strict=True))
    shares = {position[party]: chain.parties[party].share for party in chain.external_customers}
    reached = reached_by_scores(reading, list(shares))
    seed = outcome_weights(reading.network.parties, shares, reached)
    known = tuple(party for party in chain.external_customers if position[party] in reached)
    diagnosis = Diagnosis(chain, reading, seed, known)
    if diagnosis.error > GUARANTEED:
        message = f"loops depend on themselves almost completely: numbers are right to {diagnosis.error:.0e} only"
        warnings.warn(PrecisionWarning(message), stacklevel=3)
    return diagnosis
