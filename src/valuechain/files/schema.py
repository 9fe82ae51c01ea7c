"""The JSON Schema of the file format, as shipped with the package."""

from importlib.resources import files


def schema_text() -> str:
    """The schema (draft-07, the newest that editors' YAML servers read) as text."""
    return files("valuechain").joinpath("schema/valuechain-1.json").read_text(encoding="utf-8")
