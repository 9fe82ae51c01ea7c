"""The services of a YAML file: short form, long form, several between the same two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from valuechain.files.nodes import NodeReader, is_absent
from valuechain.files.source import Problems
from valuechain.files.yaml_actions import Improve, ImproveReader
from valuechain.files.yaml_fields import AspectsReader, FieldReader, ScoreReader
from valuechain.files.yaml_keys import comma_split, unknown_key
from valuechain.model.compounds import ACTIONS, ASPECTS, SCORE
from valuechain.model.fields import Field
from valuechain.model.format import keys
from valuechain.model.parts import EITHER, Service, service_ids, services_of
from valuechain.model.rules import BESIDE
from valuechain.model.values import Kind
from valuechain.problems import quoted

_READERS: Mapping[Kind, type[FieldReader]] = {
    SCORE: ScoreReader,
    ASPECTS: AspectsReader,
    ACTIONS: ImproveReader,
}
"""How values of these kinds are read that are no scalars."""
_SERVICE = keys("service")
_NAMES = tuple(_SERVICE)
_SHORT = _NAMES.index("delivers")  # what a service says that is but a text
_EITHER = [(_NAMES.index(one), _NAMES.index(other), (one, other)) for one, other in EITHER]
_BLANK: list[Any] = [None] * len(_NAMES)
_WIDTH = 3 + len(_NAMES)  # provider, customer, mark of the customer's key; then the fields
_NOTHING = object()  # a field without a value, or refused: unlike None, it must not be given again


class ServiceReader:
    """Collects services; they are made when the chain's own fields are known."""

    def __init__(self, nodes: NodeReader, problems: Problems) -> None:
        self.nodes: NodeReader = nodes
        self.problems: Problems = problems
        # Flat, `_WIDTH` entries for each service: texts and numbers cost the garbage collector
        # nothing.
        self.rows: list[Any] = []
        self.readers: dict[str, FieldReader] = readers(_SERVICE, nodes)
        self.columns: dict[str, tuple[int, FieldReader]] = {
            name: (i, reader) for i, (name, reader) in enumerate(self.readers.items())
        }

    def read(self, provider: str, event: Any) -> None:
        """All that a party serves."""
        message, hint = "'serves:' takes the parties served", "such as 'designer: order form'"
        for key, value in self.nodes.mapping(event, message, hint):
            if type(value) is MappingStartEvent:
                # As `_service` has it, without a call for each service of a large file.
                self.rows += (provider, key.value, key.start_mark, *self._record(value))
            elif type(value) is SequenceStartEvent:
                self._several(provider, key, value)
            else:
                self._service(provider, key, value)

    def _several(self, provider: str, key: ScalarEvent, start: SequenceStartEvent) -> None:
        before = len(self.rows), len(self.problems.found)
        for item in self.nodes.items(start):
            if isinstance(item, SequenceStartEvent):
                message = "a list within a list of services"
                self.problems.at(item.start_mark, message, "give each service one entry")
                self.nodes.skip(item)
            else:
                self._service(provider, key, item)
        if (len(self.rows), len(self.problems.found)) == before:
            message = f"an empty list of services to {quoted(key.value)}"
            hint = "list what is delivered, or leave the line out"
            self.problems.at(start.start_mark, message, hint)

    def _service(self, provider: str, key: ScalarEvent, event: Any) -> None:
        if type(event) is MappingStartEvent:
            row = self._record(event)
        else:
            row = _BLANK.copy()
            row[_SHORT] = self.readers[_NAMES[_SHORT]].read(event)
        self.rows += (provider, key.value, key.start_mark, *row)

    def _record(self, start: Any) -> list[Any]:
        """The fields of one service, in the order of a file.

        The hot path of a large file: one loop over bare events.
        """
        get, plain, columns = self.nodes.get, self.nodes.plain, self.columns
        row = _BLANK.copy()
        before: Any = None
        if start.tag is not None or start.anchor is not None:
            self.nodes.decorated(start)
        while type(key := get()) is not MappingEndEvent:
            column = columns.get(key.value) if type(key) is ScalarEvent else None
            if (
                column is None
                or row[column[0]] is not None
                or not (plain or (key.tag is None and key.anchor is None))
            ):
                self._odd_entry(key, before, column)
                continue
            position, reader = column
            before = value = get()
            if (
                type(value) is ScalarEvent
                and not value.style
                and (plain or (value.tag is None and value.anchor is None))
            ):
                found = reader.known.get(value.value) or reader.read(value)
            else:
                found = reader.read(value)
            row[position] = _NOTHING if found is None else found
        for one, other, names in _EITHER:
            if row[other] is not None and _is_given(row[one]) and _is_given(row[other]):
                self.problems.at(start.start_mark, BESIDE[0].format(*names), BESIDE[1])
        return row

    def _odd_entry(self, key: Any, before: Any, column: object) -> None:
        """An entry that is no field: unknown, repeated, or the rest of a decimal comma."""
        nodes = self.nodes
        seen = {key.value} if column else set()
        if (
            not isinstance(key, ScalarEvent)
            or not nodes.readable(key)
            or not nodes.is_new(key, seen)
        ):
            nodes.pass_over(key)
            return
        value = nodes.get()
        if comma_split(self.problems, before, key, value):
            return
        unknown_key(self.problems, key, "service", _NAMES)
        nodes.skip(value)

    def _column(self, number: int) -> list[Any]:
        return self.rows[number::_WIDTH]

    @property
    def places(self) -> list[Any]:
        """Where each service stands."""
        return self._column(2)

    def made(self, given: Mapping[str, Any], marks: dict[str, Any]) -> list[Service]:
        """All services, with what is `given` for the chain where they say nothing.

        Where their actions stand is noted in `marks`.
        """
        providers, customers = self._column(0), self._column(1)
        ids = service_ids(zip(providers, customers, strict=True))
        columns = {"id": ids, "provider": providers, "customer": customers}
        for number, field in enumerate(_SERVICE.values(), 3):
            default = field.default
            if field.inherited:
                default = given.get(field.name, default)
            column = _filled(self._column(number), default)
            if field.kind is ACTIONS:
                column = _actions(ids, column, marks)
            columns |= field.kind.columns(field.name, column)
        return services_of(len(ids), columns)

    @property
    def refused(self) -> set[str]:
        """Ids and words of actions with a mistake that is noted already."""
        found: set[str] = set()
        for reader in self.readers.values():
            if isinstance(reader, ImproveReader):
                found |= reader.refused
        return found


def _actions(ids: list[str], column: list[Any], marks: dict[str, Any]) -> list[Any]:
    """Every service's actions, now that its id is known; where they stand is noted."""
    if not any(column):
        return column
    made = []
    for service_id, found in zip(ids, column, strict=True):
        if isinstance(found, Improve):
            marks |= found.places(service_id)
            made.append(tuple(action.of(service_id) for action in found.actions))
        else:
            made.append(())
    return made


def readers(fields: Mapping[str, Field], nodes: NodeReader) -> dict[str, FieldReader]:
    """What reads each of these fields."""
    return {
        name: _READERS.get(field.kind, FieldReader)(name, nodes, field.kind)
        for name, field in fields.items()
    }


def is_empty(event: Any) -> bool:
    """Whether an event says nothing."""
    return type(event) is ScalarEvent and is_absent(event)


def _is_given(value: Any) -> bool:
    return value is not None and value is not _NOTHING


def _filled(column: list[Any], default: Any) -> list[Any]:
    """A column with the default where nothing was given; most are given everywhere or nowhere."""
    absent = column.count(None)
    if absent == len(column):
        return [default] * absent
    if absent or _NOTHING in column:
        return [default if value is None or value is _NOTHING else value for value in column]
    return column
