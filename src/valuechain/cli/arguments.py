"""Arguments that several verbs share."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from pathlib import Path
from typing import TypeAlias

from valuechain.files.reader import Document, read_document

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class Usage(Exception):
    """The command line asks for something that does not exist; exit status 2."""


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file to read."""
    parser.add_argument("file", metavar="FILE", help="a value chain in YAML, or - for standard input")


def add_format(parser: argparse.ArgumentParser) -> None:
    """The form of the result."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how the result is printed (text)")


def must_be_new(path: Path, message: str = "exists already; choose another name") -> None:
    """Nothing that exists is replaced unasked.

    Raises:
        FileExistsError: there is something.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, message, str(path))


def opened(file: str) -> Document:
    """The chain in a file or on standard input."""
    return read_document(sys.stdin.buffer if file == "-" else file)
