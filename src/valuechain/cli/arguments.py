"""Arguments that several verbs share."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from valuechain.files.reader import Document, read_document
from valuechain.model.numbers import amount, percentage
from valuechain.problems import ArgumentError, Fault, ModelError, UnknownNameError

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class Usage(Exception):
    """The command line asks for something that does not exist; exit status 2."""


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file to read."""
    parser.add_argument(
        "file", metavar="FILE", help="a value chain in YAML, or - for standard input"
    )


def add_format(parser: argparse.ArgumentParser) -> None:
    """The form of the result."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="how the result is printed (text)",
    )


def must_be_new(path: Path, message: str = "exists already; choose another name") -> None:
    """Nothing that exists is replaced unasked.

    Raises:
        FileExistsError: there is something.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, message, str(path))


def told_amount(text: str) -> float:
    """An amount on the command line, with or without commas between its thousands."""
    try:
        return amount(text)
    except Fault as refused:
        raise argparse.ArgumentTypeError(f"{refused.message} ({refused.hint})") from None


def told_percentage(text: str) -> float:
    """A percentage on the command line."""
    try:
        return percentage(text)
    except Fault as refused:
        raise argparse.ArgumentTypeError(f"{refused.message} ({refused.hint})") from None


@contextmanager
def told_usage() -> Iterator[None]:
    """What is asked for does not exist in the file, or cannot be asked of it: wrong usage, in the library's own words."""
    try:
        yield
    except (ArgumentError, UnknownNameError, ModelError) as error:
        raise Usage(str(error)) from None


def opened(file: str) -> Document:
    """The chain in a file or on standard input."""
    return read_document(sys.stdin.buffer if file == "-" else file)
