"""``valuechain VERB FILE``: parse the words, run the verb, say what is wrong in a sentence.

Every error that a user can cause becomes such a sentence and a status.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from valuechain import __version__
from valuechain.cli.reading import read
from valuechain.cli.verb import Argument, Usage, Verb, argument, loaded
from valuechain.cli.verbs import VERBS
from valuechain.cli.writing import check_target, deliver, endings_of
from valuechain.problems import (
    ArgumentError,
    FormatError,
    UnknownNameError,
    ValueChainError,
    printed,
)

FINE, PROBLEMS, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
_READS = argument(
    "file",
    metavar="FILE",
    help="a value chain: YAML, a workbook, NAME.csv for a pair of CSV tables, or - for standard "
    "input",
    goes_to="loop",
)


def _answers(verb: Verb) -> tuple[Argument, ...]:
    """What every verb takes whose result is shown."""
    if not verb.answers:
        return ()
    kinds = ", ".join((*endings_of(verb), *verb.endings))
    out = f"write it; ends in {kinds}; - is standard output"
    return (
        argument(
            "--format", choices=verb.formats, help="how the result is told (text)", goes_to="loop"
        ),
        argument("-o", "--output", metavar="OUT", help=out, goes_to="loop"),
        argument("--force", action="store_true", help="replace what exists", goes_to="loop"),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0 fine, 1 the file has problems, 2 wrong usage, 3 below `--fail-below`.
    """
    _make_streams_safe()
    options = argparse.Namespace()
    try:
        options = _asked(arguments)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.simplefilter("ignore", ResourceWarning)  # of what an interruption cut short
            warnings.showwarning = _warned  # it takes whatever it is handed
            status = _run(options.verb, options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _print_no_more()
        return FINE
    except (Usage, ValueChainError, OSError) as error:
        if isinstance(error, OSError) and error.filename is None:
            _print_no_more()
        if isinstance(error, FormatError) and getattr(options, "format", None) == "json":
            print(_problems_as_json(error))
        print(printed(_sentence(error)), file=sys.stderr)
        return WRONG_USAGE if isinstance(error, Usage) else PROBLEMS
    return status


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What the words ask for; help and version end here, unless there is no room for them."""
    try:
        words = sys.argv[1:] if arguments is None else arguments
        if arguments is None:  # no window is opened, and one that is not there would be an error
            os.environ["MPLBACKEND"] = "agg"
        chosen = tuple(verb for verb in VERBS if [verb.name] == list(words[:1]))
        return parser(chosen or VERBS).parse_args(words)
    except SystemExit:
        sys.stdout.flush()
        raise


def _run(verb: Verb, options: argparse.Namespace) -> int:
    """The one loop: read, ask, render, write, and say how it went."""
    check_target(verb, options)
    given = [read(options.file).chain] if verb.reads else []
    try:
        value = loaded(verb.asks)(*given, **_going_to("ask", options))
        if value is not None and not isinstance(value, int):
            deliver(verb, value, options)
    except (ArgumentError, UnknownNameError) as error:
        raise Usage(str(error)) from None
    if isinstance(value, int):
        return value
    if not verb.status:
        return FINE
    status: int = loaded(verb.status)(value, **_going_to("status", options))
    return status


def _going_to(whom: str, options: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(options, name) for name in options.going_to[whom]}


class _Parser(argparse.ArgumentParser):
    """One that says where there is no room for what it prints; argparse says nothing."""

    def _print_message(self, message: str, file: Any = None) -> None:
        print(message, end="", file=file or sys.stderr)


class _Once(argparse.Action):
    """An option's value; said twice, nobody knows which is meant."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Keep it."""
        kept = vars(namespace).setdefault("_kept", set())
        if option_string and self.dest in kept:
            parser.error(f"{option_string} is said twice: say it once")
        kept.add(self.dest)
        setattr(namespace, self.dest, values)


class _VerbParser(_Parser):
    """One that learns the arguments of its verb when that is chosen."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self.register("action", None, _Once)
        self.untaught: list[Verb] = []

    def parse_known_args(self, *words: Any, **more: Any) -> Any:
        """Define what the verb takes, then parse."""
        self.learn()
        return super().parse_known_args(*words, **more)

    def learn(self) -> None:
        """Define what the verb takes."""
        while self.untaught:
            _define(self.untaught.pop(), self)


def parser(some: Sequence[Verb] = VERBS, *, whole: bool = False) -> argparse.ArgumentParser:
    """What the words of a command line may be.

    Args:
        some: the verbs.
        whole: whether the arguments of all are defined, not only of the one that is chosen.
    """
    made = _Parser(
        prog="valuechain",
        description="Shows an organisation how it serves its customers: "
        "which links are weak, whose doing it is, what it costs.",
        epilog="Exit status: 0 fine, 1 the file has problems, 2 wrong usage, "
        "3 below --fail-below, or worse with --fail-if-worse.",
    )
    made.add_argument("--version", action="version", version=f"valuechain {__version__}")
    verbs = made.add_subparsers(
        title="verbs", required=True, metavar="VERB", parser_class=_VerbParser
    )
    for verb in some:
        defined = verbs.add_parser(verb.name, help=verb.help, description=verb.help)
        defined.untaught.append(verb)
        if whole:
            defined.learn()
    return made


def _define(verb: Verb, parser: argparse.ArgumentParser) -> None:
    going_to: dict[str, list[str]] = {"ask": [], "status": [], "loop": []}
    shared = (_READS,) if verb.reads else ()
    for each in (*shared, *verb.arguments, *_answers(verb)):
        going_to[each.goes_to].append(each.add_to(parser))
    parser.set_defaults(verb=verb, going_to=going_to)


def _problems_as_json(error: FormatError) -> str:
    import json  # only who asks for it

    problems = [asdict(problem) for problem in error.problems]
    return json.dumps({"format": "valuechain.problems/1", "problems": problems}, indent=2)


def _make_streams_safe() -> None:
    """A stream that is closed or lacks a character must not end the command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  it stays open as long as the process
        elif isinstance(stream, TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="backslashreplace")


def _print_no_more() -> None:
    """What is still to be printed goes nowhere: else the end of the process would try it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _sentence(error: Exception) -> str:
    """What a user needs to know of an error."""
    if isinstance(error, FormatError):
        return str(error)
    if isinstance(error, OSError):
        return f"valuechain: {error.filename or 'standard output'}: {error.strerror or error}"
    return f"valuechain: {error}"


def _warned(message: Warning | str, *_: object, **__: object) -> None:
    print(printed(f"valuechain: warning: {message}"), file=sys.stderr)
