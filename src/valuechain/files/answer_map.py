"""What does each column of an export mean? A map, read from YAML, every problem at its place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.events import ScalarEvent, StreamEndEvent

from valuechain.files.nodes import ListNode, MapNode, Node, NodeReader, is_absent
from valuechain.files.reader import walked
from valuechain.files.source import MAX_BYTES, Problems, TooMany, decoded
from valuechain.model.scales import mark_scale
from valuechain.model.texts import aspect_fault
from valuechain.problems import ArgumentError, Fault, nearest, quoted
from valuechain.survey.label_words import plain

VERSION_KEY = "valuechain-map"
KEYS = (
    VERSION_KEY,
    "respondent",
    "team",
    "teams",
    "wave",
    "scale",
    "labels",
    "no_answer",
    "headings",
    "questions",
    "left_out",
)
QUESTION_KEYS = ("provider", "delivers", "aspect", "customer", "scale", "reversed")
_FLAGS = {"true": True, "false": False}
_SUCH_AS = "such as 'Q1: {provider: it, aspect: speed}'"
_COLUMN = "the heading of a column"
_UNSURE = re.compile(r"  # unsure: please check.*$", re.MULTILINE)


class Word(NamedTuple):
    """A text of the map, and where it stands."""

    text: str
    mark: Any


class Source(NamedTuple):
    """Where something is said: in a ``column``, for all alike (``text``), or by the ``sheet``."""

    kind: str
    word: Word


@dataclass(frozen=True)
class Asked:
    """What a column asks.

    Attributes:
        column: its heading.
        words: `provider`, and where they are said `delivers`, `aspect`, `customer`, `scale`.
        reversed: whether the highest mark is the worst.
    """

    column: Word
    words: Mapping[str, Word]
    reversed: bool = False

    def said(self, key: str) -> str:
        """What is said of it, ``""`` for nothing."""
        word = self.words.get(key)
        return word.text if word else ""


@dataclass
class AnswerMap:
    """A map as it was read; what is wrong with it is in `problems`."""

    problems: Problems
    respondent: Word | None = None
    team: Source | None = None
    teams: list[tuple[Word, Word]] = field(default_factory=list)
    wave: Source | None = None
    scale: str = ""
    labels: dict[str, Word] = field(default_factory=dict)
    no_answer: list[str] = field(default_factory=list)
    headings: int | None = None
    questions: list[Asked] = field(default_factory=list)
    left_out: list[Word] = field(default_factory=list)
    whole: bool = True
    """Whether it was read to its end."""
    unsure: int = 0
    """Lines of a draft that are still marked as unsure."""
    sound: bool = True
    """Whether nothing was wrong with it when it was read: nothing of it is lost then."""

    def refuse(self, mark: Any, message: str, hint: str = "") -> None:
        """Note a problem at a place of the map; beyond a thousand, nothing."""
        try:
            self.problems.at(mark, message, hint)
        except TooMany:
            self.whole = False

    def columns(self) -> Iterator[Word]:
        """Every column that it mentions, as often as it does."""
        yield from (asked.column for asked in self.questions)
        yield from self.left_out
        if self.respondent:
            yield self.respondent
        yield from (said.word for said in (self.team, self.wave) if said and said.kind == "column")


def read_map(mapping: Any) -> AnswerMap:
    """The map in a file, or in a mapping of the same keys.

    Its problems are not raised: the export has more of them.

    Raises:
        OSError: the file cannot be read.
        FormatError: it is no text in UTF-8.
        ArgumentError: it is neither a path nor a mapping.
    """
    if isinstance(mapping, Mapping):
        try:
            plainly = _plain(mapping)
        except RecursionError:
            raise ArgumentError("a mapping that holds itself says nothing") from None
        text = yaml.safe_dump(plainly, sort_keys=False, allow_unicode=True, width=10_000)
        return _read(text, "<mapping>")
    if not isinstance(mapping, str | os.PathLike):
        kind = type(mapping).__name__
        raise ArgumentError(f"a mapping is the path of a YAML file or a dict, not {kind}")
    with Path(mapping).open("rb") as file:
        return _read(decoded(file.read(MAX_BYTES + 1), str(mapping)), str(mapping))


def _plain(value: Any) -> Any:
    """A mapping made in Python as YAML can say it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _read(text: str, file: str) -> AnswerMap:
    problems = Problems(text, file)
    found = AnswerMap(problems, unsure=len(_UNSURE.findall(text)))
    found.whole = bool(walked(text, problems, lambda nodes: _Reader(nodes, found).read()))
    found.sound = not problems.found
    return found


class _Reader:
    """Walks through a map; `found` takes what it says."""

    def __init__(self, nodes: NodeReader, found: AnswerMap) -> None:
        self.nodes: NodeReader = nodes
        self.found: AnswerMap = found
        self.at: Callable[..., None] = found.problems.at

    def read(self) -> bool:
        """All of it; whether it is a map at all."""
        start = self.nodes.document()
        begin = f"begin with '{VERSION_KEY}: 1'"
        if isinstance(start, StreamEndEvent):
            self.at(start.start_mark, "the map is empty", begin)
            return True
        seen = set()
        for key, event in self.nodes.mapping(start, "this is no map", begin):
            seen.add(key.value)
            if key.value in KEYS:
                getattr(self, f"_{key.value.replace('-', '_')}")(event)
            else:
                self._unknown(key, event)
        if VERSION_KEY not in seen and "valuechain" not in seen and not self.found.problems.found:
            self.at(start.start_mark, "the version is missing", begin)
        elif "questions" not in seen and not self.found.problems.found:
            self.at(start.start_mark, "the map has no questions", f"add 'questions:', {_SUCH_AS}")
        self.nodes.nothing_follows()
        return True

    def _unknown(self, key: ScalarEvent, event: Any) -> None:
        self.nodes.skip(event)
        if key.value == "valuechain":
            hint = f"a map begins with '{VERSION_KEY}: 1'; the chain goes to --into or --chain"
            self.at(key.start_mark, "this is a value chain, not a map", hint)
            return
        hint = nearest(key.value, KEYS) or f"known here: {', '.join(KEYS)}"
        self.at(key.start_mark, f"unknown key {quoted(key.value)}", hint)

    # Values.

    def _word(self, node: Node, what: str) -> Word | None:
        """One text; ``None`` where there is none, or something else, which is noted."""
        if node is None or is_absent(node):
            return None
        if not isinstance(node, ScalarEvent):
            self.at(node.start_mark, f"{what} belongs here, and nothing else", "write one text")
            return None
        return Word(node.value, node.start_mark)

    def _source(self, event: Any, key: str, others: tuple[str, ...], plain: str) -> Source | None:
        """A text, or a mapping that says where to look."""
        node = self.nodes.node(event)
        if not isinstance(node, MapNode):
            word = self._word(node, _COLUMN)
            return Source(plain, word) if word else None
        if len(node.pairs) == 1:
            ((name, value),) = node.pairs
            word = self._word(value, f"a text behind {quoted(name.value)}")
            if name.value in others and word:
                return Source({"party": "text"}.get(name.value, name.value), word)
        ways = " or ".join(f"'{{{name}: ...}}'" for name in others)
        self.at(node.start_mark, f"{key}: not understood", f"write a text, or {ways}")
        return None

    def _words(self, event: Any, what: str) -> list[Word]:
        """A list of texts, or one."""
        node = self.nodes.node(event)
        items = node.items if isinstance(node, ListNode) else [node]
        return [word for item in items if (word := self._word(item, what))]

    def _scale_word(self, word: Word | None) -> str:
        try:
            return mark_scale(word.text).name if word else ""
        except Fault as fault:
            assert word is not None
            self.at(word.mark, fault.message, fault.hint)
            return ""

    # Keys of the map, by their names.

    def _valuechain_map(self, event: Any) -> None:
        word = self._word(self.nodes.node(event), "the version")
        if word is None or word.text != "1":
            told = quoted(word.text) if word else "''"
            hint = f"this library reads '{VERSION_KEY}: 1'"
            self.at(event.start_mark, f"version {told} of a map is not known", hint)

    def _respondent(self, event: Any) -> None:
        self.found.respondent = self._word(self.nodes.node(event), _COLUMN)

    def _team(self, event: Any) -> None:
        found = self._source(event, "team", ("party", "sheet", "column"), "column")
        if found and found.kind == "sheet" and found.word.text != "true":
            self.at(found.word.mark, "team: not understood", "write '{sheet: true}'")
            found = None
        self.found.team = found

    def _wave(self, event: Any) -> None:
        wave = self._source(event, "wave", ("column",), "text")
        if wave and wave.word.text == "?":
            self.at(wave.word.mark, "which wave is it?", "fill it in, or delete the line")
        self.found.wave = wave

    def _teams(self, event: Any) -> None:
        for key, value in self._pairs(event, "teams", "such as 'Surgical ward: ward_s'"):
            if word := self._word(value, "the id or name of a party"):
                self.found.teams.append((Word(key.value, key.start_mark), word))

    def _scale(self, event: Any) -> None:
        self.found.scale = self._scale_word(self._word(self.nodes.node(event), "a scale"))

    def _labels(self, event: Any) -> None:
        seen: dict[str, str] = {}
        for key, value in self._pairs(event, "labels", "such as 'Very satisfied: 5'"):
            earlier = seen.setdefault(plain(key.value), key.value)
            if earlier != key.value:
                message = f"{quoted(key.value)} and {quoted(earlier)} are one label"
                self.at(key.start_mark, message, "keep one of them")
            word = self._word(value, "a mark")
            if word and re.fullmatch(r"\d{1,3}", word.text, re.ASCII):
                self.found.labels[key.value] = word
            elif word:
                message = f"label {quoted(key.value)}: {quoted(word.text)} is no mark"
                self.at(word.mark, message, "a whole number of the scale, such as 5")

    def _no_answer(self, event: Any) -> None:
        self.found.no_answer = [word.text for word in self._words(event, "a text")]

    def _headings(self, event: Any) -> None:
        word = self._word(self.nodes.node(event), "a number of rows")
        if word and re.fullmatch("[1-9]", word.text):
            self.found.headings = int(word.text)
        elif word:
            message = f"headings: {quoted(word.text)} is no number of rows"
            self.at(word.mark, message, "how many rows above the answers bear headings, 1 to 9")

    def _left_out(self, event: Any) -> None:
        self.found.left_out = self._words(event, _COLUMN)

    def _questions(self, event: Any) -> None:
        message = "'questions:' takes columns, each with what it asks"
        empty = True
        for key, value in self.nodes.mapping(event, message, _SUCH_AS):
            empty = False
            self._question(Word(key.value, key.start_mark), self.nodes.node(value))
        if empty and not self.found.problems.found:
            self.at(event.start_mark, "the map has no questions", f"add some, {_SUCH_AS}")

    def _pairs(self, event: Any, name: str, hint: str) -> Iterator[tuple[ScalarEvent, Node]]:
        message = f"{quoted(name + ':')} takes pairs"
        for key, value in self.nodes.mapping(event, message, hint):
            yield key, self.nodes.node(value)

    def _question(self, column: Word, node: Node) -> None:
        if not isinstance(node, MapNode):
            message = f"{quoted(column.text)}: what does it ask?"
            self.at(column.mark, message, f"{_SUCH_AS}; or put the column under 'left_out:'")
            return
        words: dict[str, Word] = {}
        before = len(self.found.problems.found)
        for key, value in node.pairs:
            if key.value not in QUESTION_KEYS:
                known = f"a question has {', '.join(QUESTION_KEYS)}"
                hint = nearest(key.value, QUESTION_KEYS) or known
                self.at(key.start_mark, f"unknown key {quoted(key.value)}", hint)
            elif word := self._word(value, f"one text behind {quoted(key.value)}"):
                words[key.value] = word
        if "provider" not in words and len(self.found.problems.found) == before:
            message = f"{quoted(column.text)} names no provider"
            self.at(column.mark, message, "say who delivers it: provider: it")
        self._check(words)
        flag = words.pop("reversed", None)
        turned = flag is not None and self._is_true(flag)
        self.found.questions.append(Asked(column, words, reversed=turned))

    def _is_true(self, flag: Word) -> bool:
        if flag.text not in _FLAGS:
            self.at(flag.mark, f"reversed: {quoted(flag.text)}", "write true or false")
        return _FLAGS.get(flag.text, False)

    def _check(self, words: dict[str, Word]) -> None:
        """Check aspect and scale of a question."""
        aspect = words.get("aspect")
        if aspect and aspect.text == "?":
            self.at(aspect.mark, "which aspect is it?", "fill in a word, or delete it")
        elif aspect and (fault := aspect_fault(aspect.text)):
            self.at(aspect.mark, *fault)
        if "scale" in words:
            name = self._scale_word(words["scale"])
            words["scale"] = words["scale"]._replace(text=name)
