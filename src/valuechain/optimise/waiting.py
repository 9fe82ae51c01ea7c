"""Waiting for what Python cannot interrupt, so that whoever waits can be interrupted."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

T = TypeVar("T")
_OFTEN = 0.1  # seconds after which some systems look whether anybody interrupts


def waited_for(call: Callable[[], T]) -> T:
    """What a call returns or raises that may spend long outside of Python.

    Where whoever waits is interrupted, it goes on unheard until it ends, or the process does.
    """
    found: list[T] = []
    wrong: list[BaseException] = []

    def ask() -> None:
        try:
            found.append(call())
        except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
            wrong.append(error)

    asking = Thread(target=ask, daemon=True)
    asking.start()
    while asking.is_alive():
        asking.join(_OFTEN)
    if wrong:
        raise wrong[0]
    return found[0]
