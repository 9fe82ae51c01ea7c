"""Lines that a solver writes to standard output by itself are taken out.

What others write meanwhile is passed on.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import tempfile
from collections.abc import Iterator

_STDOUT = 1
_ITS_OWN = b"Highs"
"""What the solver's lines begin with."""


@contextlib.contextmanager
def without_solver_lines() -> Iterator[None]:
    """Keep the solver's own lines from the process's standard output.

    Some versions of HiGHS print a line when they mend a solution, below Python and whatever they
    are told.
    """
    try:
        kept = os.dup(_STDOUT)
    except OSError:  # there is no standard output
        yield
        return
    with tempfile.TemporaryFile() as caught:
        os.dup2(caught.fileno(), _STDOUT)
        try:
            yield
        finally:
            _flush()
            os.dup2(kept, _STDOUT)
            os.close(kept)
            caught.seek(0)
            others = b"".join(line for line in caught if not line.startswith(_ITS_OWN))
            if others:
                os.write(_STDOUT, others)


def _flush() -> None:
    """Write out what the C library still holds."""
    with contextlib.suppress(
        OSError, AttributeError, TypeError
    ):  # where there is none of that name
        ctypes.CDLL(None).fflush(None)
