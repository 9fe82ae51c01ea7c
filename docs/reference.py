"""Write what follows from the code: the schema, the tables of fields and of modules.

The fields stand in `format.md`, the modules in `architecture.md`. Run it after a field was declared
or a module was added; a test compares.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from valuechain.files.schema import made_text
from valuechain.model.fields import Field
from valuechain.model.format import FIELDS, KEPT

PAGE = Path(__file__).parent / "format.md"
ARCHITECTURE = Path(__file__).parent / "architecture.md"
PACKAGE = Path(__file__).parents[1] / "src" / "valuechain"
SCHEMA = PACKAGE / "schema" / "valuechain-1.json"
FOLDERS = (
    *("", "cli", "document", "drawing", "formats", "reports", "files", "questions"),
    *("sampling", "optimise", "survey", "analysis", "model", "geometry", "solve"),
)
"""Of the package, from what a user meets first down to the numbers."""
FIRST = {"chain": "| `valuechain` | The format version, `1`. | required |"}
LAST = {
    "chain": "| `suppliers`, `teams`, `customers` | Parties by id. | |\n"
    "| `scenarios` | What if? [Below](#what-could-be-done). | none |",
    "party": "| `serves` | The parties it serves, each with a service; not for customers. | none |",
}
"""Keys that are no fields: the version, sections, and what a party serves."""


def table(owner: str) -> str:
    """The fields of a chain, a party, a service or an action, as a table."""
    rows = [
        f"| `{field.name}` | {field.note} | {default(field)} |"
        for field in FIELDS[owner]
        if not field.by_place
    ]
    around = (FIRST.get(owner, ""), *rows, LAST.get(owner, ""))
    return "\n".join(["| key | is | default |", "|---|---|---|", *filter(None, around)])


def default(field: Field) -> str:
    """What holds where nothing is said."""
    if field.required:
        return "required"
    if field.follows:
        return field.follows[1]
    if field.inherited:
        return "the chain's"
    if field.default is None or field.default in ("", ()):
        return "none"
    return f"`{field.kind.write(field.default)}`"


def kept() -> str:
    """The keys that are kept for later versions."""
    whose = {"chain": "the chain's", "party": "a party's", "service": "a service's"}
    named = (
        f"{whose[owner]} {', '.join(f'`{name}`' for name in names)}"
        for owner, names in KEPT.items()
    )
    return f"These keys are kept for later versions and refused until then: {'; '.join(named)}."


def modules() -> str:
    """Every module with the first sentence of its docstring, folder by folder."""
    return "\n\n".join(map(folder, FOLDERS))


def folder(name: str) -> str:
    """One folder's modules as a table."""
    paths = sorted((PACKAGE / name).glob("*.py"))
    rows = [f"| `{path.stem}` | {first_sentence(path)} |" for path in paths if path.stem[0] != "_"]
    heading = f"### {name or 'valuechain'}\n\n{first_sentence(PACKAGE / name / '__init__.py')}"
    return "\n".join([heading, "", "| module | is |", "|---|---|", *rows])


def first_sentence(path: Path) -> str:
    """What a module says of itself before its first blank line, on one line."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "`").replace("|", "\\|")


def page(text: str) -> str:
    """A page with what stands between its marks written anew."""
    made = {owner: table(owner) for owner in FIELDS} | {"kept": kept(), "modules": modules()}
    for name, part in made.items():
        marks = f"<!-- {name} -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{marks[0]}\n.*?{marks[1]}", re.DOTALL)
        whole = f"{marks[0]}\n\n{part}\n\n{marks[1]}"
        text = pattern.sub(whole.replace("\\", "\\\\"), text)
    return text


def main() -> None:
    """Write all of it."""
    for path in (PAGE, ARCHITECTURE):
        path.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")
    SCHEMA.write_text(made_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
