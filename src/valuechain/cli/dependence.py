"""``valuechain dependence FILE``: how much people depend on what they receive.

With ``--into OUT`` the chain is written that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from valuechain.cli.amending import amended_file
from valuechain.cli.reading import YAML, must_end_in, read
from valuechain.cli.verb import Files, Usage
from valuechain.cli.writing import width
from valuechain.files.atomic import write_whole
from valuechain.files.survey import read_survey
from valuechain.files.writer import dumps
from valuechain.formats import rendered
from valuechain.model.chain import ValueChain
from valuechain.problems import ModelError, Problem
from valuechain.questions.dependence_estimate import DependenceEstimate, estimate_dependence
from valuechain.reports.dispatch import report_of


def estimated(
    file: str,
    later: Sequence[str],
    survey: str | None,
    waves: Sequence[str] | None,
    into: str | None,
) -> DependenceEstimate | Files:
    """The estimate, or the chain with it that is to be written."""
    if later and survey:
        raise Usage("give files of later waves, or --survey ANSWERS, not both")
    if waves and survey is None:
        raise Usage("--waves needs --survey ANSWERS")
    if into is not None:
        must_end_in(into, YAML)
    chain = read(file).chain
    if survey is None:
        found = estimate_dependence(chain, [read(name).chain for name in later])
    else:
        found = estimate_dependence(read_survey(survey, chain=chain), waves, chain=chain)
    return found if into is None else _written(found, chain, file, into)


def _written(found: DependenceEstimate, chain: ValueChain, file: str, into: str) -> Files:
    if found.dependence is None:
        raise ModelError([Problem(f"nothing is written: {found.refused}")])
    target, source = Path(into), Path(file)
    data = _new(found.apply(chain), source, target)
    said = rendered(report_of(found), "text", width())
    same = target.exists() and source.exists() and target.samefile(source)
    return Files((target,), partial(write_whole, target, data), said, replaces=same)


def _new(chain: ValueChain, source: Path, target: Path) -> bytes:
    """The text of the chain, as far as possible as it was."""
    if source.suffix.lower() not in YAML:
        return dumps(chain).encode()
    return amended_file(source.read_bytes(), str(source), chain, target)
