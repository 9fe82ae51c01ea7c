"""Tests of `cli.progress`: how far long work is, on a terminal."""

import contextlib
import io
import itertools
import re
import types

from valuechain.cli.main import main


class Terminal(io.StringIO):
    def isatty(self):
        return True


def with_a_bar(arguments, stream, monkeypatch, step=1.0):
    clock = itertools.count(0, step)
    monkeypatch.setattr(
        "valuechain.cli.progress.time", types.SimpleNamespace(monotonic=lambda: next(clock))
    )
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(stream):
        status = main([str(argument) for argument in arguments])
    return status, out.getvalue(), stream.getvalue()


def test_a_bar_grows_on_a_terminal_and_is_gone_at_the_end(clinic, monkeypatch):
    status, out, err = with_a_bar(["simulate", clinic.path], Terminal(), monkeypatch)
    assert (status, out) == (0, clinic.simulate.out)
    *bars, blank, end = err.split("\r")[1:]
    assert bars[-1].endswith("10,000 of 10,000 draws")
    full = [bar.count("#") for bar in bars]
    assert full == sorted(full) and full[-1] == max(len(re.findall(r"[#.]", bar)) for bar in bars)
    assert not blank.strip() and len(blank) >= max(map(len, bars))
    assert end == ""


def test_no_bar_where_there_is_no_terminal_or_the_work_is_soon_done(clinic, monkeypatch):
    assert with_a_bar(["simulate", clinic.path], io.StringIO(), monkeypatch)[2] == ""
    assert with_a_bar(["simulate", clinic.path], Terminal(), monkeypatch, step=0.001)[2] == ""


def test_a_bar_is_gone_where_the_work_is_interrupted(clinic, monkeypatch):
    def interrupted(*arguments):
        arguments[-1](1, 10)
        raise KeyboardInterrupt

    monkeypatch.setattr("valuechain.cli.simulate.simulate", interrupted)
    status, out, err = with_a_bar(["simulate", clinic.path], Terminal(), monkeypatch)
    assert (status, out) == (130, "")
    assert err.endswith("\r")
    assert not err.split("\r")[-2].strip()
