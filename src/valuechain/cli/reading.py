"""Which chain is meant? A file of any kind, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from valuechain.cli.verb import Usage
from valuechain.files.any_kind import WORKBOOKS, read_any
from valuechain.files.reader import Document, read_document

YAML = (".yaml", ".yml")
CHAINS = (*YAML, *WORKBOOKS, ".csv")
"""Endings of files that hold a chain."""


def read(name: str) -> Document:
    """The chain in a file of any kind, or on standard input."""
    return read_document(sys.stdin.buffer) if name == "-" else read_any(Path(name))


def must_end_in(name: str, endings: tuple[str, ...]) -> None:
    """Raise what is wrong with a name that no kind of file has."""
    if Path(name).suffix.lower() in endings:
        return
    *others, last = endings
    known = f"{', '.join(others)} or {last}" if others else last
    if len(endings) > 3:
        known = f"one of {', '.join(endings)}"
    raise Usage(f"{name}: the name must end in {known}")
