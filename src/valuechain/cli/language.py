"""``valuechain language OUT.yaml``: what a document says, to be changed or translated."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from valuechain.cli.reading import YAML, must_end_in
from valuechain.cli.verb import Files, quoted_name
from valuechain.files.atomic import write_whole
from valuechain.files.language import shipped_text


def language(target: str, lang: str) -> Files:
    """A language that is shipped, in a file."""
    must_end_in(target, YAML)
    path = Path(target)
    said = f"Next: change it, then valuechain report FILE -o report.html --lang {quoted_name(path)}"
    return Files((path,), partial(write_whole, path, shipped_text(lang)), said)
