"""``valuechain simulate FILE``: how sure the diagnosis is, and where to ask next."""

from __future__ import annotations

import signal
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext

from valuechain.cli.progress import Bar
from valuechain.cli.verb import Usage
from valuechain.model.chain import ValueChain
from valuechain.questions.simulate import simulate
from valuechain.questions.simulation import Simulation

_MOST = 1000  # processes


def simulated(chain: ValueChain, draws: int, seed: int, level: float, jobs: int) -> Simulation:
    """Simulate; on a terminal, show how far it is."""
    if not 1 <= jobs <= _MOST:
        raise Usage(f"--jobs {jobs}: a number from 1 to {_MOST}")
    with _processes(jobs) as executor, Bar() as bar:
        return simulate(chain, draws, seed, level, executor, bar.show)


def _processes(jobs: int) -> AbstractContextManager[Executor | None]:
    if jobs == 1:
        return nullcontext()
    return ProcessPoolExecutor(jobs, initializer=_quiet)


def _quiet() -> None:
    """Let the command itself say that it was interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
