"""Simulation against drawing its random numbers alone; in two processes and on a cluster."""

from __future__ import annotations

import os
import time
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from unittest.mock import patch

from distributed import LocalCluster

import valuechain as vc
from common import answered, layered, with_bottlenecks
from measure import Ratio, Work
from valuechain.analysis.solution import solved
from valuechain.sampling.ensemble import random_of
from valuechain.sampling.setup import ensemble_of

DRAWS, SERVICES = 10_000, 1_000
ON_TWO = 20_000
"""Draws enough to share."""
KEPT = {"MALLOC_TRIM_THRESHOLD_": str(2**27), "MALLOC_MMAP_THRESHOLD_": str(2**25)}
"""What lets a worker of dask keep the memory of one array for the next."""


def asked(backward: float = 0.0, critical: float = 0.0, people: int | None = None) -> vc.ValueChain:
    """1,000 services on 10 levels, 900 of them with 12 answers."""
    chain = with_bottlenecks(layered(SERVICES, 250, 10, backward), critical)
    return answered(chain, 12, people)


def drawing(chain: vc.ValueChain) -> None:
    """Draw all the numbers of a simulation, and do nothing with them."""
    ensemble = ensemble_of(solved(chain))
    stream = random_of(0, 1)
    for _ in range(0, DRAWS, ensemble.block):
        ensemble.posterior.drawn(stream, ensemble.block)


def draws(stack: ExitStack, **kind: float) -> tuple[Work, Work]:
    del stack
    chain = asked(**kind)
    return partial(vc.simulate, chain, DRAWS), partial(drawing, chain)


def on_two(executor: Executor) -> tuple[Work, Work]:
    """In two processes against in one; what they load is loaded before."""
    chain = asked()
    vc.simulate(chain, ON_TWO, executor=executor)
    return partial(vc.simulate, chain, ON_TWO, executor=executor), partial(
        vc.simulate, chain, ON_TWO
    )


def two_processes(stack: ExitStack) -> tuple[Work, Work]:
    return on_two(stack.enter_context(ProcessPoolExecutor(2)))


def cluster(stack: ExitStack, **environment: str) -> tuple[Work, Work]:
    stack.enter_context(patch.dict(os.environ, environment))
    started = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )
    client = stack.enter_context(stack.enter_context(started).get_client())
    return on_two(client.get_executor())


RATIOS = [
    Ratio("simulate, no loops / drawing alone", 3.0, draws),
    Ratio(
        "simulate, loops and a tenth critical / drawing alone",
        4.0,
        partial(draws, backward=0.02, critical=0.1),
    ),
    Ratio(
        "simulate, 180 of 250 parties in a loop / drawing alone",
        4.0,
        partial(draws, backward=0.1),
        slow=True,
    ),
    Ratio(
        "simulate, loops, counted people / drawing alone",
        3.0,
        partial(draws, backward=0.02, people=30),
        slow=True,
    ),
    Ratio(
        "simulate in two processes, times as fast",
        1.7,
        two_processes,
        faster=True,
        clock=time.perf_counter,
    ),
    Ratio(
        "simulate on dask, two workers that keep their memory, times as fast",
        1.4,
        partial(cluster, **KEPT),
        faster=True,
        clock=time.perf_counter,
    ),
    Ratio(
        "simulate on dask, two workers as they come, times as fast",
        1.4,
        cluster,
        faster=True,
        clock=time.perf_counter,
    ),
]
