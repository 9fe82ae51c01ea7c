"""One shape for every measurement: two pieces of work, timed in turn, and the ratio aimed at."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, TypeAlias

Work: TypeAlias = Callable[[], Any]
Make: TypeAlias = Callable[[ExitStack], tuple[Work, Work]]
FEWEST, MOST = 3, 15
"""Pairs of runs; between the two, as many as the seconds of a ratio allow."""
SECONDS, QUICK_SECONDS = 5.0, 1.0


def processes() -> float:
    """CPU seconds of all processes that were started and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@dataclass(frozen=True)
class Ratio:
    """Our work and a peer's, and how many times as long ours may take.

    Attributes:
        name: by which it is chosen.
        aim: at most; where it says how many times as fast we are, at least.
        make: makes both pieces of work ready, ours first; what it puts on the stack is closed
            afterwards.
        faster: whether the ratio is the peer's time by ours.
        times: for how much of the peer's work its piece stands.
        clock: what is read before and after: CPU seconds, unless it says otherwise.
        slow: whether it is left out where there is little time.
    """

    name: str
    aim: float
    make: Make
    faster: bool = False
    times: float = 1.0
    clock: Callable[[], float] = time.process_time
    slow: bool = False


@dataclass(frozen=True)
class Measured:
    """What came out: medians of seconds, and the lowest and highest ratio of two runs in turn."""

    name: str
    aim: float
    faster: bool
    value: float
    low: float
    high: float
    ours: float
    peer: float
    pairs: int

    @property
    def met(self) -> bool:
        """Whether the median is as good as was aimed at."""
        return self.value >= self.aim if self.faster else self.value <= self.aim


def measured(ratio: Ratio, seconds: float) -> Measured:
    """Time both pieces in turn, after one run of each that does not count."""
    with ExitStack() as stack:
        ours, peer = ratio.make(stack)
        ours()
        peer()
        pairs: list[tuple[float, float]] = []
        end = time.perf_counter() + seconds
        while len(pairs) < FEWEST or (len(pairs) < MOST and time.perf_counter() < end):
            pairs.append((_timed(ours, ratio.clock), ratio.times * _timed(peer, ratio.clock)))
    mine, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    each = [_ratio(ratio, *pair) for pair in pairs]
    value = _ratio(ratio, mine, theirs)
    found = (value, min(each), max(each), mine, theirs, len(pairs))
    return Measured(ratio.name, ratio.aim, ratio.faster, *found)


def _timed(work: Work, clock: Callable[[], float]) -> float:
    gc.collect()  # nobody pays for what others left behind
    start = clock()
    work()
    return clock() - start


def _ratio(ratio: Ratio, ours: float, peer: float) -> float:
    return peer / ours if ratio.faster else ours / peer
