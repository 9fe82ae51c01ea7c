"""``valuechain convert IN OUT``: between YAML, workbooks and CSV."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from valuechain.cli.reading import CHAINS, YAML, must_end_in, read
from valuechain.cli.verb import Files, Usage, quoted_name
from valuechain.files.any_kind import WORKBOOKS, files_of
from valuechain.files.tables import other_sheets, write_excel, write_tables
from valuechain.files.writer import dump
from valuechain.model.chain import ValueChain
from valuechain.problems import quoted
from valuechain.reports.words import counted, listed


def converted(source: str, target: str) -> Files:
    """Read all of it; what is to be written."""
    if source != "-":
        must_end_in(source, CHAINS)
    path = Path(target)
    if path.suffix.lower() == ".xlsm":
        raise Usage(f"{target}: workbooks are written as .xlsx")
    chain = read(source).chain
    others = other_sheets(source) if Path(source).suffix.lower() in WORKBOOKS else []
    return Files(files_of(path), partial(_write, chain, path), _said(chain, source, path, others))


def _said(chain: ValueChain, source: str, target: Path, others: list[str]) -> str:
    looks = [f"Worth a look: {warning}." for warning in chain.warnings]
    if others:
        sheets = listed(list(map(quoted, others)))
        looks.append(f"Only the chain is converted, not {sheets} of {source}.")
    has_answers = any(name.strip().casefold() == "answers" for name in others)
    answers = quoted_name(source) if has_answers else "ANSWERS"
    parties = counted(len(chain.parties), "party", "parties")
    size = f"{parties}, {counted(len(chain.services), 'service')}{_next(chain, target, answers)}"
    return "\n".join([*looks, size])


def _next(chain: ValueChain, target: Path, answers: str) -> str:
    if target.suffix.lower() not in YAML:
        return ""
    if any(service.score for service in chain.services.values()):
        return f". Next: valuechain diagnose {quoted_name(target)}"
    return f". Next: valuechain survey {answers} --into {quoted_name(target)}"


def _write(chain: ValueChain, path: Path) -> None:
    kind = path.suffix.lower()
    if kind == ".csv":
        write_tables(chain, *files_of(path))
    elif kind == ".xlsx":
        write_excel(chain, path)
    else:
        dump(chain, path)
