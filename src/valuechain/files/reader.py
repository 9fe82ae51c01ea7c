"""From a file or a text to a chain."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias, TypeVar

import yaml

from valuechain.files.collector import collector_paused
from valuechain.files.nodes import NodeReader
from valuechain.files.source import (
    MAX_BYTES,
    Problems,
    TooMany,
    Unreadable,
    decoded,
    without_unsafe,
)
from valuechain.files.yaml_chain import ChainReader
from valuechain.model.chain import ValueChain
from valuechain.problems import ArgumentError, FormatError, Problem

Source: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes]"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Document:
    """A chain and where its parts stand in the text.

    `places` are (line, column), from 1, by party id or the place of an action. The text is ``""``
    where there is none.
    """

    chain: ValueChain
    places: Mapping[str, tuple[int, int]]
    text: str = ""


def load(source: Source) -> ValueChain:
    """Read a chain from a YAML file.

    Args:
        source: path of the file, or an open file.

    Raises:
        FormatError: the file is not a value chain; `problems` holds every mistake with its place.
        OSError: the file cannot be read.
        ArgumentError: `source` is neither a path nor a file.
    """
    return read_document(source).chain


def loads(text: str | bytes) -> ValueChain:
    """Read a chain from YAML text.

    Raises:
        FormatError: the text is not a value chain; `problems` holds every mistake with its place.
        ArgumentError: `text` is no text.

    >>> loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {customer: flowers}}
    ... customers:
    ...   customer:
    ... ''').services["clerk->customer"].delivers
    'flowers'
    """
    if not isinstance(text, str | bytes):
        raise ArgumentError(
            f"loads takes a text, not {type(text).__name__}; for a file there is load(path)"
        )
    return read_text(text, "").chain


def read_document(source: Source) -> Document:
    """As `load`, with the places."""
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return read_text(file.read(MAX_BYTES + 1), str(source))
    if not hasattr(source, "read"):
        kind = type(source).__name__
        message = f"load takes a path or an open file, not {kind}; for a text there is loads(text)"
        raise ArgumentError(message)
    name = getattr(source, "name", "")
    try:
        data: Any = source.read(MAX_BYTES + 1)
    except UnicodeDecodeError as error:
        hint = "open the file with encoding='utf-8'"
        raise _fault(f"not {error.encoding}", hint, str(name)) from None
    if not isinstance(data, str | bytes):
        raise ArgumentError(f"load reads text or bytes; this file gives {type(data).__name__}")
    return read_text(data, name if isinstance(name, str) else "")


def _fault(message: str, hint: str, file: str) -> FormatError:
    """The error of a file that is not even a text."""
    return FormatError([Problem(message, hint, 1, 1, file)])


def read_text(data: str | bytes, file: str) -> Document:
    """As `loads`, with the places; `file` is named in problems."""
    if len(data) > MAX_BYTES:
        message = f"the file has more than {MAX_BYTES // 2**20} MB"
        raise _fault(message, "a chain of 200,000 services has 20", file)
    text = decoded(data, file)
    del data
    problems = Problems(text, file)
    with collector_paused():
        document = walked(text, problems, lambda nodes: ChainReader(nodes, problems).read())
    problems.raise_if_any()
    assert document is not None
    return Document(*document, text)


def walked(text: str, problems: Problems, walk: Callable[[NodeReader], _T]) -> _T | None:
    """What `walk` makes of a YAML text.

    ``None`` where it cannot be read to its end; problems are noted.
    """
    try:
        nodes = NodeReader(without_unsafe(text, problems), problems)
        try:
            return walk(nodes)
        except yaml.YAMLError as error:
            nodes.syntax(error)
        except (ValueError, OverflowError) as error:
            # What the pure parser makes of an impossible escape.
            if not _raised_in_parser(error):
                raise
            nodes.syntax(error)
    except (TooMany, Unreadable):
        pass
    return None


def _raised_in_parser(error: Exception) -> bool:
    """Whether an error comes from PyYAML.

    A fault of our own must not be called a fault of the file.
    """
    import traceback  # only who meets such an error

    frames = list(traceback.walk_tb(error.__traceback__))
    return str(frames[-1][0].f_globals.get("__name__")).startswith("yaml.")
