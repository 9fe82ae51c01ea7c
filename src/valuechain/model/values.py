"""Kinds of value that a field can have.

A kind says how a value is read, written, checked and shown wherever it goes: a YAML file, a table,
a graph, a sentence, the schema. What is absent (``None``) never reaches it: `Field` sees to that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from valuechain.model import numbers, schemas
from valuechain.model.durations import read_duration, read_limit
from valuechain.model.numbers import MOST
from valuechain.model.revenue import read_revenue
from valuechain.model.scenarios import WORDS as SETTINGS
from valuechain.model.scenarios import setting_of
from valuechain.model.schemas import Schema
from valuechain.model.score import Score, as_percentage, is_count
from valuechain.model.score_schema import quality_schema
from valuechain.model.texts import Said, no_text, read_plainly, text_fault, words_fault
from valuechain.problems import Fault, ModelError, nearest, quoted


class Kind(ABC):
    """A kind of value.

    Attributes:
        name: what the schema calls it.
        schema: what it is in a YAML file, as JSON Schema (draft-07).
        keeps_space: whether white space at the ends of a text in a table belongs to it.
        choices: in a workbook, all that can be written.
        nothing: the value that says that nothing is known.
    """

    name: str
    schema: Schema
    keeps_space: bool = False
    choices: tuple[str, ...] = ()
    nothing: Any = None

    @abstractmethod
    def read(self, text: str) -> Any:
        """The value that a scalar of a YAML file means.

        Raises:
            Fault: it means none.
        """

    def read_cell(self, text: str) -> Any:
        """The value that the text of a cell means."""
        return self.read(text)

    def write(self, value: Any) -> str:
        """The value as a YAML file has it."""
        return str(value)

    def cell(self, value: Any) -> Any:
        """The value as a table has it."""
        return value

    def say(self, value: Any) -> str:
        """The value in a sentence."""
        return str(value)

    def held(self, holder: Any, name: str) -> Any:
        """What a file says, from the party, service, action or chain that holds it."""
        return getattr(holder, name)

    def spread(self, name: str, value: Any) -> dict[str, Any]:
        """The attributes of a party, service, action or chain that hold it."""
        return {name: value}

    def columns(self, name: str, values: list[Any]) -> dict[str, list[Any]]:
        """As `spread`, of many values at once."""
        return {name: values}

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        """What is wrong with a value made in Python; a file's is checked where it stands."""
        del holder, name
        return iter(())

    def attributes(self, name: str, value: Any) -> dict[str, Any]:
        """The value as attributes of a graph, scalars all."""
        return {name: value}

    def attribute_names(self, name: str) -> tuple[str, ...]:
        """The names that `attributes` may give."""
        return (name,)

    def given(self, name: str, data: Mapping[str, Any], wrong: list[Said]) -> dict[str, Any]:
        """As `spread`, from the attributes of a graph; nothing where it is not among them.

        What cannot even become such a value is added to what is `wrong`.
        """
        if name not in data:
            return {}
        try:
            return {name: self.of_attribute(data[name])}
        except Fault as fault:
            wrong.append((f"{name}: {fault.message}", fault.hint))
            return {}

    def of_attribute(self, value: Any) -> Any:
        """The value that an attribute of a graph means, which may have come as a text.

        Raises:
            Fault: it is a text that means none.
        """
        return self.read_cell(value) if isinstance(value, str) else value

    def passed_on(self, name: str, chain: Mapping[str, Any]) -> dict[str, Any]:
        """As `given`, from what `given` found for the chain."""
        return picked(chain, name)


def picked(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Those of the names that there are, with their values."""
    return {name: data[name] for name in names if name in data}


class Family(Kind):
    """A kind that takes several columns of a table, whose headings begin with the field's name."""

    @abstractmethod
    def headings(self, values: Sequence[Any]) -> Iterator[str]:
        """What follows the field's name in the headings that these values need together."""

    @abstractmethod
    def cells(self, value: Any) -> dict[str, Any]:
        """The cells of one value by what follows the field's name."""

    @abstractmethod
    def heading_fault(self, rest: str) -> Said | None:
        """Why a heading with this behind the field's name is none, or ``None``."""


@dataclass(frozen=True, eq=False)
class _Scalar(Kind):
    """A kind of which a value is one text and one Python value.

    Attributes:
        parse: reads the text.
        is_right: whether a value made in Python is one; `hint` says what is, `wrong` what is not.
    """

    name: str
    parse: Callable[[str], Any]
    is_right: Callable[[Any], bool]
    hint: str
    schema: Schema
    wrong: str = "a {name} of {value!r}"
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> Any:
        return read_plainly(self.parse, text)

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        value = getattr(holder, name)
        if not self.is_right(value):
            yield self.wrong.format(name=name, value=value), self.hint


class _Number(_Scalar):
    """A number."""

    def write(self, value: Any) -> str:
        return numbers.plain(value)

    def say(self, value: Any) -> str:
        return numbers.decimal(value)


class _Percentage(_Scalar):
    """A share of one."""

    def write(self, value: Any) -> str:
        return numbers.share(value)

    def say(self, value: Any) -> str:
        return as_percentage(value)


class _Correlation(_Percentage):
    """A share of variance; 0 where nobody knows."""

    nothing: Any = 0.0

    def write(self, value: Any) -> str:
        return numbers.plain(value)

    def say(self, value: Any) -> str:
        return numbers.decimal(value)


class _Quality(_Percentage):
    """A percentage that may be written as any score."""

    def cell(self, value: Any) -> Any:
        return as_percentage(value)  # a bare 1 could be a mark

    def write(self, value: Any) -> str:
        return as_percentage(value)


class _Whole(_Scalar):
    """A number of people or things."""

    def of_attribute(self, value: Any) -> Any:
        whole = isinstance(value, float) and value.is_integer()  # a column with gaps has floats
        return int(value) if whole else super().of_attribute(value)


@dataclass(frozen=True, eq=False)
class _Worded(Kind):
    """A number in its own words, with a unit; `parse` reads them, `made_by` makes it in Python."""

    name: str
    parse: Callable[[str], Any]
    schema: Schema
    made_by: str

    def read(self, text: str) -> Any:
        return read_plainly(self.parse, text)

    def of_attribute(self, value: Any) -> Any:
        if type(value) in (int, float):  # an amount without a currency
            return self.read(numbers.plain(value))
        return super().of_attribute(value)

    def cell(self, value: Any) -> Any:
        return str(value)

    def attributes(self, name: str, value: Any) -> dict[str, Any]:
        return {name: str(value)}

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        value = getattr(holder, name)
        if not self._is_sound(value):
            yield f"{name} is {value!r:.60}", f"make it with {self.made_by}"

    def _is_sound(self, value: Any) -> bool:
        """Whether it says what its text says: only then does writing it lose nothing."""
        try:
            return bool(self.parse(value.text) == value)
        except (AttributeError, TypeError, Fault):
            return False


class _Flag(_Scalar):
    """True or false."""

    def of_attribute(self, value: Any) -> Any:
        if type(value) in (int, float) and value in (0, 1):  # formats that know no booleans
            return bool(value)
        return super().of_attribute(value)

    def write(self, value: Any) -> str:
        return str(value).lower()

    def say(self, value: Any) -> str:
        return ("no", "yes")[value]


def _choice(name: str, words: tuple[str, ...], parse: Callable[[str], Any], *more: str) -> _Scalar:
    """One of a few words; a workbook offers `more`."""
    hint = f"one of {', '.join(words)}"
    schema = {"enum": [*words, None]}
    right = words.__contains__
    return _Scalar(name, parse, right, hint, schema, "no {name} {value!r}", (*words, *more))


@dataclass(frozen=True, eq=False)
class _Text(Kind):
    """A text, which stays as it is; `fault` says why one cannot stand in a file."""

    name: str
    fault: Callable[[Any], Said | None]
    schema: Schema
    wrong: str = "{name} is {message}"
    keeps_space: bool = True

    def read(self, text: str) -> str:
        if fault := self.fault(text):
            raise Fault(*fault)
        return text

    def cell(self, value: Any) -> Any:
        return value or None

    def of_attribute(self, value: Any) -> Any:
        if type(value) in (int, float):  # department 7
            return numbers.plain(value)
        return value  # what is wrong with a text is said with all else

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        if fault := self.fault(getattr(holder, name)):
            yield self.wrong.format(name=name, message=fault[0]), fault[1]


class _Names(_Text):
    """Ids of actions, one on a line of a cell."""

    def read(self, text: str) -> Any:
        ids = tuple(map(super().read, text.split("\n")))
        if len(set(ids)) < len(ids):
            raise Fault("an action is named twice", "keep one of them")
        return ids

    def cell(self, value: Any) -> str | None:
        return "\n".join(value) or None

    def attributes(self, name: str, value: Any) -> dict[str, Any]:
        return {name: self.cell(value)}

    def given(self, name: str, data: Mapping[str, Any], wrong: list[Said]) -> dict[str, Any]:
        del wrong
        text = data.get(name)
        if text is None or text == "":
            return {}
        if isinstance(text, str):
            return {name: tuple(text.split("\n"))}
        return {name: tuple(text) if isinstance(text, list) else text}

    def faults(self, holder: Any, name: str) -> Iterator[Said]:
        others = getattr(holder, name)
        if not (isinstance(others, tuple) and all(isinstance(other, str) for other in others)):
            yield f"{name} is {others!r:.60}", "a tuple of ids of actions"
        elif len(set(others)) < len(others):
            yield f"{name} names an action twice", "keep one of them"


# Reading what is no number.


def _flag(text: str) -> bool:
    """True or false, as YAML 1.2 writes them."""
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    hints = {"yes": "write true", "on": "write true", "no": "write false", "off": "write false"}
    hint = hints.get(text.casefold(), "write true or false")
    raise Fault(f"{quoted(text)} is neither true nor false", hint)


def _kind(text: str) -> str:
    """A kind of party, whatever its capitals."""
    return text.strip().casefold()


def _rule(text: str) -> str:
    """The rule by which services combine."""
    if text not in RULES:
        hint = nearest(text, RULES) or "write mean, weakest or fdna"
        raise Fault(f"no rule {quoted(text)}", hint)
    return text


def _setting(text: str) -> float | str:
    """What a scenario sets a service to."""
    try:
        return setting_of(text)
    except ModelError as error:
        raise Fault(error.problems[0].message, error.problems[0].hint) from None


def _quality(text: str) -> float:
    """A quality to be reached, written as any score."""
    found = _setting(text)
    if isinstance(found, str):
        raise Fault(f"{quoted(text)} is no quality", "write 90% or 4.5/5")
    return found


# What is right in Python.


def _is_quality(value: Any) -> bool:
    """Only then does writing it lose nothing."""
    return numbers.is_fraction(value) and Score.of(value).value == value


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


# The kinds.

RULES = ("mean", "weakest", "fdna")
KINDS = ("supplier", "team", "customer")
CHAIN = "chain"
"""The kind of the row that says what holds for the whole chain."""
_COUNTS = "a whole number from 1 to 999,999,999, or None"

TEXT = _Text("text", no_text, schemas.TEXT)
ID = _Text("id", text_fault, schemas.ID)
PARTY_KIND = _choice("kind", KINDS, _kind, CHAIN)
RULE = _choice("rule", RULES, _rule)
PERCENTAGE = _Percentage(
    "percentage",
    numbers.percentage,
    numbers.is_fraction,
    "a fraction from 0 to 1",
    schemas.PERCENTAGE,
)
CORRELATION = _Correlation(
    "correlation",
    numbers.percentage,
    numbers.is_fraction,
    "a fraction from 0 to 1",
    schemas.PERCENTAGE,
)
NUMBER = _Number("number", numbers.number, numbers.is_number, "a number from 0", schemas.NUMBER)
POSITIVE = _Number(
    "positive", numbers.positive, numbers.is_positive, "a number above 0", schemas.NUMBER
)
WHOLE = _Whole("whole", numbers.whole, is_count, _COUNTS, schemas.WHOLE)
PEOPLE = _Whole("people", numbers.whole, is_count, _COUNTS, schemas.WHOLE, "{value!r} people")
FLAG = _Flag(
    "flag", _flag, _is_flag, "True or False", schemas.FLAG, "{name} is {value!r}", ("TRUE", "FALSE")
)
TIME = _Worded("time", read_duration, schemas.TIME, "Duration.parse('40 min')")
REVENUE = _Worded("revenue", read_revenue, schemas.REVENUE, "Revenue.parse('400,000 EUR')")
LIMIT = _Worded("limit", read_limit, schemas.TIME, "Duration.parse('40 min')")
"""A time that is no range."""
WORDS = _Text(
    "words", words_fault, schemas.WORDS, "an action's {name} is {message}", keeps_space=False
)
NAMES = _Names("names", words_fault, schemas.NAMES)
AMOUNT = _Number(
    "amount", numbers.amount, numbers.is_cost, f"a number from 0 to {MOST:g}", schemas.COST
)
QUALITY = _Quality("quality", _quality, _is_quality, "a fraction from 0 to 1", quality_schema())
SETTING = _Quality(
    "setting",
    _setting,
    _is_quality,
    "a fraction from 0 to 1",
    {"anyOf": [{"enum": list(SETTINGS)}, quality_schema()]},
)
"""What a scenario sets a service to; no field has it."""
