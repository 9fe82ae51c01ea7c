"""What a field's text means: numbers, percentages, flags and scores, each refused with the spelling that would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

from yaml.events import AliasEvent, MappingStartEvent, ScalarEvent

from valuechain.files.nodes import ListNode, MapNode, Node, NodeReader, Problems, is_absent
from valuechain.model.actions import MOST
from valuechain.model.parts import RULES, Range, word_of
from valuechain.model.rules import aspect_fault
from valuechain.model.scenarios import Setting, setting_of
from valuechain.model.score import FIELDS, Score, read_long, read_short, without_comma
from valuechain.problems import Fault, ModelError, nearest, quoted

T = TypeVar("T")
Aspects: TypeAlias = tuple[tuple[str, Score], ...]
_NUMBER = re.compile(r"\+?\d{1,20}(?:\.\d{0,60})?(?:[eE][+-]?\d{1,3})?|\+?\.\d{1,60}", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,60})?)\s?%", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_RANGE_HINT = "write a range with points, such as 0.5..0.9"
_COMMA_REST = re.compile(r"\d+(?:\.\d+|\.\.\d+)?\s*(?:[%/(].*|responses?\))?", re.DOTALL)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def comma_split(
    problems: Problems, previous: object, key: ScalarEvent, value: object, *, amounts: bool = False
) -> bool:
    """Whether a key is the rest of a number with a comma: in ``{satisfaction: 3,4/5}`` YAML sees a second key ``4/5``.

    If so, the problem stands at the number and replaces what was noted there. Of `amounts`, three
    digits behind a comma are thousands.
    """
    if not (
        isinstance(previous, ScalarEvent) and isinstance(value, ScalarEvent) and is_absent(value)
    ):
        return False
    if not (previous.value[-1:].isdecimal() and _COMMA_REST.fullmatch(key.value)):
        return False
    if problems.found and problems.found[-1].hint == _RANGE_HINT:
        return True  # the rest of the range's other end
    problems.forget(previous.start_mark)
    whole = f"{previous.value},{key.value}"
    meant = (
        quoted(whole.replace(",", ""))
        if amounts and THOUSANDS.fullmatch(whole)
        else without_comma(whole, str)
    )
    hint = _RANGE_HINT if ".." in key.value else f"write {meant}"
    problems.at(previous.start_mark, "a comma ends the value here", hint)
    return True


class Field(Generic[T]):
    """How one field is read in one file; the same texts recur, so each is read once.

    `parse` turns the text into the value or raises `Fault`; without it the text is the value.
    `known` holds what was read already.
    """

    def __init__(
        self, name: str, nodes: NodeReader, parse: Callable[[str], T] | None = None
    ) -> None:
        self.name: str = name
        self.nodes: NodeReader = nodes
        self._parse = parse
        self.known: dict[str, T] = {}

    def read(self, event: Any) -> T | None:
        """The value that begins with this event, or ``None`` where it is absent or refused (then the problem is noted)."""
        if type(event) is not ScalarEvent:
            return self._structured(event)
        if not self.nodes.readable(event) or is_absent(event):
            return None
        text = event.value
        if self._parse is None:
            return text  # type: ignore[return-value]  # then T is str
        try:
            value = self.known[text] = self._parse(text)
        except Fault as refused:
            self.refuse(event.start_mark, refused.message, refused.hint)
            return None
        return value

    def refuse(self, mark: Any, message: str, hint: str = "") -> None:
        """Note a problem with this field."""
        self.nodes.problems.at(mark, f"{self.name}: {message}", hint)

    def _structured(self, event: Any) -> T | None:
        """What is no scalar: refused, and passed over without holding it in memory."""
        if isinstance(event, AliasEvent):
            self.nodes.node(event)
        else:
            shape = "mapping" if isinstance(event, MappingStartEvent) else "list"
            self.refuse(event.start_mark, f"one value belongs here, not a {shape}")
            self.nodes.skip(event)
        return None


class ScoreField(Field[Score]):
    """A score, in the short or the long form."""

    def _structured(self, event: Any) -> Score | None:
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
            if key.value in FIELDS and not is_absent(value)
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
            if key.value not in FIELDS and not comma_split(
                self.nodes.problems, previous, key, value
            ):
                self.refuse(
                    key.start_mark, f"unknown key {quoted(key.value)}", nearest(key.value, FIELDS)
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


class AspectsField(Field[Aspects]):
    """A score for each word."""

    def __init__(self, name: str, nodes: NodeReader, parse: Callable[[str], Aspects]) -> None:
        super().__init__(name, nodes, parse)
        self._score = ScoreField(name, nodes, score)

    def _structured(self, event: Any) -> Aspects | None:
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
            told = self._told(value)
            if told is not None:
                found.append((word.value, told))
            previous = value
        return tuple(sorted(found, key=word_of)) or None

    def _told(self, value: Node) -> Score | None:
        if isinstance(value, MapNode):
            return self._score.long_form(value)
        if isinstance(value, ListNode):
            self.refuse(value.start_mark, "one score belongs here, not a list")
            return None
        return None if value is None else self._score.read(value)


def score(text: str) -> Score:
    """A score in its short form."""
    try:
        return read_short(text)
    except Fault as fault:
        raise Fault(fault.message, fault.hint) from None


def percentage(text: str) -> float:
    """A fraction 0..1, written as a percentage or a fraction; a percentage is divided exactly and rounded once."""
    if match := _PERCENT.fullmatch(text):
        whole, _, decimals = match[1].partition(".")
        value = int(whole + decimals) / (100 * int(10 ** len(decimals)))
    elif _NUMBER.fullmatch(text):
        value = float(text)
    else:
        raise Fault(
            f"{quoted(text)} is not a percentage", _decimal_comma(text) or "write '80%' or 0.8"
        )
    if value > 1:
        hint = (
            f"did you mean '{text}%'?"
            if 1 < value <= 100 and "%" not in text
            else "it lies between 0% and 100%"
        )
        raise Fault(f"{quoted(text)} is above 1", hint)
    return value


def dependence(text: str) -> float | Range:
    """A percentage, or a range of them such as ``0.5..0.9``."""
    low, dots, high = text.partition("..")
    if not dots:
        return percentage(text)
    if not low or not high:
        raise Fault(f"{quoted(text)} has one end", "a range has two, such as 0.5..0.9")
    ends = percentage(low.rstrip()), percentage(high.lstrip())
    if ends[0] >= ends[1]:
        raise Fault(
            f"{quoted(text)} is no range",
            "write the lower end first, such as 0.5..0.9; or one number",
        )
    return ends


def aspects(text: str) -> NoReturn:
    """Aspects are no single value."""
    raise Fault(
        f"{quoted(text)} is a score for no aspect",
        "write '{timeliness: 3.1/5 (9 responses), quality: 80%}'",
    )


def quality(text: str) -> float:
    """A quality to be reached, written as any score."""
    found = setting(text)
    if isinstance(found, str):
        raise Fault(f"{quoted(text)} is no quality", "write 90% or 4.5/5")
    return found


def setting(text: str) -> Setting:
    """What a scenario sets a service to."""
    try:
        return setting_of(text)
    except ModelError as error:
        raise Fault(error.problems[0].message, error.problems[0].hint) from None


def amount(text: str) -> float:
    """A cost or a budget: a number from 0, no percentage, with or without commas between its thousands."""
    if "%" in text:
        raise Fault(f"{quoted(text)} is no amount", "a number such as 1 or 2.5")
    value = number(text.replace(",", "") if THOUSANDS.fullmatch(text) else text)
    if value > MOST:
        raise Fault(f"{quoted(text)} is too large", f"at most {MOST:,.0f}: count in thousands")
    return value


def number(text: str) -> float:
    """A finite number >= 0."""
    if _PERCENT.fullmatch(text):
        return percentage(text)
    if not _NUMBER.fullmatch(text):
        hint = (
            "it must not be negative"
            if text.startswith("-")
            else _decimal_comma(text) or "a number such as 1 or 2.5"
        )
        raise Fault(f"{quoted(text)} is not a number", hint)
    value = float(text)
    if value == float("inf"):
        raise Fault(f"{quoted(text)} is too large", "a number such as 1 or 2.5")
    return value


def positive(text: str) -> float:
    """A finite number > 0."""
    value = number(text)
    if value == 0:
        raise Fault(f"{quoted(text)} is not above 0", "leave the service out if it does not count")
    return value


def whole(text: str) -> int:
    """A whole number >= 1."""
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise Fault(f"{quoted(text)} is not a whole number from 1", "such as 12")
    return int(text)


def flag(text: str) -> bool:
    """True or false, as YAML 1.2 writes them."""
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    hint = {"yes": "write true", "on": "write true", "no": "write false", "off": "write false"}
    raise Fault(
        f"{quoted(text)} is neither true nor false",
        hint.get(text.casefold(), "write true or false"),
    )


def rule(text: str) -> str:
    """The rule by which services combine."""
    if text == "fdna":
        raise Fault("rule 'fdna' is kept for a later version", "write mean or weakest")
    if text not in RULES:
        raise Fault(f"no rule {quoted(text)}", nearest(text, RULES) or "write mean or weakest")
    return text


def version(text: str) -> int:
    """The format version."""
    if text != "1":
        raise Fault(
            f"format version {quoted(text)} is not known", "this library reads 'valuechain: 1'"
        )
    return 1


def _decimal_comma(text: str) -> str:
    meant = without_comma(text, lambda fixed: _NUMBER.fullmatch(fixed) or _PERCENT.fullmatch(fixed))
    return f"write {meant}" if meant else ""
