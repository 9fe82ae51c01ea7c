"""How sure is the diagnosis, given how many answered? What the draws say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from valuechain.analysis.reading import solvable
from valuechain.analysis.verdict import Verdict
from valuechain.model.chain import ValueChain
from valuechain.model.scalars import scalar
from valuechain.problems import ArgumentError
from valuechain.questions.asked import checked_level
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.questions.simulation import (
    SimulatedService,
    SimulatedStep,
    Simulation,
    SureVerdict,
)
from valuechain.questions.what_if import WhatIf
from valuechain.results import Interval
from valuechain.sampling.ensemble import (
    ENDS,
    EXPERTS,
    KINDS,
    LINKS,
    Ensemble,
)
from valuechain.sampling.histogram import bytes_taken, most_cases, slices
from valuechain.sampling.information import worth_knowing
from valuechain.sampling.posterior import spread_known
from valuechain.sampling.setup import counting_of, ensemble_of
from valuechain.sampling.tally import Counting, Tally
from valuechain.sampling.tasks import Draws, Progress, tallied
from valuechain.solve.network import Floats
from valuechain.tolerances import DIGITS

if TYPE_CHECKING:
    from concurrent.futures import Executor  # takes time to load

_ROOM = 2**31  # bytes that the counts may take
_DRAWS = 10**8
_COUNTED_AS: Mapping[Verdict, SureVerdict] = {"shield": "sound"}
"""How far a service shields is not counted."""


def simulate(  # noqa: PLR0913, PLR0917  its names are pinned, and each has its default
    chain: ValueChain | Diagnosis,
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
        chain: what to diagnose, or its diagnosis.
        draws: how many, 1 to 100,000,000; memory hardly grows with them. Of more than 400,000
            services, as many as can be counted in 2 GB.
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
    draws, seed = map(scalar, (draws, seed))
    _check(chain, draws, seed)
    _check_tools(executor, progress)
    level = checked_level(level)
    diagnosis = diagnose(chain)
    with solvable():
        ensemble = ensemble_of(diagnosis.solution)
        _check_room(ensemble, draws)
        counting = counting_of(ensemble, seed, level)
        tally, wide = tallied(Draws(ensemble, counting, seed, draws), executor, progress)
    simulation = _simulation(diagnosis, ensemble, counting, tally, (draws, seed, level))
    return replace(simulation, any_dependence=_steps_if_any(diagnosis, wide))


def _check(chain: object, draws: object, seed: object) -> None:
    if isinstance(chain, WhatIf):
        raise ArgumentError("simulate takes what was observed, not a what-if: simulate its .chain")
    if not isinstance(chain, ValueChain | Diagnosis):
        raise ArgumentError(
            f"simulate takes a ValueChain, not {type(chain).__name__}: "
            "make it with load(path) or loads(text)"
        )
    if not isinstance(draws, int) or isinstance(draws, bool) or not 1 <= draws <= _DRAWS:
        raise ArgumentError(f"draws={draws!r}: a whole number from 1 to {_DRAWS:,}")
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise ArgumentError(f"seed={seed!r}: a whole number from 0")


def _check_tools(executor: object, progress: object) -> None:
    if progress is not None and not callable(progress):
        raise ArgumentError(f"progress is called with the draws done and all, not {progress!r:.60}")
    if executor is not None and not hasattr(executor, "submit"):
        raise ArgumentError(
            "an executor has a method 'submit', as those of concurrent.futures; "
            f"{type(executor).__name__} has none"
        )


def _check_room(ensemble: Ensemble, draws: int) -> None:
    """Refuse what would take more memory than is granted."""
    numbers = ensemble.counted
    if bytes_taken(numbers, draws) <= _ROOM:
        return
    most, services = most_cases(numbers, _ROOM), len(ensemble.by_id)
    raise ArgumentError(
        f"draws={draws:,}: counting them would take {bytes_taken(numbers, draws) / 2**30:.1f} GB, "
        f"and {_ROOM / 2**30:.0f} GB are granted; of {services:,} services at most {most:,} draws"
    )


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
    outcome = None
    if diagnosis.outcome is not None:
        outcome = _pair(np.quantile(np.clip(tally.outcome, 0.0, 1.0), tails))
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
        outcome=outcome,
        external_customers=MappingProxyType(_groups(diagnosis, outcome, ends)),
        services=_rows(diagnosis, ensemble, counting, tally, (draws, level)),
        exact=tuple(service for service, score in scores.items() if score.responses is None),
        spread_unknown=tuple(
            service
            for service, score in scores.items()
            if score.responses and not score.scale.share and not spread_known(score)
        ),
        p_no_root_cause=tally.rootless / draws,
        steps=_steps(diagnosis, counting, tally, (draws, level)),
    )


def _groups(
    diagnosis: Diagnosis, outcome: Interval | None, ends: Floats
) -> dict[str, Interval | None]:
    """The interval of each group of customers, which (groups, 2) `ends` has by their counts.

    Where one alone counts it is the outcome, every draw of which is kept.
    """
    found: dict[str, Interval | None] = {}
    for (party, satisfied), pair in zip(diagnosis.external_customers.items(), ends, strict=True):
        found[party] = None if satisfied is None else _pair(np.clip(pair, 0.0, 1.0))
    if len(diagnosis.solution.counted_customers) == 1 and outcome is not None:
        found |= dict.fromkeys(diagnosis.solution.counted_customers, outcome)
    return found


def _steps(
    diagnosis: Diagnosis, counting: Counting, tally: Tally, asked: tuple[int, float]
) -> tuple[SimulatedStep, ...]:
    """A row for every link, the largest expected gain first."""
    draws, level = asked
    tails = ((1 - level) / 2, (1 + level) / 2)
    bins, counts = counting.bins[LINKS], tally.counts[LINKS]
    ends = np.stack([bins.quantiles(counts, tail) for tail in tails], axis=1)
    columns = (tally.first / draws, tally.gain / draws, np.clip(ends, 0.0, 1.0))
    return _step_rows(diagnosis, *columns)


def _steps_if_any(
    diagnosis: Diagnosis, wide: tuple[Floats, Floats] | None
) -> tuple[SimulatedStep, ...]:
    """The same whatever the dependence; what each wins lies nowhere in particular."""
    if wide is None:
        return ()
    often, gain = wide
    return _step_rows(diagnosis, often, gain, np.stack([gain, gain], axis=1))


def _step_rows(
    diagnosis: Diagnosis, often: Floats, gain: Floats, ends: Floats
) -> tuple[SimulatedStep, ...]:
    members = diagnosis.links.groups.members
    rows = zip(members.items(), often.tolist(), gain.tolist(), ends.tolist(), strict=True)
    steps = [
        SimulatedStep(name[0], name[1], services, expected, first, _pair(interval))
        for (name, services), first, expected, interval in rows
    ]
    return tuple(sorted(steps, key=lambda step: (-round(step.expected_gain, DIGITS), step.id)))


def _pair(ends: Any) -> Interval:
    return float(ends[0]), float(ends[1])


def _worths(ensemble: Ensemble, counting: Counting, tally: Tally) -> Floats:
    """(services,) what knowing each drawn score for sure would win."""
    rows = ensemble.drawn
    measured = ensemble.measured[rows]
    chosen = ~measured
    if not ensemble.network.any_critical:
        chosen |= np.append(tally.first, 0.0)[ensemble.group[rows]] > 0  # the last is of none
    own = np.full(len(ensemble.by_id), -1)
    own[ensemble.experts] = np.arange(len(ensemble.experts))
    worth = np.zeros(len(ensemble.by_id))
    for some in slices(len(rows)):
        at = rows[some]
        counts = tally.counts[0].counts(at).astype(np.uint32)
        middles = counting.bins[0].of(at).middles
        expert, which = own[at] >= 0, own[at][own[at] >= 0]
        counts[expert] = tally.counts[EXPERTS].counts(which)
        middles[expert] = counting.bins[EXPERTS].of(which).middles
        z = (middles - counting.centre[some]) / counting.scale[some]
        worth[at] = worth_knowing(tally.moments.of(some), z, counts, chosen[some], measured[some])
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
    first = np.append(tally.first, 0.0)[ensemble.group]  # that of its link; the last is of none
    counts = (tally.root, tally.weak, first)
    columns = (satisfactions, *others, *counts, _worths(ensemble, counting, tally))
    return tuple(_made(diagnosis, columns, asked))


def _made(
    diagnosis: Diagnosis, columns: tuple[Any, ...], asked: tuple[int, float]
) -> Iterator[SimulatedService]:
    """Of columns in the order of solution, rows in the order of the diagnosis."""
    ids, verdicts = list(diagnosis.chain.services), diagnosis.verdicts
    ranking, solved_at = diagnosis.ranking, diagnosis.solution.solved_at
    for some in slices(len(ranking)):
        places = ranking[some]
        at = solved_at[places]
        values = zip(*(column[at].tolist() for column in columns), strict=True)
        for place, drawn in zip(places, values, strict=True):
            yield _row(ids[place], verdicts[place], drawn, asked, len(ids))


def _row(
    service: str,
    diagnosed: Verdict,
    drawn: Sequence[Any],
    asked: tuple[int, float],
    services: int,
) -> SimulatedService:
    draws, level = asked
    satisfaction, own, contribution, rank = map(_pair, drawn[: len(KINDS)])
    root, weak, first, worth = drawn[len(KINDS) :]
    agreeing = {"root cause": root, "undecided": weak, "symptom": weak - root}.get(
        diagnosed, draws - weak
    )
    verdict: SureVerdict = "too few answers"
    if agreeing >= level * draws:
        verdict = _COUNTED_AS.get(diagnosed, diagnosed)
    return SimulatedService(
        service,
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
