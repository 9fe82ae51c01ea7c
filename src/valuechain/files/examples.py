"""Which examples are shipped, and what is in them?"""

from __future__ import annotations

from pathlib import Path

from valuechain.files.reader import load
from valuechain.files.schema import SCHEMA_LINE
from valuechain.model.chain import ValueChain
from valuechain.problems import UnknownNameError, nearest, quoted

_PACKAGE = Path(__file__).parent.parent
_INSTALLED, _SOURCE = _PACKAGE / "examples", _PACKAGE.parent.parent / "examples"
_ENDINGS = (".yaml", ".csv", ".xlsx")


def example(name: str) -> ValueChain:
    """A shipped example, such as ``flower_shop``, ``hospital`` or ``plant``.

    Raises:
        UnknownNameError: there is none of this name; the message names those that are.

    >>> example("flower_shop").title
    'Flower shop'
    """
    return load(_found(name, _chains()))


def example_bytes(name: str) -> bytes:
    """What is in an example's file; a chain's first line names the schema beside it.

    Raises:
        UnknownNameError: there is none of this name.
    """
    path = _found(name, _chains() | _files())
    data = path.read_bytes()
    if path.suffix != ".yaml":
        return data
    lines = data.decode().splitlines(keepends=True)
    body = lines[1:] if "$schema=" in lines[0] else lines
    return "".join([SCHEMA_LINE, *body]).encode()


def _found(name: object, known: dict[str, Path]) -> Path:
    """The file of an example among those `known`."""
    if isinstance(name, str) and name in known:
        return known[name]
    hint = nearest(str(name), known) or f"there are {', '.join(known)}"
    raise UnknownNameError(f"no example {quoted(str(name))}: {hint}")


def _chains() -> dict[str, Path]:
    return {path.stem: path for path in sorted(_folder().glob("*.yaml"))}


def _files() -> dict[str, Path]:
    """What stands in folders of its own, by the names that pages use."""
    found = sorted(path for path in _folder().glob("*/*") if path.suffix in _ENDINGS)
    return {path.relative_to(_folder()).as_posix(): path for path in found}


def _folder() -> Path:
    """In the package, or beside its sources where it runs from there."""
    return _INSTALLED if _INSTALLED.is_dir() else _SOURCE
