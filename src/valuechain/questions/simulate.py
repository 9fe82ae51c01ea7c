"""Drawing and diagnosing, here or elsewhere: every chunk of draws by its number.

The chunks are added up in order.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.verdict import Verdict
from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.simulation import SimulatedService, Simulation, SureVerdict
from valuechain.results import Interval
from valuechain.sampling.ensemble import ENDS, EXPERTS, KINDS, Ensemble
from valuechain.sampling.information import worth_knowing
from valuechain.sampling.posterior import check_answers, spread_known
from valuechain.sampling.setup import counting_of, ensemble_of
from valuechain.sampling.tally import Counting, Tally, chunk
from valuechain.solve.network import Floats

Progress: TypeAlias = Callable[[int, int], object]
_AHEAD = 64  # tasks handed out before the first answer is waited for
_DRAWS = 10**8
_COUNTED_AS: Mapping[Verdict, SureVerdict] = {"shield": "sound"}
"""How far a service shields is not counted."""


def simulate(  # noqa: PLR0913, PLR0917  its names are pinned, and each has its default
    chain: ValueChain,
    draws: int = 10_000,
    seed: int = 0,
    level: float = 0.95,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Say how sure the diagnosis of a chain is, given how many answered.

    Every score that names its number of answers is drawn again and again as those answers allow
    (see `sampling.posterior`), dependences given as ranges are drawn evenly from them, and each
    draw is diagnosed as `diagnose` does. Draws of different services are independent. Intervals
    leave (1 - level) / 2 of the draws on each side.

    Args:
        chain: what to diagnose.
        draws: how many, 1 to 100,000,000; memory does not grow with them, but for eight bytes a
            draw.
        seed: >= 0; the same seed gives the same result, bit for bit, under every executor on the
            same kind of processor.
        level: share of the draws within an interval, above 0 and below 1.
        executor: who computes: any `concurrent.futures.Executor`, of threads, processes or a
            cluster; ``None`` for this thread.
        progress: called as ``progress(done, draws)`` in this thread as draws are finished.

    Returns:
        The `Simulation`, every number on the 0..1 scale: a row for each service
        (``simulation["clerk->customer"]``), the interval of the `outcome`, who may be first
        (`candidates`), what to ask next (`ask_next`), what too few answers tell (`too_few`).

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
        ensemble = ensemble_of(diagnosis.solution)
        counting = counting_of(ensemble, seed, level)
        sizes = [min(ensemble.chunk, draws - first) for first in range(0, draws, ensemble.chunk)]
        tally = _total(_computed(ensemble, counting, seed, sizes, executor), sizes, progress)
    return _simulation(diagnosis, ensemble, counting, tally, (draws, seed, level))


def _check(chain: object, draws: object, seed: object, level: object, executor: object) -> None:
    if not isinstance(chain, ValueChain):
        raise ArgumentError(
            f"simulate takes a ValueChain, not {type(chain).__name__}: "
            "make it with load(path) or loads(text)"
        )
    if not isinstance(draws, int) or isinstance(draws, bool) or not 1 <= draws <= _DRAWS:
        raise ArgumentError(f"draws={draws!r}: a whole number from 1 to {_DRAWS:,}")
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise ArgumentError(f"seed={seed!r}: a whole number from 0")
    if not isinstance(level, int | float) or not 0 < level < 1:
        raise ArgumentError(f"level={level!r}: above 0 and below 1, such as 0.95")
    if executor is not None and not hasattr(executor, "submit"):
        raise ArgumentError(
            "an executor has a method 'submit', as those of concurrent.futures; "
            f"{type(executor).__name__} has none"
        )


# The draws, chunk by chunk, here or elsewhere.


def _total(parts: Iterator[Tally], sizes: list[int], progress: Progress | None) -> Tally:
    """All chunks, added up in the order of their numbers, whoever computed them."""
    total, done = next(parts), 0
    for size, part in zip(sizes, itertools.chain([None], parts), strict=True):
        total = total if part is None else total.plus(part)
        done += size
        if progress is not None:
            progress(done, sum(sizes))
    return total


def _computed(
    ensemble: Ensemble, counting: Counting, seed: int, sizes: list[int], executor: Executor | None
) -> Iterator[Tally]:
    tasks = ((number, size) for number, size in enumerate(sizes, 1))  # 0 was the pilot
    if executor is None:
        for number, size in tasks:
            yield chunk(ensemble, counting, seed, number, size)
        return
    waiting: deque[Future[Tally]] = deque()
    try:
        for number, size in tasks:
            waiting.append(executor.submit(chunk, ensemble, counting, seed, number, size))
            if len(waiting) >= _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:  # something went wrong, or nobody wants the rest
            future.cancel()


# What the draws say.


def _simulation(
    diagnosis: Diagnosis,
    ensemble: Ensemble,
    counting: Counting,
    tally: Tally,
    asked: tuple[int, int, float],
) -> Simulation:
    draws, seed, level = asked
    chain = diagnosis.chain
    tails = ((1 - level) / 2, (1 + level) / 2)
    ends = np.stack(
        [counting.bins[ENDS].quantiles(tally.counts[ENDS], tail) for tail in tails], axis=1
    )
    known = diagnosis.external_customers
    scores = {
        service.id: service.score
        for service in chain.services.values()
        if service.score is not None
    }
    return Simulation(
        diagnosis=diagnosis,
        draws=draws,
        seed=seed,
        level=level,
        outcome=None
        if diagnosis.outcome is None
        else _pair(np.quantile(np.clip(tally.outcome, 0.0, 1.0), tails)),
        external_customers=MappingProxyType(
            {
                party: None if known[party] is None else _pair(np.clip(pair, 0.0, 1.0))
                for party, pair in zip(chain.external_customers, ends, strict=True)
            }
        ),
        services=_rows(diagnosis, ensemble, counting, tally, (draws, level)),
        exact=tuple(service for service, score in scores.items() if score.responses is None),
        spread_unknown=tuple(
            service
            for service, score in scores.items()
            if score.responses and not score.scale.share and not spread_known(score)
        ),
        p_no_root_cause=1.0 - int(tally.first.sum()) / draws,
    )


def _pair(ends: Any) -> Interval:
    return float(ends[0]), float(ends[1])


def _worths(ensemble: Ensemble, counting: Counting, tally: Tally) -> Floats:
    """(services,) what knowing each drawn score for sure would win."""
    rows = ensemble.posterior.rows
    counts = tally.counts[0][rows].astype(np.uint32)
    middles = counting.bins[0].middles[rows]
    expert = np.isin(rows, ensemble.experts)
    counts[expert], middles[expert] = tally.counts[EXPERTS], counting.bins[EXPERTS].middles
    worth = np.zeros(len(ensemble.by_id))
    z = (middles - counting.centre) / counting.scale
    chosen = np.zeros(len(rows), dtype=bool)
    if not ensemble.network.any_critical:
        chosen = tally.first[rows] > 0
    worth[rows] = worth_knowing(tally.moments, z, counts, chosen)
    return worth


def _rows(
    diagnosis: Diagnosis,
    ensemble: Ensemble,
    counting: Counting,
    tally: Tally,
    asked: tuple[int, float],
) -> tuple[SimulatedService, ...]:
    _, level = asked
    tails = ((1 - level) / 2, (1 + level) / 2)
    kinds = zip(counting.bins[: len(KINDS)], tally.counts, strict=False)
    satisfactions, *others = [
        np.stack([binned.quantiles(count, tail) for tail in tails], axis=1)
        for binned, count in kinds
    ]
    ensemble.posterior.to_whole_people(satisfactions)
    for fractions in (satisfactions, *others[:2]):
        np.clip(fractions, 0.0, 1.0, out=fractions)
    intervals = zip(*(found.tolist() for found in (satisfactions, *others)), strict=True)
    columns = (tally.root, tally.undecided, tally.weak, tally.first)
    counts = zip(*(column.tolist() for column in columns), strict=True)
    worth = _worths(ensemble, counting, tally).tolist()
    drawn = list(zip(intervals, counts, worth, strict=True))
    at = dict(zip(diagnosis.chain.services, diagnosis.solution.solved_at.tolist(), strict=True))
    return tuple(_row(row, drawn[at[row.id]], asked, len(at)) for row in diagnosis.services)


def _row(
    row: ServiceDiagnosis,
    drawn: tuple[Sequence[Sequence[float]], Sequence[int], float],
    asked: tuple[int, float],
    services: int,
) -> SimulatedService:
    draws, level = asked
    intervals, counts, worth = drawn
    satisfaction, own, contribution, rank = (_pair(interval) for interval in intervals)
    root, undecided, weak, first = counts
    agreeing = {
        "root cause": root,
        "undecided": undecided,
        "symptom": weak - root - undecided,
    }.get(row.verdict, draws - weak)
    verdict: SureVerdict = "too few answers"
    if agreeing >= level * draws:
        verdict = _COUNTED_AS.get(row.verdict, row.verdict)
    return SimulatedService(
        row.id,
        satisfaction,
        own,
        contribution,
        (min(round(rank[0]), services), min(round(rank[1]), services)),
        first / draws,
        root / draws,
        weak / draws,
        verdict,
        worth,
    )
