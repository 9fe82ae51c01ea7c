"""The pages about the code follow from the code."""

import ast
import importlib.util
from pathlib import Path

import valuechain

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "valuechain"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def reference():
    """The script that writes what follows from the code."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_of_modules_is_that_of_the_tree():
    assert reference().page(PAGE) == PAGE, "run docs/reference.py"


def test_every_module_is_listed_and_says_what_it_is():
    for path in PACKAGE.rglob("*.py"):
        assert reference().first_sentence(path), path
        if not path.stem.startswith("_"):
            assert f"| `{path.stem}` |" in PAGE


def test_every_folder_is_in_the_list():
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert folders == set(reference().FOLDERS) - {""}


def test_names_for_type_checkers_are_those_that_are_loaded():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {
        name.name: line.module.removeprefix("valuechain.")
        for line in block.body
        for name in line.names
    }
    assert typed == valuechain._MODULE_OF
