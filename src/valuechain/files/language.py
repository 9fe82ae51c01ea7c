"""A language in a file: how a number looks, and what is said instead of each English template."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from yaml.events import ScalarEvent, StreamEndEvent

from valuechain.files.nodes import MapNode, Node, NodeReader
from valuechain.files.reader import walked
from valuechain.files.source import MAX_BYTES, Problems, decoded
from valuechain.language import ENGLISH, Language
from valuechain.problems import ArgumentError, nearest, quoted, unknown

SHIPPED = ("de", "en")
"""Languages that need no file of one's own."""
ENDINGS = (".yaml", ".yml")
KEYS = ("language", "numbers", "templates")
_BEGIN = "begin with the language, such as 'language: de'"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_NUMBER = re.compile(r"1(\D?)234(\D)5")
_PART = re.compile(r"\{(\w+)\}")
_COPY = "copy it from what 'valuechain language OUT.yaml' writes"
_PAIR = re.compile(r'^(  "(?:[^"\\]|\\.)*": )".*"$', re.MULTILINE)
"""A line with a template and what is said for it."""


def language(name: str | os.PathLike[str]) -> Language:
    """A language that is shipped, or one of one's own.

    Args:
        name: ``en``, ``de``, or the path of a YAML file. What such a file leaves out is said as in
            the shipped language of the same tag, else in English.

    Raises:
        UnknownNameError: there is no such language.
        FormatError: the file is none; carries every problem with its place.
        OSError: it cannot be read.
        ArgumentError: `name` is neither a name nor a path.

    >>> language("de").templates["{number} points"]
    '{number} Punkte'
    """
    given: object = name
    if not isinstance(given, str | os.PathLike) or "\0" in str(given):
        raise ArgumentError(f"a language is its name or a YAML file, not {given!r:.60}")
    if str(name).lower().endswith(ENDINGS):
        with Path(name).open("rb") as file:
            return _read(decoded(file.read(MAX_BYTES + 1), str(name)), str(name))
    if name not in SHIPPED:
        there = f"there are {', '.join(SHIPPED)}, or your own .yaml"
        raise unknown(f"language ({there})", name, SHIPPED)
    return ENGLISH if name == "en" else _shipped(str(name))


def shipped_text(tag: str) -> str:
    """The file of a language that is shipped, to be changed; in the English one all is as it is.

    >>> '"{number} points": "{number} points"' in shipped_text("en")
    True
    """
    german = files("valuechain").joinpath("files/languages/de.yaml").read_text(encoding="utf-8")
    if tag == "de":
        return german
    head = german.replace("in German", "in English", 1).replace("language: de", "language: en", 1)
    return _PAIR.sub(_as_it_is, head.replace("numbers: 1.234,5", "numbers: 1,234.5", 1))


def _as_it_is(pair: re.Match[str]) -> str:
    return f"{pair[1]}{pair[1].strip().removesuffix(':')}"


@cache
def _shipped(tag: str) -> Language:
    return _read(shipped_text(tag), f"{tag}.yaml", based=False)


def _read(text: str, name: str, *, based: bool = True) -> Language:
    """`based` is whether what is left out, and what is known, is that of a shipped language."""
    problems = Problems(text, name)
    reader: list[_Reader] = []

    def read(nodes: NodeReader) -> bool:
        reader.append(_Reader(nodes, problems, known=_known() if based else ()))
        return reader[0].read()

    walked(text, problems, read)
    problems.raise_if_any()
    return reader[0].language()


def _known() -> tuple[str, ...]:
    """The English templates."""
    return tuple(_shipped("de").templates)


class _Reader:
    """Walks through a language; every problem gets its place."""

    def __init__(self, nodes: NodeReader, problems: Problems, known: tuple[str, ...]) -> None:
        self.nodes, self.problems, self.at = nodes, problems, problems.at
        self.known = dict.fromkeys(known)
        self.tag = ""
        self.marks: tuple[str, str] | None = None
        self.templates: dict[str, str] = {}

    def language(self) -> Language:
        """What was read, on top of what is shipped."""
        base = ENGLISH
        if self.known and self.tag.partition("-")[0] == "de":
            base = _shipped("de")
        thousands, point = self.marks or (base.thousands, base.point)
        return Language(self.tag, {**base.templates, **self.templates}, point, thousands)

    def read(self) -> bool:
        """All of it."""
        start = self.nodes.document()
        if isinstance(start, StreamEndEvent):
            self.at(start.start_mark, "the file of a language is empty", _BEGIN)
            return True
        found = len(self.problems.found)
        for key, event in self.nodes.mapping(start, "this is no language", _BEGIN):
            self._entry(key, self.nodes.node(event))
        if not self.tag and len(self.problems.found) == found:
            self.at(start.start_mark, "the language is missing", _BEGIN)
        self.nodes.nothing_follows()
        return True

    def _entry(self, key: ScalarEvent, node: Node) -> None:
        if key.value == "language":
            self._tag(key, node)
        elif key.value == "numbers":
            self._numbers(key, node)
        elif key.value == "templates":
            self._templates(key, node)
        else:
            hint = nearest(key.value, KEYS) or f"known here: {', '.join(KEYS)}"
            self.at(key.start_mark, f"unknown key {quoted(key.value)}", hint)

    def _tag(self, key: ScalarEvent, node: Node) -> None:
        self.tag = self.nodes.one_text(key, node)
        if self.tag and not _TAG.fullmatch(self.tag):
            hint = "write its tag, such as de, en or de-CH"
            self.at(key.start_mark, f"no language {quoted(self.tag)}", hint)

    def _numbers(self, key: ScalarEvent, node: Node) -> None:
        found = _NUMBER.fullmatch(self.nodes.one_text(key, node))
        if found is None or found[1] == found[2]:
            hint = "show how 1234.5 is written: 1.234,5 or 1,234.5 or 1 234,5"
            self.at(key.start_mark, "'numbers:' shows no number", hint)
            return
        self.marks = found[1], found[2]

    def _templates(self, key: ScalarEvent, node: Node) -> None:
        if not isinstance(node, MapNode):
            hint = 'such as \'"{number} points": "{number} Punkte"\''
            self.at(key.start_mark, "'templates:' takes English templates and yours", hint)
            return
        for template, value in node.pairs:
            said = self.nodes.one_text(template, value)
            if self.known and template.value not in self.known:
                hint = nearest(template.value, self.known) or _COPY
                self.at(template.start_mark, f"nothing is said by {quoted(template.value)}", hint)
            elif fault := _fault(template.value, said):
                self.at(getattr(value, "start_mark", template.start_mark), *fault)
            elif said:
                self.templates[template.value] = said


def _fault(template: str, said: str) -> tuple[str, str] | None:
    """Why a text cannot be said for a template, or ``None``."""
    parts = set(_PART.findall(template))
    if not parts:  # nothing is filled in, so braces are braces
        return None
    there = ", ".join(f"{{{part}}}" for part in sorted(parts))
    if set("{}") & set(_PART.sub("", said)):
        return f"{quoted(said)}: braces that do not match", f"only {there} stand in braces"
    for part in _PART.findall(said):
        if part not in parts:
            return f"nothing is called {quoted(f'{{{part}}}')} here", f"there are {there}"
    return None
