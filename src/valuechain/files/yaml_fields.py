"""How the fields of a YAML file are read: each text once, each mistake at its place."""

from __future__ import annotations

from typing import Any

from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

from valuechain.files.nodes import NULLS, ListNode, MapNode, Node, NodeReader, is_absent
from valuechain.files.yaml_keys import comma_split
from valuechain.model.compounds import SCORE
from valuechain.model.parts import word_of
from valuechain.model.scales import LONG_FORM
from valuechain.model.score import Score, read_long
from valuechain.model.texts import LONGEST, aspect_fault
from valuechain.model.values import TEXT, Kind
from valuechain.problems import Fault, nearest, quoted


class _Texts:
    """Texts by what stands in the file: themselves, but what is none or too long."""

    @staticmethod
    def get(text: str) -> str | None:
        """The text."""
        return text if text not in NULLS and len(text) <= LONGEST else None


class FieldReader:
    """How one field is read in one file; the same texts recur, so each is read once.

    `known` holds what was read already; texts are known before.
    """

    def __init__(self, name: str, nodes: NodeReader, kind: Kind) -> None:
        self.name: str = name
        self.nodes: NodeReader = nodes
        self.known: Any = _Texts() if kind is TEXT else {}
        self._kind = kind

    def read(self, event: Any) -> Any:
        """The value that begins with this event.

        ``None`` where it is absent or refused: then the problem is noted.
        """
        if type(event) is not ScalarEvent:
            return self._structured(event)
        if not self.nodes.readable(event) or is_absent(event):
            return None
        text = event.value
        if self._kind is TEXT:  # the whole file was looked through for what no text may have
            return text
        try:
            value = self.known[text] = self._kind.read(text)
        except Fault as refused:
            self.refuse(event.start_mark, refused.message, refused.hint)
            return None
        return value

    def refuse(self, mark: Any, message: str, hint: str = "") -> None:
        """Note a problem with this field."""
        self.nodes.problems.at(mark, f"{self.name}: {message}", hint)

    def _structured(self, event: Any) -> Any:
        """What is no scalar: refused, and passed over without holding it in memory."""
        if isinstance(event, AliasEvent):
            self.nodes.node(event)
            return None
        shape = ("list", "mapping")[isinstance(event, MappingStartEvent)]
        self.refuse(event.start_mark, f"one value belongs here, not a {shape}")
        self.nodes.skip(event)
        return None


class ScoreReader(FieldReader):
    """A score, in the short or the long form."""

    def _structured(self, event: Any) -> Any:
        if not isinstance(event, MappingStartEvent):
            return super()._structured(event)
        node = self.nodes.node(event)
        assert isinstance(node, MapNode)
        return self.long_form(node)

    def long_form(self, node: MapNode) -> Score | None:
        """The score that a mapping says."""
        before = len(self.nodes.problems.found)
        self._check_keys(node)
        words = {
            key.value: self._words(value)
            for key, value in node.pairs
            if key.value in LONG_FORM and not is_absent(value)
        }
        if len(self.nodes.problems.found) > before:
            return None
        try:
            return read_long(words)
        except Fault as fault:
            place = next((key for key, _ in node.pairs if key.value == fault.place), node)
            self.refuse(place.start_mark, fault.message, fault.hint)
            return None

    def _check_keys(self, node: MapNode) -> None:
        previous: Node = None
        for key, value in node.pairs:
            if key.value not in LONG_FORM and not comma_split(
                self.nodes.problems, previous, key, value
            ):
                self.refuse(
                    key.start_mark,
                    f"unknown key {quoted(key.value)}",
                    nearest(key.value, LONG_FORM),
                )
            previous = value

    def _words(self, node: Node) -> str | dict[str, str]:
        """The text of a long form's entry; of 'answers' the texts by mark."""
        if isinstance(node, ScalarEvent):
            return str(node.value)
        if isinstance(node, MapNode) and all(
            isinstance(count, ScalarEvent) for _, count in node.pairs
        ):
            return {
                mark.value: count.value
                for mark, count in node.pairs
                if isinstance(count, ScalarEvent)
            }
        assert node is not None  # it is not absent
        self.refuse(node.start_mark, "a list or mapping where one value belongs")
        return ""


class AspectsReader(FieldReader):
    """A score for each word."""

    def __init__(self, name: str, nodes: NodeReader, kind: Kind) -> None:
        super().__init__(name, nodes, kind)
        self._score = ScoreReader(name, nodes, SCORE)

    def _structured(self, event: Any) -> Any:
        if not isinstance(event, MappingStartEvent):
            return super()._structured(event)
        node = self.nodes.node(event)
        assert isinstance(node, MapNode)
        found: list[tuple[str, Score]] = []
        previous: Node = None
        for word, value in node.pairs:
            if comma_split(self.nodes.problems, previous, word, value):
                continue
            if fault := aspect_fault(word.value):
                self.refuse(word.start_mark, *fault)
            score = self._score_at(value)
            if score is not None:
                found.append((word.value, score))
            previous = value
        return tuple(sorted(found, key=word_of)) or None

    def _score_at(self, value: Node) -> Score | None:
        """The score at a word, ``None`` where it is absent or refused."""
        found: Score | None = None
        if isinstance(value, MapNode):
            found = self._score.long_form(value)
        elif isinstance(value, ScalarEvent):
            found = self._score.read(value)
        elif isinstance(value, ListNode):
            self.refuse(value.start_mark, "one score belongs here, not a list")
        return found
