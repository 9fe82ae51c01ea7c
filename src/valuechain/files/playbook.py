"""Conversations in a file: the playbook that is shipped, or one of a consultant's own."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from yaml.events import ScalarEvent, StreamEndEvent

from valuechain.files.nodes import ListNode, MapNode, Node, NodeReader, is_absent
from valuechain.files.reader import walked
from valuechain.files.source import MAX_BYTES, Problems, decoded
from valuechain.model.chain import ValueChain
from valuechain.model.playbook import OCCASIONS, Conversation, Playbook, say_fault
from valuechain.problems import ArgumentError, nearest, quoted
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.feedback import Feedback
from valuechain.questions.what_if import based_on

VERSION_KEY = "playbook"
KEYS = (VERSION_KEY, "title", "conversations")
ENTRY_KEYS = ("when", "aspects", "inside", "say")
_SUCH_AS = "such as '- {when: symptom, say: \"Bring {cause} to the table.\"}'"
_TRUE, _FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE", "")
_BEGIN = f"begin with '{VERSION_KEY}: 1'"


def feedback(
    chain: ValueChain | Diagnosis, playbook: Playbook | str | os.PathLike[str] | None = None
) -> Feedback:
    """Say for each weak link who causes it, who suffers from it, whom to tell and whom to thank.

    Args:
        chain: the chain, or its diagnosis.
        playbook: what may be said: a file, or what `read_playbook` made of one; ``None`` for the
            one that is shipped.

    Raises:
        FormatError: the file is no playbook; carries every problem with its place.
        OSError: it cannot be read.
        ArgumentError: an argument is something else.

    >>> from valuechain import loads
    >>> found = feedback(loads('''
    ... valuechain: 1
    ... teams:
    ...   it: {serves: {desk: {delivers: tickets, satisfaction: 50%}}}
    ...   desk: {serves: {customer: {satisfaction: 60%}}}
    ... customers: {customer: }
    ... '''))
    >>> [(row.id, row.tell) for row in found]
    [('it->desk', ('it',)), ('desk->customer', ('it',))]
    """
    diagnosis = based_on(chain, "feedback")
    if playbook is None:
        return Feedback.of(diagnosis, usual_playbook())
    if isinstance(playbook, Playbook):
        return Feedback.of(diagnosis, playbook)
    return Feedback.of(diagnosis, read_playbook(playbook))


def read_playbook(path: str | os.PathLike[str]) -> Playbook:
    """The playbook in a YAML file.

    Raises:
        FormatError: it is none; carries every problem with its place.
        OSError: it cannot be read.
        ArgumentError: `path` is no path.
    """
    given: object = path
    if not isinstance(given, str | os.PathLike):
        kind = type(given).__name__
        raise ArgumentError(f"a playbook is the path of a YAML file, not {kind}")
    if "\0" in str(path):
        raise ArgumentError(f"no file can be called {quoted(str(path))}")
    with Path(path).open("rb") as file:
        return _read(decoded(file.read(MAX_BYTES + 1), str(path)), str(path))


def usual_playbook() -> Playbook:
    """The playbook that is shipped."""
    return _read(usual_text(), "playbook.yaml")


def usual_text() -> str:
    """The same as text, to be copied and changed."""
    return files("valuechain").joinpath("files/playbook.yaml").read_text(encoding="utf-8")


def _read(text: str, name: str) -> Playbook:
    problems = Problems(text, name)
    reader: list[_Reader] = []

    def read(nodes: NodeReader) -> bool:
        reader.append(_Reader(nodes, problems))
        return reader[0].read()

    walked(text, problems, read)
    problems.raise_if_any()
    return Playbook(tuple(reader[0].conversations), reader[0].title)


class _Reader:
    """Walks through a playbook; every problem gets its place."""

    def __init__(self, nodes: NodeReader, problems: Problems) -> None:
        self.nodes, self.problems, self.at = nodes, problems, problems.at
        self.title = ""
        self.conversations: list[Conversation] = []

    def read(self) -> bool:
        """All of it."""
        start = self.nodes.document()
        if isinstance(start, StreamEndEvent):
            self.at(start.start_mark, "the playbook is empty", _BEGIN)
            return True
        seen = set()
        for key, event in self.nodes.mapping(start, "this is no playbook", _BEGIN):
            seen.add(key.value)
            self._entry(key, self.nodes.node(event))
        if VERSION_KEY not in seen and "valuechain" not in seen:
            self.at(start.start_mark, "the version is missing", _BEGIN)
        elif "conversations" not in seen:
            self.at(start.start_mark, "there are no conversations", f"add some, {_SUCH_AS}")
        self.nodes.nothing_follows()
        return True

    def _entry(self, key: ScalarEvent, node: Node) -> None:
        if key.value == VERSION_KEY:
            self._version(key, node)
        elif key.value == "title":
            self.title = self.nodes.one_text(key, node)
        elif key.value == "conversations":
            self._all(key, node)
        else:
            hint = nearest(key.value, KEYS) or f"known here: {', '.join(KEYS)}"
            if key.value == "valuechain":
                hint = _BEGIN
            self.at(key.start_mark, f"unknown key {quoted(key.value)}", hint)

    def _version(self, key: ScalarEvent, node: Node) -> None:
        if self.nodes.one_text(key, node) != "1":
            message = "the version of this playbook is not known"
            self.at(key.start_mark, message, f"this library reads '{VERSION_KEY}: 1'")

    def _all(self, key: ScalarEvent, node: Node) -> None:
        if not isinstance(node, ListNode) or not node.items:
            self.at(key.start_mark, "'conversations:' takes a list", _SUCH_AS)
            return
        for item in node.items:
            if isinstance(item, MapNode):
                self._one(item)
            elif item is not None and not is_absent(item):
                self.at(item.start_mark, "a conversation is a mapping", _SUCH_AS)

    def _one(self, node: MapNode) -> None:
        words: dict[str, str] = {}
        aspects: tuple[str, ...] = ()
        before = len(self.problems.found)
        for key, value in node.pairs:
            if key.value not in ENTRY_KEYS:
                hint = nearest(key.value, ENTRY_KEYS) or f"known here: {', '.join(ENTRY_KEYS)}"
                self.at(key.start_mark, f"unknown key {quoted(key.value)}", hint)
            elif key.value == "aspects":
                items = value.items if isinstance(value, ListNode) else [value]
                aspects = tuple(filter(None, (self.nodes.one_text(key, item) for item in items)))
            else:
                words[key.value] = self._checked(key, value)
        for name in ("when", "say"):
            if name not in words and len(self.problems.found) == before:
                self.at(node.start_mark, f"a conversation needs {quoted(name)}", _SUCH_AS)
        self.conversations.append(
            Conversation(
                words.get("when", ""),
                words.get("say", ""),
                aspects,
                words.get("inside") in _TRUE,
            )
        )

    def _checked(self, key: ScalarEvent, value: Node) -> str:
        text = self.nodes.one_text(key, value)
        mark = getattr(value, "start_mark", key.start_mark)
        if key.value == "when" and text not in OCCASIONS:
            hint = nearest(text, OCCASIONS) or f"one of {', '.join(OCCASIONS)}"
            self.at(mark, f"no occasion {quoted(text)}", hint)
        if key.value == "inside" and text not in (*_TRUE, *_FALSE):
            self.at(mark, f"inside: {quoted(text)}", "write true or false")
        if key.value == "say" and (fault := say_fault(text)):
            self.at(mark, *fault)
        return text
