"""What a verb is: data that the one loop works on."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple

from valuechain.formats import NAMES
from valuechain.model.numbers import amount, percentage
from valuechain.problems import Fault

INKED = (".svg", ".png", ".pdf")
GRAPHS = (".mmd", ".dot", ".graphml")
PICTURES = (*INKED, *GRAPHS)
"""Endings of a picture's name."""


class Usage(Exception):
    """The command line asks for something that does not exist; exit status 2."""


class Argument(NamedTuple):
    """One argument of a verb: its flags, whom it is for, and what argparse needs to know of it.

    `goes_to` says who takes it, by the name that argparse gives it: the function that is asked, the
    one that sets the exit status, or the loop itself.
    """

    flags: tuple[str, ...]
    help: str
    goes_to: Literal["ask", "status", "loop"]
    more: dict[str, Any]

    def add_to(self, parser: argparse.ArgumentParser) -> str:
        """Define it, and return the name under which its value is found."""
        return parser.add_argument(*self.flags, help=self.help, **self.more).dest


def argument(*flags: str, help: str, goes_to: Any = "ask", **more: Any) -> Argument:  # noqa: A002  argparse's own word
    """An `Argument`; `more` is argparse's own: type, default, metavar, action, nargs, choices."""
    return Argument(flags, help, goes_to, more)


class Verb(NamedTuple):
    """What a verb asks, and of what.

    Attributes:
        name: as it is typed.
        help: one line.
        asks: the function, as ``module.function`` of the package, loaded when the verb is chosen;
            it takes the chain, if the verb reads one, and its arguments by name, and returns a
            result, or `Files` to be written.
        arguments: of its own.
        reads: whether it reads a chain from FILE.
        answers: whether what it returns is shown in a format, or written with ``-o``.
        formats: in which it is shown.
        writes: the argument that names a file to be written.
        also_writes: one that does too, ``""`` for none.
        endings: with which that name may end, beside those of the formats; any where empty.
        made_by: the function that makes such a file of the result, likewise: it takes the result
            and the parsed arguments, and returns `Files`.
        status: the function that sets the exit status, likewise: it takes the result and the
            arguments that go there.
    """

    name: str
    help: str
    asks: str
    arguments: tuple[Argument, ...] = ()
    reads: bool = True
    answers: bool = True
    formats: tuple[str, ...] = NAMES
    writes: str = "output"
    also_writes: str = ""
    endings: tuple[str, ...] = ()
    made_by: str = "cli.draw.picture"
    status: str = ""


class Files(NamedTuple):
    """What is to be written: the names, what writes them, and what is said about it afterwards.

    `replaces` says that a file which exists is meant to be replaced.
    """

    names: tuple[Path, ...]
    write: Callable[[], object]
    said: str = ""
    replaces: bool = False


def loaded(name: str) -> Callable[..., Any]:
    """The function of this name, such as ``questions.plan.plan``."""
    module, _, function = name.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(f"valuechain.{module}"), function)
    return found


def quoted_name(path: str | os.PathLike[str]) -> str:
    """The name of a file as it is typed into a shell.

    >>> quoted_name("chain.yaml"), quoted_name("my chain.yaml"), quoted_name("-x.yaml")
    ('chain.yaml', "'my chain.yaml'", './-x.yaml')
    """
    import shlex  # only who advises a command

    name = os.fspath(path)
    return shlex.quote(f"./{name}" if name.startswith("-") and name != "-" else name)


def _typed(read: Callable[[str], float], text: str) -> float:
    try:
        return read(text)
    except Fault as fault:
        raise argparse.ArgumentTypeError(f"{fault.message} ({fault.hint})") from None


typed_amount: Callable[[str], float] = partial(_typed, amount)
"""An amount on the command line, with or without commas between its thousands."""
typed_percentage: Callable[[str], float] = partial(_typed, percentage)
"""A percentage on the command line."""
