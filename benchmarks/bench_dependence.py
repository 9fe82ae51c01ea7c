"""Is the dependence found, and is the advice better for it?

Organisations whose true dependence is known are surveyed, and it is estimated from their scores
alone. Two tables: how near the estimates come and how often the intervals hold the truth; and what
the first step loses against the best one, in points of the customers' satisfaction, if the
file says 0.8, what was estimated (0.8 where that was refused), or the truth.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

import valuechain as vc
from bench_advice import REACHABLE, Floats, Surveyed, show, true_gains
from rules_of_thumb import gain
from worlds import SETTINGS, Setting, World, planted, surveyed, world_of

DEPENDENCES = (0.3, 0.5, 0.8, 0.98)
_USUAL = Setting("100 services", services=(100, 100), answers=(10, 30), unmeasured=(0.0, 0.0))
SURVEYS = (
    _USUAL,
    replace(_USUAL, name="harsh and mild teams (8 points)", leniency=0.08),
    replace(_USUAL, name="200 services", services=(200, 200)),
    replace(_USUAL, name="200 services, harsh and mild teams", services=(200, 200), leniency=0.08),
    replace(_USUAL, name="a fifth unmeasured", unmeasured=(0.2, 0.2)),
    replace(_USUAL, name="many loops", backward=0.2),
    replace(_USUAL, name="a fifth critical", critical=0.2),
    replace(_USUAL, name="what a provider's services share", shared=0.06),
)
WAVES = replace(_USUAL, name="two waves, harsh and mild teams", leniency=0.08)
AIMS = {REACHABLE: "90 %", 0: "perfection"}
FILES = ("file says 0.8", "estimated, as a range", "estimated, as a number", "known")
_RESAMPLES = 2000
_FEWEST = 20


@dataclass(frozen=True)
class Found:
    """Of one world: what was estimated; NaN where it was refused."""

    dependence: float
    low: float
    high: float

    @classmethod
    def of(cls, estimate: vc.DependenceEstimate) -> Found:
        """What an estimate says."""
        if estimate.interval is None:
            return cls(np.nan, np.nan, np.nan)
        return cls(estimate.dependence, *estimate.interval)


def single(setting: Setting, dependence: float, seed: tuple[int, ...]) -> Found:
    """One world, asked once."""
    world = _world(setting, dependence, seed)
    return Found.of(vc.estimate_dependence(world.survey))


def twice(setting: Setting, dependence: float, seed: tuple[int, ...]) -> Found:
    """One world, asked twice, every team as harsh as before; own shortfalls change places."""
    random = np.random.default_rng(seed)
    true = replace(setting, dependence=(dependence, dependence))
    before = planted(true, random)
    other = planted(true, np.random.default_rng(seed))
    shuffled = random.permutation([service.quality for service in other.services.values()])
    services = [
        replace(service, quality=quality)
        for service, quality in zip(before.services.values(), shuffled, strict=True)
    ]
    after = vc.ValueChain(before.parties, services)
    harsh = {party: random.normal(0.0, setting.leniency) for party in before.parties}
    waves = [surveyed(truth, true, random, harsh) for truth in (before, after)]
    return Found.of(vc.estimate_dependence(waves))


def _world(setting: Setting, dependence: float, seed: tuple[int, ...]) -> World:
    random = np.random.default_rng(seed)
    return world_of(replace(setting, dependence=(dependence, dependence)), random)


def estimates(
    ask: Any, setting: Setting, dependence: float, count: int, pool: ProcessPoolExecutor
) -> list[str]:
    """A row of the first table."""
    seeds = [(at, int(1000 * dependence)) for at in range(count)]
    found = list(pool.map(partial(ask, setting, dependence), seeds, chunksize=4))
    told = np.array([(each.dependence, each.low, each.high) for each in found])
    told = told[~np.isnan(told[:, 0])]
    refused = f"{100 * (1 - len(told) / count):.0f} %"
    if len(told) < 10:
        return [setting.name, f"{dependence:g}", "", "", "", "", refused]
    value, low, high = told.T
    held = 100 * ((low <= dependence) & (dependence <= high)).mean()
    return [
        setting.name,
        f"{dependence:g}",
        f"{np.median(value):.2f}",
        f"{np.quantile(value, 0.25):.2f} to {np.quantile(value, 0.75):.2f}",
        f"{held:.0f} %",
        f"{np.median(high - low):.2f}",
        refused,
    ]


def regret(setting: Setting, dependence: float, seed: tuple[int, ...]) -> list[list[float]]:
    """Points lost by the first step, by `FILES` and objective; none of an estimate if refused."""
    world = _world(setting, dependence, seed)
    estimate = vc.estimate_dependence(world.survey)
    ranged = point = world.survey
    if estimate.dependence is not None:
        ranged = estimate.apply(world.survey)
        point = replace(estimate, interval=(estimate.dependence,) * 2).apply(world.survey)
    truth = true_gains(world.truth)
    files = (world.survey, ranged, point, world.with_true_dependences())
    rankings = [gain(Surveyed(vc.diagnose(chain), 0)) for chain in files]
    best = [max(truth[link][aim] for link in rankings[0]) for aim in AIMS]
    lost = [
        [best[i] - truth[ranking[0]][aim] for i, aim in enumerate(AIMS)] for ranking in rankings
    ]
    return [*lost, [float(estimate.dependence is None)] * len(AIMS)]


def regrets(
    setting: Setting, dependence: float, count: int, pool: ProcessPoolExecutor
) -> Iterator[list[str]]:
    """Rows of the second table: all worlds, and those in which it was not refused."""
    seeds = [(at, int(1000 * dependence)) for at in range(count)]
    lost = np.array(list(pool.map(partial(regret, setting, dependence), seeds, chunksize=4)))
    told = lost[lost[:, -1, 0] == 0]
    for name, some in ((setting.name, lost), ("... where estimated", told)):
        refused = f"{100 * some[:, -1, 0].mean():.0f} %"
        for aim, objective in enumerate(AIMS.values()):
            means = [f"{points:.2f}" for points in some[:, : len(FILES), aim].mean(axis=0)]
            changes = [_change(some[:, 0, aim], some[:, file, aim]) for file in (1, 3)]
            yield [name, f"{dependence:g}", objective, *means, *changes, refused]


def _change(before: Floats, after: Floats) -> str:
    """By how much the mean changes, and its 95 % interval by the bootstrap; of few nothing."""
    if len(before) < _FEWEST:
        return ""
    random = np.random.default_rng(0)
    drawn = random.integers(len(before), size=(_RESAMPLES, len(before)))
    ends = np.quantile(after[drawn].mean(axis=1) / before[drawn].mean(axis=1), (0.025, 0.975))
    change, *span = (
        f"{100 * (each - 1):+.0f}" for each in (after.mean() / before.mean(), *ends.tolist())
    )
    return f"{change} % ({' to '.join(span)})"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200, help="in each row (200)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument("--only", choices=("estimates", "regret"), help="one of the tables")
    asked = parser.parse_args(arguments)
    with ProcessPoolExecutor(asked.workers) as pool:
        if asked.only != "regret":
            rows = [
                estimates(single, setting, dependence, asked.worlds, pool)
                for setting in SURVEYS
                for dependence in DEPENDENCES
            ]
            rows += [
                estimates(twice, WAVES, dependence, asked.worlds, pool)
                for dependence in DEPENDENCES
            ]
            heads = ("survey", "true", "median", "middle half", "interval holds", "wide", "refused")
            show(heads, rows)
        if asked.only != "estimates":
            heads = ("survey", "true", "up to", *FILES, "range", "known", "refused")
            kinds = (_USUAL, SURVEYS[2], replace(SETTINGS[2], name="as in the study of the advice"))
            show(
                heads,
                [
                    row
                    for setting in kinds
                    for dependence in DEPENDENCES[:3]
                    for row in regrets(setting, dependence, asked.worlds, pool)
                ],
            )


if __name__ == "__main__":
    main()
