"""Tests of `optimise.stdout_filter`: A solver that writes to standard output by itself: its lines are taken out, and what others write meanwhile is passed on."""

import ctypes
import os

import pytest

from places import on_posix
from valuechain.optimise import stdout_filter


@on_posix
def test_what_the_solver_prints_by_itself_is_taken_out(capfd):
    with stdout_filter.without_solver_lines():
        os.write(1, b"HighsMipSolverData::mended\nsomebody else\n")
        ctypes.CDLL(None).puts(b"Highs of its own")
    assert capfd.readouterr().out == "somebody else\n"
    with pytest.raises(ValueError, match="trouble"), stdout_filter.without_solver_lines():
        raise ValueError("trouble")


def test_without_a_standard_output_nothing_is_caught(monkeypatch, capfd):
    with monkeypatch.context() as closed:
        closed.setattr(os, "dup", lambda _: (_ for _ in ()).throw(OSError("closed")))
        with stdout_filter.without_solver_lines():
            os.write(1, b"HighsMipSolverData::mended\n")
    assert capfd.readouterr().out == "HighsMipSolverData::mended\n"
