"""What a function answers in a fork: alone, quiet, in a copy of the project, within limits."""

import contextlib
import json
import os
import select
import signal
import sys
import time
import traceback

MEMORY = 8 << 30
TIME = "takes too long"
DIES = "dies"
_WAITING = 20
"""Times as long as it computes may it take: others compute here, too."""


def forked(function, seconds=None):
    """The answer; TIME or DIES where it is ended by a limit or by a signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _answer(function, seconds, writing)
    os.close(writing)
    until = None if seconds is None else time.monotonic() + _WAITING * (seconds + 1)
    try:
        text = _heard(reading, until)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # with all that it has started
        status = os.waitpid(child, 0)[1]
    if text.endswith(b"\n"):
        return _said(json.loads(text))
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    return TIME if ended in (signal.SIGXCPU, signal.SIGKILL) else DIES


def _answer(function, seconds, writing):
    """In the fork, which ends here."""
    import resource  # Windows has none, nor forks

    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1,) * 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = {"answer": function()}
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
        traceback.print_exc()
        answer = {"error": "a fork could not do its work"}
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(json.dumps(answer).encode() + b"\n")
    os._exit(0)


def _heard(reading, until):
    """What is said up to the end of the line, or until it is too late."""
    text = b""
    while not text.endswith(b"\n"):
        left = None if until is None else max(0.0, until - time.monotonic())
        ready, _, _ = select.select([reading], [], [], left)
        more = os.read(reading, 1 << 16) if ready else b""
        if not more:
            break
        text += more
    return text


def _said(answer):
    if "error" in answer:
        sys.exit(answer["error"])
    return answer["answer"]


def settle(copy):
    """Work in a copy of the project and say nothing."""
    os.chdir(copy)
    os.environ |= {"PYTHONPATH": f"{copy}/src", "PYTHONDONTWRITEBYTECODE": "1"}
    sys.dont_write_bytecode = True
    sys.path.insert(0, f"{copy}/src")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
