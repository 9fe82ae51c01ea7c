"""What a YAML text says, before it means anything: scalars, mappings and lists with their places.

Read from the parser's events, not from its values: every scalar keeps its text, line and column,
nothing is turned into a number or a date, and what could hang or crash a loader (tags, aliases,
merge keys, deep nesting) never gets that far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)

from valuechain.files.source import Problems, Unreadable
from valuechain.files.yaml_remedies import remedy
from valuechain.model.texts import LONGEST, UNSAFE, unsafe_name
from valuechain.problems import quoted
from valuechain.typography import unusual

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]  # it is what libyaml offers
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

MAX_DEPTH = 64
MAX_COMPOSED = 1000  # nodes of one value held in memory
MAX_SKIPPED = 100_000  # events of what is refused that are passed over before reading stops
NULLS = frozenset(("", "~", "null", "Null", "NULL"))
"""How YAML 1.2 writes that there is no value."""
COMMENT = re.compile(r"[ \t]+(#[^\s#][^\r\n]*)")
"""A comment that is hardly meant as one: who writes one leaves a space after the sign."""
QUOTE_IT = "the rest of the line is a comment: quote the text if it is not meant as one"


@dataclass(slots=True)
class MapNode:
    """A mapping: pairs in the order of the text, each key once."""

    start_mark: Any
    pairs: list[tuple[ScalarEvent, Node]]


@dataclass(slots=True)
class ListNode:
    """A list."""

    start_mark: Any
    items: list[Node]


Node: TypeAlias = "ScalarEvent | MapNode | ListNode | None"
"""``None`` stands for something that was refused; the problem is already noted."""


class NodeReader:
    """Walks through the events of one document.

    `get` is the parser's own next event. Large mappings are walked through entry by entry, so that
    a file never stands in memory as a tree; `node` composes what is small.

    Raises:
        yaml.YAMLError: at any step, where the text is not YAML.
    """

    def __init__(self, text: str, problems: Problems) -> None:
        self.problems: Problems = problems
        self._parser: Any = _Parser(text)
        self.get: Callable[[], Any] = self._parser.get_event
        self.plain: bool = not any(
            sign in text for sign in "!&*"
        )  # no tag, anchor or alias anywhere: no need to look at each scalar
        self._depth = 0
        self._composed = 0

    def document(self) -> Any:
        """The event that begins the document's content."""
        event = self.get()
        while isinstance(event, StreamStartEvent | DocumentStartEvent):
            event = self.get()
        return event

    def nothing_follows(self) -> None:
        """Note a second document."""
        while (event := self.get()) is not None:
            if isinstance(event, DocumentStartEvent):
                self.problems.at(
                    event.start_mark, "a second document begins", "keep one chain in a file"
                )
                return

    def entries(self, start: MappingStartEvent) -> Iterator[tuple[ScalarEvent, Any]]:
        """Keys of a mapping, each with the event that begins its value: the caller consumes it."""
        self.enter(start)
        get, plain = self.get, self.plain
        seen = {"<<"}  # not a key of its own
        while type(key := get()) is not MappingEndEvent:
            if type(key) is not ScalarEvent:
                self.pass_over(key)
            elif (
                (name := key.value) not in seen
                and not key.style
                and (plain or (key.tag is None and key.anchor is None))
                and len(name) <= LONGEST
            ):  # nearly every key: nothing about it could forbid reading it
                seen.add(name)
                yield key, get()
            elif self.readable(key) and self.is_new(key, seen):
                yield key, get()
            else:
                self.pass_over(key)
        self.leave()

    def mapping(self, event: Any, message: str, hint: str) -> Iterator[tuple[ScalarEvent, Any]]:
        """The entries of what must be a mapping or absent; anything else is a problem."""
        if type(event) is MappingStartEvent:
            return self.entries(event)
        if type(event) is SequenceStartEvent or not is_absent(self.node(event)):
            self.problems.at(event.start_mark, message, hint)
            if type(event) is SequenceStartEvent:
                self.skip(event)
        return iter(())

    def node(self, event: Any) -> Node:
        """The whole node that begins with `event`; too large a one ends the reading."""
        self._composed = 0
        return self._compose(event)

    def _compose(self, event: Any) -> Node:
        self._composed += 1
        if self._composed > MAX_COMPOSED:
            self.problems.at(
                event.start_mark,
                "far too many entries here",
                f"at most {MAX_COMPOSED:,} are read in one value",
            )
            raise Unreadable
        kind = type(event)
        if kind is ScalarEvent:
            scalar: ScalarEvent = event
            return scalar if self.readable(scalar) else None
        if kind is MappingStartEvent:
            return MapNode(
                event.start_mark,
                [(key, self._compose(value)) for key, value in self.entries(event)],
            )
        if kind is SequenceStartEvent:
            return ListNode(event.start_mark, [self._compose(item) for item in self.items(event)])
        assert isinstance(event, AliasEvent)
        self.problems.at(
            event.start_mark,
            f"alias {quoted(str(event.anchor))}: aliases are not read",
            "write the value out",
        )
        return None

    def items(self, start: SequenceStartEvent) -> Iterator[Any]:
        """The events that begin a list's entries; the caller must consume each entry."""
        self.enter(start)
        while type(event := self.get()) is not SequenceEndEvent:
            yield event
        self.leave()

    def enter(self, start: MappingStartEvent | SequenceStartEvent) -> None:
        """Go one level deeper."""
        if start.tag is not None or start.anchor is not None:
            self.decorated(start)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self.problems.at(
                start.start_mark, f"nested more than {MAX_DEPTH} levels deep", "a chain needs six"
            )
            raise Unreadable

    def leave(self) -> None:
        """Come back one level."""
        self._depth -= 1

    def readable(self, scalar: ScalarEvent) -> bool:
        """Whether a scalar may be read; what forbids it is noted."""
        if scalar.tag is not None or scalar.anchor is not None:
            self.decorated(scalar)
            return False
        if len(scalar.value) > LONGEST:
            self.problems.at(
                scalar.start_mark,
                f"a text of {len(scalar.value):,} characters",
                f"at most {LONGEST:,} are read",
            )
            return False
        # What may not stand openly was found before; only double quotes can hide it behind an
        # escape.
        if scalar.style == '"' and (
            match := UNSAFE.search(scalar.value) or re.search("\r", scalar.value)
        ):
            self.problems.at(
                scalar.start_mark, f"an escaped {unsafe_name(match[0])}", "leave it out"
            )
            return False
        return True

    def is_new(self, key: ScalarEvent, seen: set[str]) -> bool:
        """Whether a key is the first of its name; `seen` remembers it."""
        if key.value == "<<":
            self.problems.at(key.start_mark, "merge keys are not read", "write the entries out")
            return False
        if key.value in seen:
            self.problems.at(
                key.start_mark, f"key {quoted(key.value)} is here twice", "keep one of them"
            )
            return False
        seen.add(key.value)
        return True

    def pass_over(self, key: Any) -> None:
        """Leave out an entry whose key is refused; a key that is no text is noted."""
        if not isinstance(key, ScalarEvent):
            self.problems.at(
                key.start_mark, "a key must be a text", "quote it, or write 'key: value'"
            )
            self.skip(key)
        self.skip(self.get())

    def skip(self, event: Any) -> None:
        """Pass over the node that begins with `event` without a word."""
        before = self._depth
        for _ in range(MAX_SKIPPED):
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                self.enter(event)
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self.leave()
            if self._depth == before:
                return
            event = self.get()
        raise Unreadable  # why it is refused is noted already

    def syntax(self, error: Exception) -> None:
        """Note where and why the text is not YAML."""
        text = getattr(error, "problem", None) or str(error).splitlines()[0]
        begin = getattr(error, "context_mark", None)
        mark = getattr(error, "problem_mark", None) or begin or self._parser.get_mark()
        if begin and "end of stream" in text:  # of a quote, where it was opened
            mark = begin
        line = self._line(mark)
        hint = remedy(text, line[: mark.column], line[mark.column :])
        hint = "; ".join(filter(None, (hint, unusual(line))))
        if cut := COMMENT.search(self.problems.text, (begin or mark).index, mark.index):
            self.problems.at_index(cut.start(1), f"not YAML: {text}", QUOTE_IT)
        else:
            self.problems.at(mark, f"not YAML: {text}", hint)

    def _line(self, mark: Any) -> str:
        """The line of a text at a mark."""
        text = self.problems.text
        start = text.rfind("\n", 0, mark.index) + 1
        return text[start : start + LONGEST].partition("\n")[0]

    def decorated(self, event: Any) -> None:
        """Note an event's tag and anchor."""
        if event.tag is not None:
            self.problems.at(
                event.start_mark, f"tag {quoted(event.tag)}: tags are not read", "leave it out"
            )
        if event.anchor is not None:
            hint = "write the value out where it is needed"
            self.problems.at(
                event.start_mark, f"anchor {quoted(event.anchor)}: anchors are not read", hint
            )

    def one_text(self, key: ScalarEvent, node: Node) -> str:
        """The text behind a key; ``""`` where there is none, or something else, which is noted."""
        if node is None or is_absent(node):
            return ""
        if not isinstance(node, ScalarEvent):
            self.problems.at(node.start_mark, f"one text belongs behind {quoted(key.value)}")
            return ""
        return str(node.value)


def is_absent(node: Node) -> bool:
    """Whether a field has no value: nothing at all, ``~`` or ``null``, or a refused value."""
    return node is None or (type(node) is ScalarEvent and not node.style and node.value in NULLS)
