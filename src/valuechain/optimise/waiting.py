"""Waiting for what Python cannot interrupt, so that whoever waits can be interrupted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
_OFTEN = 0.1  # seconds after which some systems look whether anybody interrupts


def waited_for(call: Callable[[], T]) -> T:
    """What a call returns or raises that may spend long outside of Python.

    Where whoever waits is interrupted, it goes on unheard until it ends, or the process does.
    """
    answer: Future[T] = Future()

    def answered() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            answer.set_exception(error)

    Thread(target=answered, daemon=True).start()
    while True:
        with suppress(TimeoutError):
            return answer.result(_OFTEN)
