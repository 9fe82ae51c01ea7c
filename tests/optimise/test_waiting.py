"""Tests of `optimise.waiting`: waiting for what Python cannot interrupt."""

import _thread
import signal
import threading
import time

import pytest

from valuechain.optimise.waiting import waited_for


def test_what_is_answered_in_time_or_late_is_returned():
    assert waited_for(lambda: 7) == 7
    assert waited_for(lambda: time.sleep(0.25) or "late") == "late"


def test_what_goes_wrong_is_raised():
    with pytest.raises(ZeroDivisionError):
        waited_for(lambda: 1 / 0)


def test_whoever_waits_can_be_interrupted():
    begun, over = threading.Event(), threading.Event()

    def endless():
        begun.set()
        _thread.interrupt_main()
        over.wait()

    before = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # in the background it is ignored
    try:
        with pytest.raises(KeyboardInterrupt):
            waited_for(endless)
    finally:
        signal.signal(signal.SIGINT, before)
        over.set()
    assert begun.is_set()
