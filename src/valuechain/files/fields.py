"""What a field's text means: numbers, percentages, flags and scores, each refused with the spelling that would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from yaml.events import ScalarEvent

from valuechain.files.nodes import MAX_SCALAR, NULLS, ListNode, MapNode, Node, Problems, is_absent
from valuechain.model.parts import RULES
from valuechain.model.problems import nearest, quoted
from valuechain.model.score import Score, ScoreFault, read_long, read_short

T = TypeVar("T")
_NUMBER = re.compile(r"\+?\d{1,20}(?:\.\d{0,60})?(?:[eE][+-]?\d{1,3})?|\+?\.\d{1,60}", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,60})?)\s?%", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class Refused(Exception):
    """A text does not say what its field needs: message and hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class Field(Generic[T]):
    """How one field is read in one file; the same texts recur, so each is read once.

    `parse` turns the text into the value or raises `Refused`; without it the text is the value. `known` holds what was
    read already.
    """

    def __init__(self, name: str, problems: Problems, parse: Callable[[str], T] | None = None) -> None:
        self.name, self.problems, self._parse = name, problems, parse
        self.known: dict[str, T] = {}

    def read(self, node: Node) -> T | None:
        """The value, or ``None`` where the field is absent or refused (then the problem is noted)."""
        if type(node) is not ScalarEvent:
            return self._structured(node)
        text = node.value
        found = self.known.get(text)
        if found is not None:
            return found
        if text in NULLS and not node.style:
            return None
        if len(text) > MAX_SCALAR:
            self.refuse(node.start_mark, f"a text of {len(text):,} characters", f"at most {MAX_SCALAR:,} are read")
            return None
        if self._parse is None:
            return text  # type: ignore[return-value]  # then T is str
        try:
            value = self.known[text] = self._parse(text)
        except Refused as refused:
            self.refuse(node.start_mark, refused.message, refused.hint)
            return None
        return value

    def refuse(self, mark: Any, message: str, hint: str = "") -> None:
        """Note a problem with this field."""
        self.problems.at(mark, f"{self.name}: {message}", hint)

    def _structured(self, node: Node) -> T | None:
        if node is not None:
            self.refuse(node.start_mark, f"one value belongs here, not a {'list' if isinstance(node, ListNode) else 'mapping'}")
        return None


class ScoreField(Field[Score]):
    """A score, in the short or the long form."""

    def _structured(self, node: Node) -> Score | None:
        if not isinstance(node, MapNode):
            return super()._structured(node)
        words = {key.value: self._words(value) for key, value in node.pairs if not is_absent(value)}
        if None in words.values():
            return None
        try:
            return read_long(words)  # type: ignore[arg-type]
        except ScoreFault as fault:
            place = next((key for key, _ in node.pairs if key.value == fault.key), node)
            self.refuse(place.start_mark, fault.message, fault.hint)
            return None

    def _words(self, node: Node) -> str | dict[str, str] | None:
        """The text of a long form's entry; of 'answers' the texts by mark."""
        if isinstance(node, ScalarEvent):
            return str(node.value)
        if isinstance(node, MapNode) and all(isinstance(count, ScalarEvent) for _, count in node.pairs):
            return {mark.value: count.value for mark, count in node.pairs}  # type: ignore[union-attr]
        self.refuse(node.start_mark, "a list or mapping where one value belongs")  # type: ignore[union-attr]
        return None


def score(text: str) -> Score:
    """A score in its short form."""
    try:
        return read_short(text)
    except ScoreFault as fault:
        raise Refused(fault.message, fault.hint) from None


def percentage(text: str) -> float:
    """A fraction 0..1, written as a percentage or a fraction; a percentage is divided exactly and rounded once."""
    if match := _PERCENT.fullmatch(text):
        whole, _, decimals = match[1].partition(".")
        value = int(whole + decimals) / (100 * int(10 ** len(decimals)))
    elif _NUMBER.fullmatch(text):
        value = float(text)
    else:
        raise Refused(f"{quoted(text)} is not a percentage", _decimal_comma(text) or "write '80%' or 0.8")
    if value > 1:
        hint = f"did you mean '{text}%'?" if 1 < value <= 100 and "%" not in text else "it lies between 0% and 100%"
        raise Refused(f"{quoted(text)} is above 1", hint)
    return value


def dependence(text: str) -> float:
    """A percentage; a range of them is kept for later."""
    if ".." in text:
        raise Refused("a range of dependence is kept for a later version", "write one value, such as 0.8")
    return percentage(text)


def number(text: str) -> float:
    """A finite number >= 0."""
    if _PERCENT.fullmatch(text):
        return percentage(text)
    if not _NUMBER.fullmatch(text):
        hint = "it must not be negative" if text.startswith("-") else _decimal_comma(text) or "a number such as 1 or 2.5"
        raise Refused(f"{quoted(text)} is not a number", hint)
    value = float(text)
    if value == float("inf"):
        raise Refused(f"{quoted(text)} is too large", "a number such as 1 or 2.5")
    return value


def positive(text: str) -> float:
    """A finite number > 0."""
    value = number(text)
    if value == 0:
        raise Refused(f"{quoted(text)} is not above 0", "leave the service out if it does not count")
    return value


def whole(text: str) -> int:
    """A whole number >= 1."""
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise Refused(f"{quoted(text)} is not a whole number from 1", "such as 12")
    return int(text)


def flag(text: str) -> bool:
    """True or false, as YAML 1.2 writes them."""
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    hint = {"yes": "write true", "on": "write true", "no": "write false", "off": "write false"}
    raise Refused(f"{quoted(text)} is neither true nor false", hint.get(text.casefold(), "write true or false"))


def rule(text: str) -> str:
    """The rule by which services combine."""
    if text == "fdna":
        raise Refused("rule 'fdna' is kept for a later version", "write mean or weakest")
    if text not in RULES:
        raise Refused(f"no rule {quoted(text)}", nearest(text, RULES) or "write mean or weakest")
    return text


def version(text: str) -> int:
    """The format version."""
    if text != "1":
        raise Refused(f"format version {quoted(text)} is not known", "this library reads 'valuechain: 1'")
    return 1


def _decimal_comma(text: str) -> str:
    fixed = text.replace(",", ".", 1)
    return f"write {quoted(fixed)}" if "," in text and (_NUMBER.fullmatch(fixed) or _PERCENT.fullmatch(fixed)) else ""
