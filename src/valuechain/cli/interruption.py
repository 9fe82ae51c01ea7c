"""Ctrl-C is heard at any moment, also where whoever is running would have swallowed it.

Python raises an interruption wherever it happens to be. A compiled module that is being loaded
may take that for something it can do without, and what is called while an object is destroyed
has nobody to raise it to: the command would go on as if nobody had said a word.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Any

_SOON = 0.01
_LOADS_COMPILED = ("create_module", "exec_module")


def hear() -> None:
    """From now on; where interruptions are ignored, as in the background, they still are."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    signal.signal(signal.SIGINT, _interrupted)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _interrupted)
        sys.unraisablehook = _not_raised


def _interrupted(_number: int, frame: FrameType | None) -> None:
    """End what is done, now or as soon as a compiled module is loaded."""
    waits = hasattr(signal, "setitimer") and _loads_compiled(frame)
    if not waits:
        _again(0)
        raise KeyboardInterrupt
    _again(_SOON)


def _again(seconds: float) -> None:
    """Be interrupted after so long; zero for not again."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _loads_compiled(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name in _LOADS_COMPILED:
            loader = frame.f_locals.get("self")
            if type(loader).__name__ == "ExtensionFileLoader":
                return True
        frame = frame.f_back
    return False


def _not_raised(what: Any) -> None:
    """An error that nobody can be told of: an interruption is made again."""
    if issubclass(what.exc_type, KeyboardInterrupt):
        _again(_SOON)
    else:
        sys.__unraisablehook__(what)
