"""How time and memory grow, question by question; each in a process of its own, with a limit.

Processor time and the peak of memory are read as Linux tells them.
"""

from __future__ import annotations

import json
import math
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import valuechain as vc
from common import answered, broad, layered, line, with_bottlenecks
from valuechain.analysis.first_step import first_holds

SIZES = (100, 1_000, 10_000, 100_000)
LARGE = 1_000_000
SECONDS, MEGABYTES, EXPONENT = 60.0, 2048.0, 1.15
"""What a question may take at 100,000 services, and how fast it may grow from 1,000 on."""
LIMIT = 90
"""CPU seconds of a question after which its process is ended."""
ROOM = 8 * 2**30
"""Bytes beyond which it is not let either, so that the machine stays in one piece."""
SHORT, RUNS = 1.0, 5
"""A question is asked again while all its runs together take less than this many seconds."""


@dataclass(frozen=True)
class Question:
    """What is asked of a chain of any size.

    Attributes:
        ask: the work, of what was prepared.
        prepare: what is made of the chain beforehand.
        shapes: names of the chains of which it is asked.
    """

    ask: Callable[[Any], Any]
    prepare: Callable[[vc.ValueChain], Any] = replace
    shapes: tuple[str, ...] = ("20 levels", "deep")


def critical(chain: vc.ValueChain) -> vc.ValueChain:
    """A tenth of the services critical."""
    return with_bottlenecks(chain, 0.1)


def offering(chain: vc.ValueChain) -> vc.ValueChain:
    """With something to do at every hundredth service."""
    some = list(chain.services)[1::100]
    offered = {
        name: replace(chain.services[name], improve=(vc.Action("help", 1.0 + i % 7, 0.95),))
        for i, name in enumerate(some)
    }
    return replace(chain, services={**chain.services, **offered})


def robustness_of_first(chain: vc.ValueChain) -> Any:
    """Also where a printed diagnosis leaves it out."""
    diagnosis = vc.diagnose(chain)
    return first_holds(diagnosis.links.groups, diagnosis.best_steps[0].name)


def what_if_first(chain: vc.ValueChain) -> Any:
    """One service set to 90 %."""
    return vc.what_if(chain, {next(iter(chain.services)): 0.9}).change


def parties(services: int) -> vc.ValueChain:
    """One party for each twenty services asked for, with one and a half services each."""
    members = services // 20
    return layered(members * 3 // 2, members, min(20, members))


SHAPES: Mapping[str, Callable[[int], vc.ValueChain]] = {
    "20 levels": broad,
    "deep": line,
    "a party for 20": parties,
}
QUESTIONS = {
    "load": Question(vc.loads, vc.dumps),
    "diagnose": Question(lambda chain: str(vc.diagnose(chain))),
    "top twenty steps": Question(lambda chain: vc.diagnose(chain).steps[:20]),
    "all losses": Question(lambda chain: vc.diagnose(chain).to_dict(full=True)),
    "all gains, critical": Question(
        lambda chain: [row.gain for row in vc.diagnose(chain).services], critical
    ),
    "robustness of the first step": Question(robustness_of_first),
    "what-if": Question(what_if_first),
    "plan": Question(lambda chain: vc.plan(chain, budget=20), offering),
    "1,000 draws": Question(
        lambda chain: vc.simulate(chain, draws=1000), partial(answered, responses=12)
    ),
    "layout": Question(vc.layout, shapes=("a party for 20",)),
}
CURVES = [f"{name}, {shape}" for name, asked in QUESTIONS.items() for shape in asked.shapes]


@dataclass(frozen=True)
class Point:
    """What a question took at a size; more than the limit where it is not known.

    Attributes:
        seconds: of CPU, without what makes the chain.
        megabytes: the most memory of its process, with the chain and the interpreter.
    """

    seconds: float | None
    megabytes: float | None


def asked_here(curve: str, services: int) -> Point:
    """Ask in this process, which ends at the limit; what is loaded once is loaded before."""
    name, shape = curve.rsplit(", ", 1)
    question = QUESTIONS[name]
    make = SHAPES[shape]
    question.ask(question.prepare(make(SIZES[0])))
    chain = make(services)
    taken: list[float] = []
    while not taken or (len(taken) < RUNS and sum(taken) < SHORT):
        prepared = question.prepare(chain)
        _limit()
        start = _spent()
        question.ask(prepared)
        taken.append(_spent() - start)
    return Point(statistics.median(taken), _peak())


def _spent() -> float:
    """CPU seconds of this process; `process_time` goes in large steps once there is a limit."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def _limit() -> None:
    at_most = math.ceil(_spent()) + LIMIT
    resource.setrlimit(resource.RLIMIT_CPU, (at_most, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, resource.RLIM_INFINITY))


def _peak() -> float:
    """Megabytes; what `getrusage` tells would count the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line_,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line_.split()[1]) / 1024


def asked(curve: str, services: int) -> Point:
    """The same in a process of its own."""
    words = [sys.executable, __file__, curve, str(services)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode < 0 or "MemoryError" in done.stderr:
        return Point(None, None)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Point(*json.loads(done.stdout))


def grown(curve: str, sizes: Sequence[int]) -> dict[int, Point]:
    """At one size after the other, until one is over the limit: so are those after it."""
    found: dict[int, Point] = {}
    for size in sizes:
        over = any(point.seconds is None for point in found.values())
        found[size] = Point(None, None) if over else asked(curve, size)
    return found


def exponent(points: Mapping[int, Point]) -> float | None:
    """Of a power of the size, fitted to the seconds from 1,000 on; known of three sizes or more."""
    known = [
        (math.log(size), math.log(point.seconds))
        for size, point in points.items()
        if size >= SIZES[1] and point.seconds
    ]
    if len(known) < 3:
        return None
    return statistics.linear_regression(*zip(*known, strict=True)).slope


if __name__ == "__main__":
    point = asked_here(sys.argv[1], int(sys.argv[2]))
    print(json.dumps([point.seconds, point.megabytes]))
