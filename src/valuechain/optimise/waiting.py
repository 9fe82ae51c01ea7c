"""Waiting for what Python cannot interrupt, so that whoever waits can be interrupted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
_OFTEN = 0.1  # seconds after which some systems look whether anybody interrupts


def waited_for(call: Callable[[], T]) -> T:
    """What a call returns or raises that may spend long outside of Python.

    Where whoever waits is interrupted, it goes on unheard until it ends, or the process does.
    """
    told: SimpleQueue[Callable[[], T]] = SimpleQueue()

    def ask() -> None:
        try:
            found = call()
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            told.put(_raising(error))
        else:
            told.put(lambda: found)

    Thread(target=ask, daemon=True).start()
    while True:
        with suppress(Empty):
            answer = told.get(timeout=_OFTEN)
            break
    return answer()


def _raising(error: BaseException) -> Callable[[], Any]:
    def wrong() -> Any:
        raise error

    return wrong
