"""``valuechain convert IN OUT``: between YAML, workbooks and CSV."""

from __future__ import annotations

import argparse
from pathlib import Path

from valuechain.cli.arguments import Usage, Verbs, must_be_new
from valuechain.files.reader import load
from valuechain.files.tables import read_excel, read_tables, write_excel, write_tables
from valuechain.files.writer import dump
from valuechain.model.chain import ValueChain
from valuechain.reports.words import counted

_KINDS = (".yaml", ".yml", ".xlsx", ".xlsm", ".csv")


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser("convert", help="turn a workbook or CSV tables into YAML, and back")
    kinds = "ends in .yaml, .xlsx or .csv; NAME.csv stands for the two files NAME.parties.csv and NAME.services.csv"
    parser.add_argument("source", metavar="IN", help=f"a chain; {kinds}")
    parser.add_argument("target", metavar="OUT", help="likewise; it must not exist yet")
    parser.add_argument("--force", action="store_true", help="replace OUT where it exists")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read all of it, then write."""
    source, target = Path(arguments.source), Path(arguments.target)
    for path in (source, target):
        if path.suffix.lower() not in _KINDS:
            raise Usage(f"{path}: the name must end in one of {', '.join(_KINDS)}")
    if target.suffix.lower() == ".xlsm":
        raise Usage(f"{target}: workbooks are written as .xlsx")
    for path in _files(target):
        if not arguments.force:
            must_be_new(path, "exists already; choose another name, or say --force")
    chain = _read(source)
    _write(chain, target)
    for warning in chain.warnings:
        print(f"Worth a look: {warning}.")
    told = f"{counted(len(chain.parties), 'party', 'parties')}, {counted(len(chain.services), 'service')}"
    print(f"{', '.join(map(str, _files(target)))}: written; {told}{_next(chain, target)}")
    return 0


def _next(chain: ValueChain, target: Path) -> str:
    if target.suffix.lower() not in (".yaml", ".yml"):
        return ""
    scored = any(service.score for service in chain.services.values())
    return f". Next: valuechain {f'diagnose {target}' if scored else f'survey ANSWERS --into {target}'}"


def _files(path: Path) -> list[Path]:
    """The files that a name stands for."""
    if path.suffix.lower() != ".csv":
        return [path]
    return [path.with_suffix(f".{part}.csv") for part in ("parties", "services")]


def _read(path: Path) -> ValueChain:
    kind = path.suffix.lower()
    if kind == ".csv":
        return read_tables(*_files(path))
    return load(path) if kind in (".yaml", ".yml") else read_excel(path)


def _write(chain: ValueChain, path: Path) -> None:
    kind = path.suffix.lower()
    if kind == ".csv":
        write_tables(chain, *_files(path))
    elif kind == ".xlsx":
        write_excel(chain, path)
    else:
        dump(chain, path)
