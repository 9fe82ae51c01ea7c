"""Does the advice find the cause?

Organisations whose truth is known are surveyed, every rule picks the link to work on first, and
what that wins in the true model is compared with the most that any measured link would win: the
regret, in points of the customers' satisfaction. Other worlds, drawn in the same way but never
looked at before the rules were settled: `--held-out`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

import valuechain as vc
from rules_of_thumb import RULES, Link, Surveyed, gain, root_cause
from worlds import SETTINGS, World, worlds

Floats: TypeAlias = NDArray[np.float64]
OBJECTIVES = ("to perfection", "to 90 %", "to 75 %")
NAMES = (*RULES, "at random")
SIMPLE = NAMES[NAMES.index("lowest score") :]
OURS = NAMES[: NAMES.index("largest root cause")]
FORMER = "largest root cause"
KNOWN: dict[str, Callable[[World], list[Link]]] = {
    "gain, dependences known": lambda world: gain(_diagnosed(world.with_true_dependences())),
    "gain, true scores": lambda world: gain(_diagnosed(world.with_true_scores())),
    "largest root cause, true scores": lambda world: root_cause(
        _diagnosed(world.with_true_scores())
    ),
}
"""What no analyst has: how much of the loss is that of the rule, and how much of the survey?"""
EVERY = (*NAMES, *KNOWN)
AIMS = (0.8, 0.85, 1.0)
REACHABLE = 1
FIRST = 3
TIE = 1e-9
HITS = len(OBJECTIVES)
RESAMPLES = 2000


class Ratio(NamedTuple):
    """A ratio of average regrets, and its 95 % interval."""

    value: float
    low: float
    high: float


def true_gains(truth: vc.ValueChain) -> dict[Link, tuple[float, ...]]:
    """What each link would win in truth, in points, for each of the objectives."""
    steps = {(step.provider, step.customer): step for step in vc.diagnose(truth).steps}
    to_target = {step.id: step.gain for step in vc.diagnose(_reaching(truth, 0.75)).steps}
    return {
        link: (100 * step.potential, 100 * step.gain, 100 * to_target[step.id])
        for link, step in steps.items()
    }


def _reaching(chain: vc.ValueChain, level: float) -> vc.ValueChain:
    services = {name: replace(service, reachable=level) for name, service in chain.services.items()}
    return replace(chain, services=services)


def _diagnosed(chain: vc.ValueChain, seed: int = 0) -> Surveyed:
    return Surveyed(vc.diagnose(chain), seed)


def regrets(world: World, seed: int) -> Floats:
    """(rules, objectives + 1) points lost; and whether the best at 90 % is among the first three.

    The rules are those of `EVERY`.
    """
    surveyed = _diagnosed(world.survey, seed)
    rankings = [rule(surveyed) for rule in RULES.values()]
    known = [rule(world) for rule in KNOWN.values()]
    measured, truth = rankings[0], true_gains(world.truth)
    gains = np.array([truth[link] for link in measured])
    best = gains.max(axis=0)
    good = {link for link in measured if truth[link][REACHABLE] >= best[REACHABLE] - TIE}

    def lost(ranking: Sequence[Link]) -> list[float]:
        hit = not good.isdisjoint(ranking[:FIRST])
        return [*(best - truth[ranking[0]]), float(hit)]

    chance = 1.0 - _all_missed(len(measured), len(good))
    at_random = [*(best - gains.mean(axis=0)), chance]
    return np.array([*map(lost, rankings), at_random, *map(lost, known)])


def _all_missed(count: int, good: int) -> float:
    """How probable it is that three links at random are none of the good ones."""
    missed = 1.0
    for drawn in range(min(FIRST, count)):
        missed *= max(0, count - good - drawn) / (count - drawn)
    return missed


def of_setting(number: int, count: int, seed: int) -> Floats:
    """(worlds, rules, objectives + 1) of one setting."""
    return np.array([regrets(world, seed) for world in worlds(number, count, seed)])


def of_settings(count: int, seed: int, workers: int) -> Floats:
    """(settings, worlds, rules, objectives + 1)."""
    ask = partial(of_setting, count=count, seed=seed)
    if workers == 1:
        return np.array([ask(number) for number in range(len(SETTINGS))])
    with ProcessPoolExecutor(workers) as pool:
        return np.array(list(pool.map(ask, range(len(SETTINGS)))))


# What the worlds show.


def half_width(found: Floats) -> Floats:
    """Half of the 95 % interval of means over (settings, worlds, ...); all settings count alike."""
    variances: Floats = found.var(axis=1, ddof=1) / found.shape[1]
    return np.asarray(1.96 * np.sqrt(variances.sum(axis=0)) / len(found))


def ratio(found: Floats, rule: str, other: str, objective: int) -> Ratio:
    """Average regret of a rule by that of another on the same worlds, by the bootstrap."""
    pair = found[:, :, [EVERY.index(rule), EVERY.index(other)], objective]
    random = np.random.default_rng(0)
    settings, count = pair.shape[:2]
    means = [
        pair[np.arange(settings)[:, None], random.integers(count, size=(settings, count))].mean(
            axis=(0, 1)
        )
        for _ in range(RESAMPLES)
    ]
    numerator, denominator = np.array(means).T
    low, high = np.quantile(numerator / denominator, (0.025, 0.975))
    ours, theirs = pair.mean(axis=(0, 1))
    return Ratio(float(ours / theirs), float(low), float(high))


def wins(found: Floats, rule: str, objective: int) -> int:
    """In how many settings a rule loses less than each of the simple ones."""
    means = found.mean(axis=1)[:, :, objective]
    rivals = [NAMES.index(other) for other in SIMPLE]
    return int((means[:, NAMES.index(rule)] < means[:, rivals].min(axis=1)).sum())


# Tables.


def averages(found: Floats) -> list[list[str]]:
    """A row for each rule: regrets averaged over the settings, and hits."""
    means, halves = found.mean(axis=(0, 1)), half_width(found)
    return [
        [
            name,
            *(f"{means[i, k]:.2f} ± {halves[i, k]:.2f}" for k in range(HITS)),
            f"{100 * means[i, HITS]:.0f} ± {100 * halves[i, HITS]:.0f} %",
        ]
        for i, name in enumerate(EVERY)
    ]


def by_setting(found: Floats, objective: int) -> list[list[str]]:
    """A row for each setting: the regret of every rule."""
    rows = []
    for setting, own in zip(SETTINGS, found, strict=True):
        rules = own[None, :, : len(NAMES), objective]
        means, halves = rules.mean(axis=(0, 1)), half_width(rules)
        cells = [f"{mean:.2f} ± {half:.2f}" for mean, half in zip(means, halves, strict=True)]
        rows.append([setting.name, *cells])
    return rows


def aims(found: Floats) -> list[str]:
    """What was aimed at, and what came out of it."""
    lines = []
    for rule in OURS:
        lines += _ratios(found, rule, FORMER)
        lines.append(
            f"{rule} loses less than every simple rule, {OBJECTIVES[REACHABLE]}, in"
            f" {wins(found, rule, REACHABLE)} of {len(found)} settings (aim: 12)"
        )
    return [*lines, *_ratios(found, "gain, true scores", f"{FORMER}, true scores")]


def _ratios(found: Floats, rule: str, other: str) -> list[str]:
    lines = []
    for objective, (title, aim) in enumerate(zip(OBJECTIVES, AIMS, strict=True)):
        value, low, high = ratio(found, rule, other, objective)
        lines.append(f"{rule} / {other}, {title}: {value:.2f} ({low:.2f} to {high:.2f}; aim {aim})")
    return lines


def show(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table in Markdown."""
    for cells in (heads, ["---"] * len(heads), *rows):
        print("| " + " | ".join(cells) + " |")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=100, help="in each setting (100)")
    parser.add_argument("--held-out", action="store_true", help="worlds of other seeds")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    asked = parser.parse_args()
    found = of_settings(asked.worlds, int(asked.held_out), asked.workers)
    kind = "held-out worlds" if asked.held_out else "worlds"
    print(
        f"points lost by the first step, {asked.worlds} {kind} in each of {len(SETTINGS)} settings"
    )
    show(["rule", *OBJECTIVES, "best among three"], averages(found))
    print("\n".join(aims(found)), "\n")
    for objective, title in enumerate(OBJECTIVES):
        print(title)
        show(["setting", *NAMES], by_setting(found, objective))


if __name__ == "__main__":
    main()
