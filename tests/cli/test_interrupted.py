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

pytestmark = on_linux


@pytest.fixture(autouse=True)
def in_the_foreground():
    """In the background interrupts are ignored, also by whatever is begun there."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


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
