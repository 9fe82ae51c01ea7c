"""``valuechain schema``: the JSON Schema with which an editor completes and checks files."""

from __future__ import annotations

from valuechain.files.schema import schema_text

_NAMES = {
    "files": "valuechain-1",
    "maps": "map-1",
    "playbooks": "playbook-1",
    "results": "results-1",
}


def schema(of: str) -> int:
    """Print the schema of the files, of maps, of playbooks, or of what is answered as JSON."""
    print(schema_text(_NAMES[of]), end="")
    return 0
