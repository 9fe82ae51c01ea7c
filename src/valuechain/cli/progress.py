"""How far long work is, on a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

_WIDTH = 30
_SOON = 0.5  # seconds of work that need no bar


class Bar:
    """A bar on standard error while work goes on.

    Nothing where there is no terminal, or where the work is soon done.
    """

    def __init__(self) -> None:
        self._shown = False
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            print("\r" + " " * (_WIDTH + 30) + "\r", end="", file=sys.stderr, flush=True)

    def show(self, done: int, total: int) -> None:
        """Draw it anew."""
        if not sys.stderr.isatty() or time.monotonic() - self._began < _SOON:
            return
        self._shown = True
        full = _WIDTH * done // total
        bar = "#" * full + "." * (_WIDTH - full)
        print(f"\r[{bar}] {done:,} of {total:,} draws", end="", file=sys.stderr, flush=True)
