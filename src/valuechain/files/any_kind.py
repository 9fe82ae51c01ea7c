"""The chain in a file of any kind: YAML, a workbook, or a pair of CSV tables."""

from __future__ import annotations

from pathlib import Path

from valuechain.files.reader import Document, read_document
from valuechain.model.chain import ValueChain

WORKBOOKS = (".xlsx", ".xlsm")
"""Endings of workbooks."""
_PARTS = ("parties", "services")


def read_any(path: Path) -> Document:
    """The chain in a file of any kind; tables have no places in a file.

    Raises:
        FormatError, OSError: as `load`, `read_excel` and `read_tables`.
    """
    kind = path.suffix.lower()
    if kind == ".csv" or kind in WORKBOOKS:
        return Document(_tabled(path, kind), {})
    return read_document(path)


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
