"""Which chain is meant? YAML, a workbook, a pair of CSV tables, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from valuechain.cli.verb import Usage
from valuechain.files.reader import Document, read_document
from valuechain.model.chain import ValueChain

YAML, WORKBOOKS = (".yaml", ".yml"), (".xlsx", ".xlsm")
CHAINS = (*YAML, *WORKBOOKS, ".csv")
"""Endings of files that hold a chain."""
_PARTS = ("parties", "services")


def read(name: str) -> Document:
    """The chain in a file of any kind, or on standard input; tables have no places in a file."""
    if name == "-":
        return read_document(sys.stdin.buffer)
    path = Path(name)
    kind = path.suffix.lower()
    if kind == ".csv" or kind in WORKBOOKS:
        return Document(_tabled(path, kind), {})
    return read_document(name)


def _tabled(path: Path, kind: str) -> ValueChain:
    """The chain in a workbook or a pair of tables."""
    from valuechain.files.tables import read_excel, read_tables  # tables take time to load

    if kind == ".csv":
        return read_tables(*csv_pair(path))
    return read_excel(path)


def csv_pair(path: Path) -> tuple[Path, Path]:
    """The two tables that a name such as ``shop.csv``, or that of either of them, stands for."""
    stem = path.name.removesuffix(path.suffix)
    for part in _PARTS:
        stem = stem.removesuffix(f".{part}")
    parties, services = (path.with_name(f"{stem}.{part}{path.suffix}") for part in _PARTS)
    return parties, services


def files_of(path: Path) -> tuple[Path, ...]:
    """The files that the name of a chain stands for."""
    if path.suffix.lower() == ".csv":
        return csv_pair(path)
    return (path,)


def must_end_in(name: str, endings: tuple[str, ...]) -> None:
    """Raise what is wrong with a name that no kind of file has."""
    if Path(name).suffix.lower() in endings:
        return
    *others, last = endings
    known = f"{', '.join(others)} or {last}" if others else last
    if len(endings) > 3:
        known = f"one of {', '.join(endings)}"
    raise Usage(f"{name}: the name must end in {known}")
