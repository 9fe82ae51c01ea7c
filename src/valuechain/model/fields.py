"""The fields that a file may carry: each is declared once, in the dataclass that holds it.

``weight: float = entry(1.0, POSITIVE, "...")`` is all that a new field needs: files of every kind,
graphs, checks, differences, the schema and the reference iterate what `fields_of` finds.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, replace
from typing import Any, TypeVar

from valuechain.model.texts import Said
from valuechain.model.values import Family, Kind

T = TypeVar("T")
_ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Field:
    """What there is to know of a field.

    Attributes:
        kind: of its values.
        note: what it is, in one line, with its unit and an example.
        name: in a file and in Python.
        default: where nothing is said.
        required: whether something must be said.
        heading: of its column in a table.
        inherited: whether the chain's value holds where nothing is said.
        follows: from what else it follows where nothing is said, and that in words.
        parties: of a party's field, which kinds have it; all where empty.
        elsewhere: a hint for the others.
        instead_of: the field beside which it may not stand.
        by_place: whether in YAML the place says it, not a key.
    """

    kind: Kind
    note: str
    name: str = ""
    default: Any = None
    required: bool = False
    heading: str = ""
    inherited: bool = False
    follows: tuple[Callable[[Any], Any], str] | None = None
    parties: tuple[str, ...] = ()
    elsewhere: str = ""
    instead_of: str = ""
    by_place: bool = False

    @property
    def family(self) -> str:
        """What the headings of its columns begin with, ``""`` where it has one column."""
        return f"{self.name}." * isinstance(self.kind, Family)

    def is_of(self, party_kind: str) -> bool:
        """Whether a party of this kind has it."""
        return not self.parties or party_kind in self.parties

    def held(self, holder: Any) -> Any:
        """What a file says of it, ``None`` for nothing."""
        return self.kind.held(holder, self.name)

    def otherwise(self, holder: Any, chain: Any = None) -> Any:
        """What holds where the file says nothing."""
        if self.follows:
            return self.follows[0](holder)
        if self.inherited:
            return self.held(chain)
        return self.default

    def is_said(self, holder: Any, chain: Any = None) -> bool:
        """Whether a file must say it, because something else would hold otherwise."""
        return bool(self.held(holder) != self.otherwise(holder, chain))

    def is_known(self, holder: Any) -> bool:
        """Whether anything is said."""
        value = self.held(holder)
        if value is None or value == self.kind.nothing:
            return False
        return not isinstance(value, str | tuple) or bool(value)

    def faults(self, holder: Any) -> Iterator[Said]:
        """What is wrong with a value made in Python."""
        may_be_none = self.default is None and not self.required
        if self.held(holder) is not None or not may_be_none:
            yield from self.kind.faults(holder, self.name)

    def cell(self, holder: Any) -> Any:
        """The value as a table has it."""
        value = self.held(holder)
        if value is None or value == self.kind.nothing:
            return None
        return self.kind.cell(value)

    def say(self, holder: Any) -> str:
        """The value in a sentence, ``""`` for nothing."""
        value = self.held(holder)
        return "" if value is None else self.kind.say(value)

    def attributes(self, holder: Any) -> dict[str, Any]:
        """The value as attributes of a graph."""
        if not self.is_known(holder):
            return {}
        return self.kind.attributes(self.name, self.held(holder))

    def given(self, data: Mapping[str, Any], wrong: list[Said]) -> dict[str, Any]:
        """The attributes of a dataclass that those of a graph give, and what is wrong with them."""
        return self.kind.given(self.name, data, wrong)

    def spread(self, value: Any) -> dict[str, Any]:
        """The attributes of a dataclass that hold this value."""
        return self.kind.spread(self.name, value)


def described(kind: Kind, note: str, **more: Any) -> dict[str, Field]:
    """The metadata of a field without a default.

    ``id: str = field(metadata=described(ID, "..."))``
    """
    return {_ENTRY: Field(kind, note, **more)}


def entry(default: T, kind: Kind, note: str, **more: Any) -> T:
    """Declare a field that a file may carry.

    Args:
        default: where nothing is said; ``None`` for a value that may be unknown.
        kind: of its values.
        note: what it is, in one line, with its unit and an example.
        **more: what else a `Field` has.
    """
    return dataclasses.field(default=default, metadata=described(kind, note, **more))


def fields_of(holder: type) -> tuple[Field, ...]:
    """The fields of a dataclass that a file may carry, in the order of a file.

    Raises:
        ValueError: a field says nothing of itself.
    """
    return tuple(
        _named(field, field.metadata[_ENTRY], holder)
        for field in dataclasses.fields(holder)
        if _ENTRY in field.metadata
    )


def _named(declared: dataclasses.Field[Any], entry: Field, holder: type) -> Field:
    """An entry with what its declaration says."""
    if not entry.note.strip():
        raise ValueError(f"the field {declared.name!r} of {holder.__name__} has no note")
    heading = entry.heading or declared.name
    if declared.default is MISSING:
        return replace(entry, name=declared.name, heading=heading, required=True)
    return replace(entry, name=declared.name, heading=heading, default=declared.default)


def headings_of(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """The headings of those that have one column each."""
    return tuple(field.heading for field in fields if not field.family)
