"""``--jobs N``: processes that compute."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from valuechain.cli.verb import Usage

_MOST = 1000
_SOON = 1.0
"""Seconds that are waited at most for a process that was told to end."""


@contextmanager
def processes(jobs: int) -> Iterator[Executor | None]:
    """So many processes; ``None`` where this one does it all."""
    if not 1 <= jobs <= _MOST:
        raise Usage(f"--jobs {jobs}: a number from 1 to {_MOST}")
    if jobs == 1:
        yield None
        return
    executor = ProcessPoolExecutor(jobs, initializer=_quiet)
    try:
        _begin(executor)
        yield executor
    except KeyboardInterrupt:
        # Nobody waits for what they have begun, nor for who would hand it to those that ended.
        threading.excepthook = _say_nothing  # of tasks that were cancelled, too
        _end_all()
        executor.shutdown(wait=False)
        raise
    except BaseException:
        executor.shutdown(cancel_futures=True)
        raise
    executor.shutdown()


def _begin(executor: Executor) -> None:
    """Start them while an interruption waits: who has only begun would complain of it."""
    if not hasattr(signal, "pthread_sigmask"):
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        executor.submit(_quiet)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _say_nothing(_: object) -> None:
    pass


def _end_all() -> None:
    children = multiprocessing.active_children()
    for child in children:
        child.terminate()
    for child in children:
        child.join(_SOON)


def _quiet() -> None:
    """Let the command itself say that it was interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
