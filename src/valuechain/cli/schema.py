"""``valuechain schema``: the JSON Schema with which an editor completes and checks files."""

from __future__ import annotations

from valuechain.files.schema import schema_text


def schema() -> int:
    """Print the schema."""
    print(schema_text(), end="")
    return 0
