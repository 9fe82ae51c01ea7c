"""How time and memory grow from 1,000 services on, question by question; each in its own process.

Run with other sizes as arguments: ``bench_growth.py 1000 10000 100000``.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import valuechain as vc
from common import layered, line, with_bottlenecks

SIZES = (1_000, 10_000, 100_000)
SECONDS, MEGABYTES = 60.0, 2048.0
"""What a question may take at 100,000 services."""
PATIENCE = 600
"""Seconds after which a question is given up."""


def broad(services: int) -> vc.ValueChain:
    """Twenty levels."""
    return layered(services, services // 4, 20)


def critical(services: int) -> vc.ValueChain:
    """Twenty levels, a tenth of the services critical."""
    return with_bottlenecks(broad(services), 0.1)


def answered(chain: vc.ValueChain) -> vc.ValueChain:
    """With twelve answers to every question."""
    counted = {
        name: replace(service, satisfaction=vc.Score.of(service.satisfaction.value, 12))
        for name, service in chain.services.items()
        if service.satisfaction is not None
    }
    return replace(chain, services={**chain.services, **counted})


def actions(chain: vc.ValueChain) -> vc.ValueChain:
    """With something to do at every hundredth service."""
    some = list(chain.services)[::100]
    offered = {
        name: replace(
            chain.services[name], improve=(vc.Action(cost=1.0 + i % 7, to=vc.Score.of(0.95)),)
        )
        for i, name in enumerate(some)
    }
    return replace(chain, services={**chain.services, **offered})


def gains(chain: vc.ValueChain) -> Any:
    return [row.gain for row in vc.diagnose(chain).services]


def losses(chain: vc.ValueChain) -> Any:
    return vc.diagnose(chain).to_dict(full=True)


QUESTIONS: dict[str, tuple[Callable[[int], vc.ValueChain], Callable[[vc.ValueChain], Any]]] = {
    "read": (broad, lambda chain: vc.loads(vc.dumps(chain))),
    "diagnose and print": (broad, lambda chain: str(vc.diagnose(chain))),
    "top twenty steps": (broad, lambda chain: vc.diagnose(chain).steps[:20]),
    "all gains, critical": (critical, gains),
    "all gains and losses": (broad, losses),
    "the same, critical": (critical, losses),
    "robustness": (broad, vc.robustness),
    "robustness, critical": (critical, vc.robustness),
    "what-if": (broad, lambda chain: vc.what_if(chain, {next(iter(chain.services)): 0.9})),
    "plan": (lambda n: actions(broad(n)), lambda chain: vc.plan(chain, budget=20)),
    "1,000 draws": (lambda n: answered(broad(n)), partial(vc.simulate, draws=1000)),
    "comparison": (lambda n: answered(broad(n)), lambda chain: vc.compare(chain, chain)),
    "one a level: diagnose": (line, lambda chain: str(vc.diagnose(chain))),
    "one a level: 1,000 draws": (lambda n: answered(line(n)), partial(vc.simulate, draws=1000)),
    "layout": (lambda n: broad(n // 20), vc.layout),
}


def measured(name: str, services: int) -> None:
    """Print CPU seconds and the megabytes that a question takes on top of its chain."""
    make, ask = QUESTIONS[name]
    chain = make(services)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    ask(chain)
    spent = time.process_time() - start
    print(spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def asked(name: str, services: int) -> tuple[float, float] | None:
    """The same in a process of its own; ``None`` where it takes too long."""
    words = [sys.executable, __file__, name, str(services)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    spent, grown = done.stdout.split()
    return float(spent), float(grown)


def main() -> None:
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    print(f"CPU seconds and MB (aims at 100,000: {SECONDS:g} s, {MEGABYTES:g} MB, exponent 1.15)")
    print(f"{'':26}" + "".join(f"{size:>18,}" for size in sizes) + "   exponent")
    for name in QUESTIONS:
        found = [asked(name, size) for size in sizes]
        cells = "".join(
            f"{f'over {PATIENCE} s':>18}" if one is None else f"{one[0]:>9.2f} s {one[1]:>4.0f} MB"
            for one in found
        )
        known = [(size, one[0]) for size, one in zip(sizes, found, strict=True) if one]
        print(f"{name:26}{cells}   {exponent(known):.2f}", flush=True)


def exponent(known: list[tuple[int, float]]) -> float:
    """Of the growth between the two largest sizes."""
    if len(known) < 2:
        return math.nan
    (few, first), (many, last) = known[-2:]
    return math.log(last / first) / math.log(many / few)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] in QUESTIONS:
        measured(sys.argv[1], int(sys.argv[2]))
    else:
        main()
