"""Comparisons, what-ifs and scenarios against the diagnosis or solution they follow."""

from __future__ import annotations

import random
from contextlib import ExitStack
from functools import partial

import valuechain as vc
from common import answered, layered, with_bottlenecks
from measure import Ratio, Work
from valuechain.solve.forward import shortfalls

THOUSAND, MANY = (1_000, 200, 10), (100_000, 20_000, 20)
SCENARIOS, TIMED = 1_000, 100
"""How many are asked at once; one by one only some are, which stand for all."""


def comparison(stack: ExitStack) -> tuple[Work, Work]:
    """Two surveys of 1,000 services printed, the draws included, against one of them diagnosed."""
    del stack
    before, after = answered(layered(*THOUSAND), 12), answered(layered(*THOUSAND), 20)
    return lambda: str(vc.compare(before, after)), lambda: str(vc.diagnose(before))


def changed(diagnosis: vc.Diagnosis, settings: dict[str, float]) -> float | None:
    return vc.what_if(diagnosis, settings).outcome


def what_if(shape: tuple[int, int, int], stack: ExitStack) -> tuple[Work, Work]:
    """The outcome if one service changed, for twenty of them, against one forward pass each."""
    del stack
    diagnosis = vc.diagnose(layered(*shape))
    reading = diagnosis.solution.reading
    names = random.Random(3).sample(list(diagnosis.chain.services), 20)

    def passes() -> None:
        for _ in names:
            shortfalls(reading.network, reading.own, reading.effective)

    return lambda: [changed(diagnosis, {name: 0.95}) for name in names], passes


def scenarios(critical: float, quality: float, stack: ExitStack) -> tuple[Work, Work]:
    """1,000 at once against one by one, in each of which one service has another quality."""
    del stack
    diagnosis = vc.diagnose(with_bottlenecks(layered(*THOUSAND), critical))
    names, rng = list(diagnosis.chain.services), random.Random(5)
    asked = {f"s{i}": {rng.choice(names): quality} for i in range(SCENARIOS)}
    some = list(asked.values())[:TIMED]
    at_once = vc.side_by_side(diagnosis, asked).changes
    for i, settings in enumerate(some):
        assert abs(at_once[f"s{i}"] - vc.what_if(diagnosis, settings).change) < 1e-9
    return (
        lambda: vc.side_by_side(diagnosis, asked).changes,
        lambda: [changed(diagnosis, settings) for settings in some],
    )


def at_once(name: str, critical: float, quality: float) -> Ratio:
    make = partial(scenarios, critical, quality)
    return Ratio(name, 20.0, make, faster=True, times=SCENARIOS / TIMED)


RATIOS = [
    Ratio("compare, 1,000, draws included / diagnose", 3.0, comparison),
    Ratio("what-if, outcome, 1,000 / forward pass", 1.2, partial(what_if, THOUSAND)),
    Ratio("what-if, outcome, 100,000 / forward pass", 1.2, partial(what_if, MANY), slow=True),
    at_once("1,000 scenarios at once, times as fast", 0.0, 1.0),
    at_once("1,000 scenarios at once, down to 20 %, times as fast", 0.0, 0.2),
    at_once("1,000 scenarios at once, critical, times as fast", 0.1, 1.0),
    at_once("1,000 scenarios at once, critical, down to 20 %, times as fast", 0.1, 0.2),
]
