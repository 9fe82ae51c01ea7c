"""Tests of ``valuechain VERB``, interrupted as from a terminal: `interrupts.py` does so at any moment."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.verbs import CLINIC
from places import on_linux
from valuechain.cli.interruption import hear

pytestmark = [on_linux, pytest.mark.usefixtures("as_in_the_foreground")]


def begun(folder, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "valuechain", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def children(process):
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return path.read_text(encoding="ascii").split()


@pytest.mark.parametrize("words", [("diagnose", "in.yaml"), ("draw", "in.yaml", "-o", "out.svg")])
def test_while_it_reads_it_ends_and_says_nothing(words, tmp_path):
    os.mkfifo(tmp_path / "in.yaml")
    process = begun(tmp_path, *words)
    with contextlib.suppress(BrokenPipeError), (tmp_path / "in.yaml").open("w") as never_filled:
        os.killpg(process.pid, signal.SIGINT)  # it waits for what this would hold
        assert process.communicate() == (b"", b"")
        never_filled.flush()
    assert process.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["in.yaml"]


@pytest.mark.parametrize("whom", [os.kill, os.killpg])
def test_its_processes_end_with_it(whom, tmp_path):
    process = begun(tmp_path, "simulate", str(CLINIC), "--draws", "100000000", "--jobs", "2")
    while len(children(process)) < 2:
        assert process.poll() is None
        time.sleep(0.01)
    whom(process.pid, signal.SIGINT)
    assert process.communicate() == (b"", b"")
    assert process.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


class ExtensionFileLoader:
    """As Python's own one is, which runs compiled code that knows of no interruption."""

    def exec_module(self, whom):
        """Be interrupted, and take it for something else."""
        with contextlib.suppress(KeyboardInterrupt):
            whom()
        return "loaded"


class Unmade:
    """One that is interrupted while it is destroyed; an error there is nobody's."""

    def __del__(self):
        """Be interrupted."""
        signal.raise_signal(signal.SIGINT)


def test_an_interruption_while_compiled_code_is_loaded_is_heard_after_it():
    hear()
    done = []
    with pytest.raises(KeyboardInterrupt):
        load_until_interrupted(done)
    assert done == ["loaded"]
    time.sleep(0.05)  # it is heard once


def load_until_interrupted(done):
    while True:
        done.append(ExtensionFileLoader().exec_module(interrupted))
        time.sleep(0.05)


def interrupted():
    signal.raise_signal(signal.SIGINT)


class SourceFileLoader:
    """As Python's own one is, which runs text."""

    def exec_module(self):
        """Be interrupted."""
        interrupted()


def test_an_interruption_while_text_is_loaded_is_heard_at_once():
    hear()
    with pytest.raises(KeyboardInterrupt):
        SourceFileLoader().exec_module()


def test_where_nothing_tells_the_time_it_is_heard_at_once(monkeypatch):
    monkeypatch.delattr("signal.SIGALRM")
    monkeypatch.delattr("signal.setitimer")
    hear()
    with pytest.raises(KeyboardInterrupt):
        interrupted()


def test_an_interruption_while_something_is_destroyed_is_heard_after_it(capsys):
    hear()
    with pytest.raises(KeyboardInterrupt):
        del_one()
    assert capsys.readouterr().err == ""


def del_one():
    one = Unmade()
    del one
    time.sleep(5)


def test_what_else_goes_wrong_while_something_is_destroyed_is_said(capsys):
    hear()
    faulty = Faulty()
    del faulty
    assert "ValueError: odd" in capsys.readouterr().err


class Faulty:
    """One that cannot be destroyed without an error."""

    def __del__(self):
        """Go wrong."""
        raise ValueError("odd")


def test_in_the_background_it_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    hear()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_the_status_is_the_same_where_text_that_is_run_was_interrupted(tmp_path):
    code = """
import valuechain.cli.main as cli
from valuechain.__main__ import main
cli.main = lambda: exec("raise KeyboardInterrupt")
raise SystemExit(main())
"""
    (tmp_path / "as_a_module.py").write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "as_a_module"], cwd=tmp_path, check=False)
    assert done.returncode == 130
