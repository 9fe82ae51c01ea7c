"""``valuechain VERB FILE``: parse the words, run the verb, turn every error a user can cause into a sentence and a status."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from valuechain import __version__
from valuechain.cli import (
    check,
    compare,
    convert,
    diagnose,
    draw,
    explain,
    new,
    plan,
    promises,
    robustness,
    schema,
    simulate,
    survey,
    survey_form,
    template,
    what_if,
)
from valuechain.cli.arguments import Usage
from valuechain.problems import FormatError, ValueChainError

FINE, PROBLEMS, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
_VERBS = (
    *(check, diagnose, explain, simulate, robustness),
    *(what_if, plan, promises, compare),
    *(draw, survey, survey_form, convert, template, new, schema),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 fine, 1 the file has problems, 2 wrong usage, 3 below `--fail-below`."""
    _make_streams_safe()
    chosen = _parser().parse_args(arguments)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.showwarning = _warned  # it takes whatever it is handed
            status: int = chosen.run(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except (Usage, ValueChainError, OSError) as error:
        print(_sentence(error), file=sys.stderr)
        return WRONG_USAGE if isinstance(error, Usage) else PROBLEMS
    return status


def _make_streams_safe() -> None:
    """A stream that is closed, or a terminal that cannot show a character, must not end the command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  it stays open as long as the process
        elif isinstance(stream, TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="backslashreplace")


def _sentence(error: Exception) -> str:
    """What a user needs to know of an error."""
    if isinstance(error, FormatError):
        return str(error)
    if isinstance(error, OSError):
        return f"valuechain: {error.filename or 'file'}: {error.strerror or error}"
    return f"valuechain: {error}"


def _warned(message: Warning | str, *_: object, **__: object) -> None:
    print(f"valuechain: warning: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="valuechain",
        description="Shows an organisation how it serves its customers: which links are weak, whose doing it is, what it costs.",
        epilog="Exit status: 0 fine, 1 the file has problems, 2 wrong usage, 3 below --fail-below, or worse with --fail-if-worse.",
    )
    parser.add_argument("--version", action="version", version=f"valuechain {__version__}")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for verb in _VERBS:
        verb.add_to(verbs)
    return parser
