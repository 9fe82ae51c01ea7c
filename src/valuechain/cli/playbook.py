"""``valuechain playbook OUT.yaml``: the usual conversations, to be changed."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from valuechain.cli.reading import YAML, must_end_in
from valuechain.cli.verb import Files, quoted_name
from valuechain.files.atomic import write_all
from valuechain.files.playbook import usual_text
from valuechain.files.schema import schema_text

_SCHEMA = "playbook-1.json"


def playbook(target: str) -> Files:
    """The playbook that is shipped, and beside it the schema by which editors check it."""
    must_end_in(target, YAML)
    path = Path(target)
    contents: dict[Path, str | bytes] = {path: usual_text()}
    beside = path.with_name(_SCHEMA)
    if not os.path.lexists(beside):
        contents[beside] = schema_text("playbook-1")
    said = f"Next: change it, then valuechain feedback FILE --playbook {quoted_name(path)}"
    return Files((path,), partial(write_all, contents), said)
