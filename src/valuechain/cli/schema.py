"""``valuechain schema``: the JSON Schema with which an editor completes and checks files."""

from __future__ import annotations

from valuechain.files.schema import schema_text


def schema(of: str) -> int:
    """Print the schema of the files, of maps, or of what is answered as JSON."""
    names = {"files": "valuechain-1", "results": "results-1", "maps": "map-1"}
    print(schema_text(names[of]), end="")
    return 0
