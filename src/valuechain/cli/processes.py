"""``--jobs N``: processes that compute."""

from __future__ import annotations

import signal
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext

from valuechain.cli.verb import Usage

_MOST = 1000


def processes(jobs: int) -> AbstractContextManager[Executor | None]:
    """So many processes; ``None`` where this one does it all."""
    if not 1 <= jobs <= _MOST:
        raise Usage(f"--jobs {jobs}: a number from 1 to {_MOST}")
    if jobs == 1:
        return nullcontext()
    return ProcessPoolExecutor(jobs, initializer=_quiet)


def _quiet() -> None:
    """Let the command itself say that it was interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
