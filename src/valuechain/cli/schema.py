"""``valuechain schema``: the JSON Schema with which an editor completes and checks files."""

from __future__ import annotations

from valuechain.files.schema import schema_text


def schema(of: str) -> int:
    """Print the schema of the files, or of what is answered as JSON."""
    print(schema_text({"files": "valuechain-1", "results": "results-1"}[of]), end="")
    return 0
