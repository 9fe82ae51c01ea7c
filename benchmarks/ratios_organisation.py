"""Structure, timing and many files against what they start from."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import valuechain as vc
from common import answered, broad, layered, line
from measure import Ratio, Work

FILES, SERVICES = 300, 60
MANY = 100_000


def structure(make: Callable[[int], vc.ValueChain], stack: ExitStack) -> tuple[Work, Work]:
    """Its findings against building the networkx graph of the same chain, anew each time."""
    del stack
    chain = make(MANY)
    diagnosis = vc.diagnose(chain)
    return partial(vc.structure, diagnosis), lambda: replace(chain).graph


def timing(make: Callable[[int], vc.ValueChain], stack: ExitStack) -> tuple[Work, Work]:
    """The whole answer against loading the chain; every service takes some minutes."""
    del stack
    times = [vc.Duration.parse(f"{minutes} min") for minutes in range(1, 40)]
    chain = make(MANY)
    services = [
        replace(service, takes=times[number % len(times)])
        for number, service in enumerate(chain.services.values())
    ]
    chain = replace(chain, services=services)
    text, diagnosis = vc.dumps(chain), vc.diagnose(chain)
    return partial(vc.timing, diagnosis), partial(vc.loads, text)


def firms(stack: ExitStack) -> list[Path]:
    """Files of a firm each."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    names = [folder / f"{number}.yaml" for number in range(FILES)]
    for number, name in enumerate(names):
        vc.dump(answered(layered(SERVICES, 24, 5, seed=number), 12), name)
    return names


def portfolio(stack: ExitStack) -> tuple[Work, Work]:
    """Without draws, against loading and diagnosing each, its rows and first steps included."""
    names = firms(stack)

    def one_by_one() -> None:
        for name in names:
            diagnosis = vc.diagnose(vc.load(name))
            assert len(diagnosis.rows) == SERVICES
            assert diagnosis.advice is not None

    return lambda: vc.portfolio(names, draws=0), one_by_one


def in_two(stack: ExitStack) -> tuple[Work, Work]:
    """With draws, in two processes against one."""
    names = firms(stack)
    executor = stack.enter_context(ProcessPoolExecutor(2))
    return partial(vc.portfolio, names, executor), partial(vc.portfolio, names)


RATIOS = [
    Ratio("structure, 100,000, 20 levels / networkx graph", 5.0, partial(structure, broad)),
    Ratio("structure, 100,000 deep / networkx graph", 5.0, partial(structure, line), slow=True),
    Ratio("timing, 100,000, 20 levels / loading", 1.0, partial(timing, broad), slow=True),
    Ratio("timing, 100,000 deep / loading", 1.0, partial(timing, line), slow=True),
    Ratio("portfolio, 300 files / load and diagnose each", 1.2, portfolio, slow=True),
    Ratio(
        "portfolio in two processes, times as fast",
        1.7,
        in_two,
        faster=True,
        clock=time.perf_counter,
        slow=True,
    ),
]
