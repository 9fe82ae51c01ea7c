"""``valuechain report FILE -o OUT``: the client's copy, one document."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from valuechain.cli.reading import read
from valuechain.cli.verb import Files
from valuechain.document.write import write_report
from valuechain.model.chain import ValueChain


def reported(
    chain: ValueChain,
    output: str,
    after: str | None,
    template: str | None,
    min_responses: int,
    department: str | None,
    lang: str,
) -> Files:
    """The document to be written; nothing is written where anything is wrong."""
    earlier = None if after is None else read(after).chain
    how: dict[str, Any] = {"template": template, "min_responses": min_responses, "lang": lang}
    write = partial(write_report, chain, output, after=earlier, department=department, **how)
    return Files((Path(output),), write)
