"""What the questions about an organisation cost, as ratios in one run.

* structure: its findings against building the networkx graph of the same chain;
* timing: the whole answer against loading the chain from its YAML;
* portfolio: a thousand files of 60 services against loading and diagnosing each by itself, its rows
  and its first steps included, without draws and with; in two processes, and on a dask cluster of
  two workers.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from distributed import LocalCluster

import valuechain as vc
from common import layered, line

FILES, SERVICES = 1000, 60


def seconds(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """What it takes, once."""
    began = clock()
    work()
    return clock() - began


def fresh(chain: vc.ValueChain) -> vc.ValueChain:
    """The same, of which nothing was computed yet."""
    return replace(chain)


def timed(chain: vc.ValueChain) -> vc.ValueChain:
    """Every service takes some minutes."""
    times = [vc.Duration.parse(f"{minutes} min") for minutes in range(1, 40)]
    services = [
        replace(service, takes=times[number % len(times)])
        for number, service in enumerate(chain.services.values())
    ]
    return replace(chain, services=services)


def structure() -> None:
    """Broad and deep."""
    for name, make in (("broad", lambda n: layered(n, n // 4, 20)), ("deep", line)):
        for services in (1_000, 10_000, 100_000):
            chain = make(services)
            diagnosis = vc.diagnose(chain)
            ratios = [
                seconds(lambda: vc.structure(diagnosis))  # noqa: B023  called at once
                / seconds(lambda: fresh(chain).graph)  # noqa: B023
                for _ in range(3)
            ]
            print(f"structure, {name}, {services:>7,}: {median(ratios):.2f} x its networkx graph")


def timing() -> None:
    """Broad and deep."""
    for name, make in (("broad", lambda n: layered(n, n // 4, 20)), ("deep", line)):
        for services in (10_000, 100_000):
            chain = timed(make(services))
            text, diagnosis = vc.dumps(chain), vc.diagnose(chain)
            taken = seconds(lambda: vc.timing(diagnosis))  # noqa: B023
            ratio = taken / seconds(lambda: vc.loads(text))  # noqa: B023
            print(f"timing, {name}, {services:>7,}: {ratio:.2f} x loading it, {taken:.2f} s")


def portfolio(folder: Path) -> None:
    """Many files of a firm each."""
    names = []
    for number in range(FILES):
        chain = layered(SERVICES, 24, 5, seed=number)
        counted = [
            replace(each, satisfaction=each.satisfaction and vc.Score.of(each.satisfaction, 12))
            for each in chain.services.values()
        ]
        names.append(folder / f"{number}.yaml")
        vc.dump(replace(chain, services=counted), names[-1])

    def one_by_one() -> None:
        for name in names:
            diagnosis = vc.diagnose(vc.load(name))
            assert len(diagnosis.rows) == SERVICES
            assert diagnosis.advice is not None

    for draws in (0, 1000):
        ratios = [
            seconds(lambda: vc.portfolio(names, draws=draws)) / seconds(one_by_one)  # noqa: B023
            for _ in range(3)
        ]
        print(f"portfolio of {FILES:,}, {draws} draws: {median(ratios):.2f} x load and diagnose")
    with ProcessPoolExecutor(2) as executor:
        vc.portfolio(names[:8], executor)
        two = seconds(lambda: vc.portfolio(names, executor), time.perf_counter)
    alone = seconds(lambda: vc.portfolio(names), time.perf_counter)
    print(f"portfolio in two processes: {alone / two:.2f} x as fast as in one")
    with LocalCluster(n_workers=2, threads_per_worker=1) as cluster, cluster.get_client() as client:
        executor = client.get_executor()
        vc.portfolio(names[:8], executor)
        two = seconds(lambda: vc.portfolio(names, executor), time.perf_counter)
    print(f"portfolio on a dask cluster of two: {alone / two:.2f} x as fast as in one process")


if __name__ == "__main__":
    structure()
    timing()
    with tempfile.TemporaryDirectory() as found:
        portfolio(Path(found))
