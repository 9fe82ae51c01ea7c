"""How sure a diagnosis is, as a value: intervals, probabilities, and where to ask next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from valuechain.analysis.verdict import Verdict
from valuechain.model.optional import data_frame
from valuechain.model.showing import Shown
from valuechain.problems import unknown
from valuechain.questions.diagnosis import Diagnosis

if TYPE_CHECKING:
    import pandas

Interval: TypeAlias = tuple[float, float]
SureVerdict: TypeAlias = Literal[Verdict, "too few answers"]


@dataclass(frozen=True, slots=True)
class SimulatedService(Shown):
    """How sure the numbers of one service are: intervals (low, high) on the 0..1 scale.

    Attributes:
        id: of the service.
        satisfaction, own_shortfall, contribution: as in its diagnosis.
        rank: its place among all services by contribution, 1 for the largest; where it may be in
            more than 254 places, to within a 254th of these.
        p_first: probability that it is the first root cause.
        p_root_cause: probability that it is a root cause at all.
        p_weak: probability that it misses its target.
        verdict: as diagnosed, but ``sound`` for a shield too; ``too few answers`` where fewer than
            `level` of the draws agree.
        worth_asking: what knowing its score for sure would win the external customers, by fixing
            the right one of the likely root causes first: the expected value of perfect
            information, on the 0..1 scale. 0 where its score is not drawn.
    """

    id: str
    satisfaction: Interval
    own_shortfall: Interval
    contribution: Interval
    rank: tuple[int, int]
    p_first: float
    p_root_cause: float
    p_weak: float
    verdict: SureVerdict
    worth_asking: float


_NAMES = tuple(field.name for field in fields(SimulatedService))


@dataclass(frozen=True, repr=False)
class Simulation(Shown):
    """A diagnosis with how sure it is, as a value: made by `simulate`.

    Attributes:
        diagnosis: of the scores as they are.
        draws, seed, level: as asked for.
        outcome: interval of the outcome, ``None`` where nobody can say how satisfied the customers
            are.
        external_customers: likewise for each external customer.
        services: a row for every service, in the order of the diagnosis.
        exact: ids of the scored services whose scores name no number of answers: taken as exact.
        spread_unknown: ids of the services whose scores do not say how much the answers differ:
            taken as widely as they can.
        p_no_root_cause: probability that no weak link is a root cause.
    """

    diagnosis: Diagnosis
    draws: int
    seed: int
    level: float
    outcome: Interval | None
    external_customers: Mapping[str, Interval | None]
    services: tuple[SimulatedService, ...]
    exact: tuple[str, ...]
    spread_unknown: tuple[str, ...]
    p_no_root_cause: float

    def __hash__(self) -> int:
        return hash((self.diagnosis, self.draws, self.seed, self.level))

    def __getstate__(self) -> dict[str, Any]:
        names = (
            "diagnosis",
            "draws",
            "seed",
            "level",
            "outcome",
            "services",
            "exact",
            "spread_unknown",
            "p_no_root_cause",
        )
        return {name: getattr(self, name) for name in names} | {
            "external_customers": dict(self.external_customers)
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(
                self, name, MappingProxyType(value) if isinstance(value, dict) else value
            )

    def __repr__(self) -> str:
        outcome = (
            "unknown" if self.outcome is None else f"{self.outcome[0]:.4f} to {self.outcome[1]:.4f}"
        )
        return f"<Simulation {self.diagnosis.chain.title!r}: outcome {outcome}, {self.draws} draws>"

    def __getitem__(self, service_id: str) -> SimulatedService:
        try:
            return self._by_id[service_id]
        except (KeyError, TypeError):
            raise unknown("service", service_id, self._by_id) from None

    def __iter__(self) -> Iterator[SimulatedService]:
        return iter(self.services)

    def __len__(self) -> int:
        return len(self.services)

    @cached_property
    def _by_id(self) -> dict[str, SimulatedService]:
        return {row.id: row for row in self.services}

    @cached_property
    def candidates(self) -> tuple[SimulatedService, ...]:
        """The services that may be the first root cause, the most probable first."""
        likely = [row for row in self.services if row.p_first > 0]
        return tuple(sorted(likely, key=lambda row: -row.p_first))

    @cached_property
    def ask_next(self) -> tuple[SimulatedService, ...]:
        """The services whose uncertainty most decides what to fix first, the most valuable answer first."""
        worth = [row for row in self.services if row.worth_asking > 0]
        return tuple(sorted(worth, key=lambda row: -row.worth_asking))

    @cached_property
    def too_few(self) -> tuple[SimulatedService, ...]:
        """The services of which the answers do not tell what they are."""
        return tuple(row for row in self.services if row.verdict == "too few answers")

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain Python values, ready for JSON."""
        return {
            "title": self.diagnosis.chain.title,
            "draws": self.draws,
            "seed": self.seed,
            "level": self.level,
            "outcome": self.outcome and list(self.outcome),
            "external_customers": {
                party: ends and list(ends) for party, ends in self.external_customers.items()
            },
            "services": [
                {
                    name: list(value) if isinstance(value := getattr(row, name), tuple) else value
                    for name in _NAMES
                }
                for row in self.services
            ],
            "exact": list(self.exact),
            "spread_unknown": list(self.spread_unknown),
            "p_no_root_cause": self.p_no_root_cause,
        }

    def to_pandas(self) -> pandas.DataFrame:
        """The services' rows as a DataFrame indexed by id, with what they are.

        Beside the numbers stand `provider`, `customer`, `delivers`, `responses` and `target`; an
        interval has two columns, such as ``contribution_low`` and ``contribution_high``. The values
        of the scores as they are has ``diagnosis.to_pandas()``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        rows = []
        for row in self.to_dict()["services"]:
            service = self.diagnosis.chain.services[row["id"]]
            flat: dict[str, Any] = {
                name: getattr(service, name)
                for name in ("provider", "customer", "delivers", "target")
            }
            flat["responses"] = service.score and service.score.responses
            for name, value in row.items():
                flat |= (
                    {f"{name}_low": value[0], f"{name}_high": value[1]}
                    if isinstance(value, list)
                    else {name: value}
                )
            rows.append(flat)
        return data_frame(rows).set_index("id")
