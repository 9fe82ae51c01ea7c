"""How sure a diagnosis is: intervals, probabilities, and where to ask next."""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, fields
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from valuechain.analysis.diagnosis import Diagnosis, diagnose
from valuechain.analysis.reading import Reading, Told, measured_alone, solvable
from valuechain.analysis.verdict import Verdict
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Range
from valuechain.model.problems import ArgumentError, MissingExtraError, unknown
from valuechain.model.showing import Shown
from valuechain.propagation.arrangement import Arrangement, Floats, Ints
from valuechain.uncertainty.asking import worth_knowing
from valuechain.uncertainty.sampling import check_answers, sampling, spread_known
from valuechain.uncertainty.tally import rule
from valuechain.uncertainty.trial import ENDS, EXPERTS, KINDS, Block, Counting, Ranges, Share, Trial, chunk, random_of, solved

if TYPE_CHECKING:
    import pandas

Interval: TypeAlias = tuple[float, float]
SureVerdict: TypeAlias = Literal[Verdict, "too few answers"]
Progress: TypeAlias = Callable[[int, int], object]
_PILOT = 256  # draws that place the bins and are not counted, at least; more where the tails are thin
_TAIL = 12.8  # of them beyond an interval's ends
_MOST_PILOT = 4096
_CANDIDATES = 8  # services that are weighed against one another as the first to fix
_AHEAD = 64  # tasks handed out before the first answer is waited for
_DRAWS = 10**8


@dataclass(frozen=True, slots=True)
class SimulatedService(Shown):
    """How sure the numbers of one service are: intervals (low, high) on the 0..1 scale.

    Attributes:
        id: of the service.
        satisfaction, own_shortfall, contribution: as in its diagnosis.
        rank: its place among all services by contribution, 1 for the largest; where it may be in more than 254 places, to within
            a 254th of these.
        p_first: probability that it is the first root cause.
        p_root_cause: probability that it is a root cause at all.
        p_weak: probability that it misses its target.
        verdict: as diagnosed, but ``sound`` for a shield too; ``too few answers`` where fewer than `level` of the draws agree.
        worth_asking: what knowing its score for sure would win the external customers, by fixing the right one of the likely
            root causes first: the expected value of perfect information, on the 0..1 scale. 0 where its score is not drawn.
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
        outcome: interval of the outcome, ``None`` where nobody can say how satisfied the customers are.
        external_customers: likewise for each external customer.
        services: a row for every service, in the order of the diagnosis.
        exact: ids of the scored services whose scores name no number of answers: taken as exact.
        spread_unknown: ids of the services whose scores do not say how much the answers differ: taken as widely as they can.
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
        names = ("diagnosis", "draws", "seed", "level", "outcome", "services", "exact", "spread_unknown", "p_no_root_cause")
        return {name: getattr(self, name) for name in names} | {"external_customers": dict(self.external_customers)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, MappingProxyType(value) if isinstance(value, dict) else value)

    def __repr__(self) -> str:
        outcome = "unknown" if self.outcome is None else f"{self.outcome[0]:.4f} to {self.outcome[1]:.4f}"
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
            "external_customers": {party: ends and list(ends) for party, ends in self.external_customers.items()},
            "services": [
                {name: list(value) if isinstance(value := getattr(row, name), tuple) else value for name in _NAMES} for row in self.services
            ],
            "exact": list(self.exact),
            "spread_unknown": list(self.spread_unknown),
            "p_no_root_cause": self.p_no_root_cause,
        }

    def to_pandas(self) -> pandas.DataFrame:
        """The services' rows as a DataFrame indexed by id; intervals in two columns, ``contribution_low`` and ``contribution_high``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise MissingExtraError("to_pandas needs pandas: install 'valuechain[pandas]'") from None
        rows = []
        for row in self.to_dict()["services"]:
            flat: dict[str, Any] = {}
            for name, value in row.items():
                flat |= {f"{name}_low": value[0], f"{name}_high": value[1]} if isinstance(value, list) else {name: value}
            rows.append(flat)
        return pandas.DataFrame(rows).set_index("id")


def simulate(  # noqa: PLR0913, PLR0917  its names are pinned, and each has its default
    chain: ValueChain,
    draws: int = 10_000,
    seed: int = 0,
    level: float = 0.95,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Say how sure the diagnosis of a chain is, given how many answered.

    Every score that names its number of answers is drawn again and again as those answers allow (see `uncertainty.sampling`),
    dependences given as ranges are drawn evenly from them, and each draw is diagnosed as `diagnose` does. Draws of different
    services are independent. Intervals leave (1 - level) / 2 of the draws on each side.

    Args:
        chain: what to diagnose.
        draws: how many, 1 to 100,000,000; memory does not grow with them.
        seed: >= 0; the same seed gives the same result, bit for bit, under every executor on the same kind of processor.
        level: share of the draws within an interval, above 0 and below 1.
        executor: who computes: any `concurrent.futures.Executor`, of threads, processes or a cluster; ``None`` for this thread.
        progress: called as ``progress(done, draws)`` in this thread as draws are finished.

    Raises:
        ArgumentError: an argument is something else.
        ModelError: a score has more answers than the party served has people.

    >>> from valuechain import loads
    >>> found = simulate(loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {customer: {satisfaction: 60% (20 responses)}}}
    ... customers:
    ...   customer:
    ... '''), draws=1000)
    >>> low, high = found.outcome
    >>> 0.3 < low < 0.6 < high < 0.9, found["clerk->customer"].p_first > 0.9
    (True, True)
    """
    _check(chain, draws, seed, level, executor)
    check_answers(chain)
    diagnosis = diagnose(chain)
    with solvable():
        trial = _trial(diagnosis)
        counting = _counting(trial, _Pilot(trial, seed, level))
        sizes = [min(trial.chunk, draws - first) for first in range(0, draws, trial.chunk)]
        share = _total(_computed(trial, counting, seed, sizes, executor), sizes, progress)
    return _simulation(diagnosis, trial, counting, share, (draws, seed, level))


def _check(chain: object, draws: object, seed: object, level: object, executor: object) -> None:
    if not isinstance(chain, ValueChain):
        raise ArgumentError(f"simulate takes a ValueChain, not {type(chain).__name__}: make it with load(path) or loads(text)")
    if not isinstance(draws, int) or isinstance(draws, bool) or not 1 <= draws <= _DRAWS:
        raise ArgumentError(f"draws={draws!r}: a whole number from 1 to {_DRAWS:,}")
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise ArgumentError(f"seed={seed!r}: a whole number from 0")
    if not isinstance(level, int | float) or not 0 < level < 1:
        raise ArgumentError(f"level={level!r}: above 0 and below 1, such as 0.95")
    if executor is not None and not hasattr(executor, "submit"):
        raise ArgumentError(f"an executor has a method 'submit', as those of concurrent.futures; {type(executor).__name__} has none")


# What a trial needs, from the chain.


def _trial(diagnosis: Diagnosis) -> Trial:
    chain, reading = diagnosis.chain, diagnosis.reading
    plan, told = reading.plan, reading.told
    positions = diagnosis.solved_at
    ids = list(chain.services)
    by_id = np.empty(len(ids), dtype=np.intp)
    by_id[positions[sorted(range(len(ids)), key=ids.__getitem__)]] = np.arange(len(ids))
    alone = measured_alone(plan, told.scored)
    at = dict(zip(chain.parties, plan.position.tolist(), strict=True))
    return Trial(
        plan=plan,
        told=Told(told.observed, told.expert, told.score[:, None], told.dependence[:, None], told.target[:, None]),
        sampling=sampling(chain, positions.tolist()),
        ranges=_ranges(chain, positions),
        seed=diagnosis.outcome_weights,
        ends=np.array([at[party] for party in chain.external_customers], dtype=np.intp),
        experts=np.array(list(_drawn_experts(chain, positions)), dtype=np.intp),
        usual=reading.effective,
        by_id=by_id,
        alone=alone,
        hanging=np.zeros(0, dtype=np.intp) if alone is None else _hanging(reading, alone),
    )


def _drawn_experts(chain: ValueChain, positions: Ints) -> Iterator[int]:
    for at, service in zip(positions.tolist(), chain.services.values(), strict=True):
        if service.quality is not None and service.quality.responses is not None:
            yield at


def _ranges(chain: ValueChain, positions: Ints) -> Ranges | None:
    """Services whose dependence is a range: with the file's, they share one draw; with another, each has its own."""
    own: list[tuple[int, Range]] = []
    common = []
    for at, service in zip(positions.tolist(), chain.services.values(), strict=True):
        if service.dependence_range is None:
            continue
        if service.dependence_range == chain.dependence_range:
            common.append(at)
        else:
            own.append((at, service.dependence_range))
    if not own and not common:
        return None
    ends = np.array([ends for _, ends in own], dtype=float).reshape(-1, 2)
    rows = np.array([at for at, _ in own], dtype=np.intp)
    return Ranges(rows, ends[:, 0], ends[:, 1], np.array(common, dtype=np.intp), chain.dependence_range or (0.0, 0.0))


def _hanging(reading: Reading, alone: Arrangement) -> Ints:
    """The scored services whose provider receives something else where what nobody measured is left out."""
    plan, told = reading.plan, reading.told
    touched = np.zeros(plan.parties, dtype=bool)
    touched[plan.customer[plan.weight != alone.weight]] = True
    passing = ~told.observed
    while True:
        further = plan.customer[passing & touched[plan.provider]]
        if touched[further].all():
            return np.flatnonzero(told.scored & touched[plan.provider])
        touched[further] = True


class _Pilot:
    """A first set of draws, which is not counted: from where to where each number may be, and what may come first."""

    def __init__(self, trial: Trial, seed: int, level: float) -> None:
        draws = min(_MOST_PILOT, max(_PILOT, math.ceil(_TAIL / (1 - level))))
        random = random_of(seed, 0)
        blocks = (solved(trial, random, trial.block, np.zeros(0, dtype=np.intp)) for _ in range(0, draws, trial.block))
        first = next(blocks)
        self.low: list[Floats] = [values.min(axis=1, keepdims=True) for values in first.numbers]
        self.high: list[Floats] = [values.max(axis=1, keepdims=True) for values in first.numbers]
        self.often: Ints = np.zeros(len(trial.by_id), dtype=np.intp)
        self.centre: Floats = first.scores.mean(axis=1, keepdims=True)
        self.scale: Floats = np.maximum(first.scores.std(axis=1, keepdims=True), 1e-9)
        self._count(first, trial)
        for block in blocks:
            self._count(block, trial)

    def _count(self, block: Block, trial: Trial) -> None:
        for kept, values in zip(self.low, block.numbers, strict=True):
            np.minimum(kept, values.min(axis=1, keepdims=True), out=kept)
        for kept, values in zip(self.high, block.numbers, strict=True):
            np.maximum(kept, values.max(axis=1, keepdims=True), out=kept)
        self.often += np.bincount(block.first[block.first >= 0], minlength=len(self.often))[trial.by_id]


def _counting(trial: Trial, pilot: _Pilot) -> Counting:
    """Where to put the bins, and which services to weigh against one another."""
    services = len(trial.by_id)
    rules = [
        rule(low, high, 1, services, whole=True) if kind == KINDS.index("rank") else rule(low, high, 0.0, 1.0)
        for kind, (low, high) in enumerate(zip(pilot.low, pilot.high, strict=True))
    ]
    likely = np.argsort(-pilot.often, kind="stable")[: min(_CANDIDATES, np.count_nonzero(pilot.often))]
    return Counting(tuple(rules), likely, pilot.centre, pilot.scale)


# The draws, chunk by chunk, here or elsewhere.


def _total(parts: Iterator[Share], sizes: list[int], progress: Progress | None) -> Share:
    """All chunks, added up in the order of their numbers, so that it does not matter who computed them."""
    total, done = next(parts), 0
    for size, part in zip(sizes, itertools.chain([None], parts), strict=True):
        total = total if part is None else total.plus(part)
        done += size
        if progress is not None:
            progress(done, sum(sizes))
    return total


def _computed(trial: Trial, counting: Counting, seed: int, sizes: list[int], executor: Executor | None) -> Iterator[Share]:
    tasks = ((number, size) for number, size in enumerate(sizes, 1))  # 0 was the pilot
    if executor is None:
        for number, size in tasks:
            yield chunk(trial, counting, seed, number, size)
        return
    waiting: deque[Future[Share]] = deque()
    try:
        for number, size in tasks:
            waiting.append(executor.submit(chunk, trial, counting, seed, number, size))
            if len(waiting) >= _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:  # something went wrong, or nobody wants the rest
            future.cancel()


# What the draws say.


def _simulation(diagnosis: Diagnosis, trial: Trial, counting: Counting, share: Share, asked: tuple[int, int, float]) -> Simulation:
    draws, seed, level = asked
    chain = diagnosis.chain
    tails = ((1 - level) / 2, (1 + level) / 2)
    ends = np.stack([counting.rules[ENDS].quantiles(share.counts[ENDS], tail) for tail in tails], axis=1)
    known = diagnosis.external_customers
    scores = {service.id: service.score for service in chain.services.values() if service.score is not None}
    return Simulation(
        diagnosis=diagnosis,
        draws=draws,
        seed=seed,
        level=level,
        outcome=None if diagnosis.outcome is None else _pair(np.quantile(np.clip(share.outcome, 0.0, 1.0), tails)),
        external_customers=MappingProxyType(
            {
                party: None if known[party] is None else _pair(np.clip(pair, 0.0, 1.0))
                for party, pair in zip(chain.external_customers, ends, strict=True)
            }
        ),
        services=_rows(diagnosis, trial, counting, share, (draws, level)),
        exact=tuple(service for service, score in scores.items() if score.responses is None),
        spread_unknown=tuple(
            service for service, score in scores.items() if score.responses and not score.scale.share and not spread_known(score)
        ),
        p_no_root_cause=1.0 - int(share.first.sum()) / draws,
    )


def _pair(ends: Any) -> Interval:
    return float(ends[0]), float(ends[1])


def _worths(trial: Trial, counting: Counting, share: Share) -> Floats:
    """(services,) what knowing each drawn score for sure would win."""
    rows = trial.sampling.rows
    counts = share.counts[0][rows].astype(np.uint32)
    middles = counting.rules[0].middles[rows]
    expert = np.isin(rows, trial.experts)
    counts[expert], middles[expert] = share.counts[EXPERTS], counting.rules[EXPERTS].middles
    worth = np.zeros(len(trial.by_id))
    z = (middles - counting.centre) / counting.scale
    chosen = share.first[rows] > 0 if not trial.plan.any_critical else np.zeros(len(rows), dtype=bool)
    worth[rows] = worth_knowing(share.moments, z, counts, chosen)
    return worth


def _rows(diagnosis: Diagnosis, trial: Trial, counting: Counting, share: Share, asked: tuple[int, float]) -> tuple[SimulatedService, ...]:
    draws, level = asked
    tails = ((1 - level) / 2, (1 + level) / 2)
    kinds = zip(counting.rules[: len(KINDS)], share.counts, strict=False)
    satisfactions, *others = [np.stack([binned.quantiles(count, tail) for tail in tails], axis=1) for binned, count in kinds]
    trial.sampling.to_whole_people(satisfactions)
    intervals = [found.tolist() for found in (satisfactions, *others)]
    worth = _worths(trial, counting, share).tolist()
    at = dict(zip(diagnosis.chain.services, diagnosis.solved_at.tolist(), strict=True))
    found = []
    for row in diagnosis.services:
        i = at[row.id]
        satisfaction, own, contribution, rank = (tuple(interval[i]) for interval in intervals)
        root, undecided, weak = int(share.root[i]), int(share.undecided[i]), int(share.weak[i])
        agreeing = {"root cause": root, "undecided": undecided, "symptom": weak - root - undecided}.get(row.verdict, draws - weak)
        verdict: SureVerdict = "sound" if row.verdict == "shield" else row.verdict  # how far it shields is not counted
        found.append(
            SimulatedService(
                row.id,
                satisfaction,
                own,
                contribution,
                (min(round(rank[0]), len(at)), min(round(rank[1]), len(at))),
                int(share.first[i]) / draws,
                root / draws,
                weak / draws,
                verdict if agreeing >= level * draws else "too few answers",
                worth[i],
            )
        )
    return tuple(found)
