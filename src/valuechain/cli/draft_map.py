"""``valuechain survey EXPORT --draft-map MAP``: a first map of what a survey tool exported."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from valuechain.cli.verb import Files, quoted_name
from valuechain.files.atomic import write_whole
from valuechain.files.draft_map import draft_map
from valuechain.model.chain import ValueChain


def drafted(source: str, chain: ValueChain, target: Path, sheet: str | None, about: str) -> Files:
    """The map, and what to look at before it is used.

    `about` names the chain as the command line did.
    """
    draft = draft_map(source, chain, sheet=sheet)
    counts = f"valuechain survey {quoted_name(source)} --map {quoted_name(target)} {about}"
    then = f"Look at its marks of doubt; then: {counts}"
    write = partial(write_whole, target, draft.text.encode())
    return Files((target,), write, f"{draft.summary}\n{then}")
