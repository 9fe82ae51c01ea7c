"""From a text to a chain: sections, parties, services; every mistake reported at once with its place."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias, TypeVar

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from valuechain.files.collector import collector_paused
from valuechain.files.nodes import (
    MAX_BYTES,
    NodeReader,
    Problems,
    TooMany,
    Unreadable,
    decoded,
    is_absent,
    without_unsafe,
)
from valuechain.files.yaml_actions import Improve, ImproveField, ScenariosReader, improve
from valuechain.files.yaml_fields import (
    AspectsField,
    Field,
    ScoreField,
    aspects,
    comma_split,
    dependence,
    flag,
    number,
    percentage,
    positive,
    rule,
    score,
    version,
    whole,
)
from valuechain.model.action_rules import broken_plans
from valuechain.model.chain import ValueChain
from valuechain.model.parts import (
    DEPENDENCE,
    TARGET,
    Kind,
    Party,
    Range,
    Service,
    middle,
    quick_service,
    service_ids,
)
from valuechain.model.rules import broken_structure, id_fault
from valuechain.model.score import Score
from valuechain.problems import ArgumentError, FormatError, Problem, nearest, quoted

T = TypeVar("T")

Source: TypeAlias = "str | os.PathLike[str] | IO[str] | IO[bytes]"

SECTIONS: Mapping[str, Kind] = {"suppliers": "supplier", "teams": "team", "customers": "customer"}
CHAIN_FIELDS: Mapping[str, Callable[[str], Any] | None] = {
    "valuechain": version,
    "title": None,
    "target": percentage,
    "dependence": dependence,
    "rule": rule,
}
ANY_PARTY: Mapping[str, Callable[[str], Any] | None] = {
    "name": None,
    "group": None,
    "people": whole,
}
PARTY_FIELDS: Mapping[str, Callable[[str], Any] | None] = {**ANY_PARTY, "column": whole}
CUSTOMER_FIELDS: Mapping[str, Callable[[str], Any] | None] = {**ANY_PARTY, "share": number}
SERVICE_FIELDS: Mapping[str, Callable[[str], Any] | None] = {  # in the order of `Service`
    "delivers": None,
    "satisfaction": score,
    "quality": score,
    "weight": positive,
    "dependence": dependence,
    "critical": flag,
    "target": percentage,
    "aspects": aspects,
    "improve": improve,
}
KEPT: Mapping[str, tuple[str, ...]] = {
    "file": ("playbook",),
    "party": ("promise", "revenue", "loyalty"),
    "service": ("takes", "standard", "criticality"),
}
"""Keys that later versions will read, so that files stay valid then."""
_BLANK: list[Any] = [None] * len(SERVICE_FIELDS)
_WIDTH = 3 + len(SERVICE_FIELDS)  # provider, customer, mark of the customer's key; then the fields
_NOTHING = object()  # a field without a value, or refused: unlike None, it must not be given again


@dataclass(frozen=True, slots=True)
class Document:
    """A chain and where its parts stand in the text: (line, column), from 1, by party id or the place of an action."""

    chain: ValueChain
    places: Mapping[str, tuple[int, int]]


def load(source: Source) -> ValueChain:
    """Read a chain from a YAML file.

    Args:
        source: path of the file, or an open file.

    Raises:
        FormatError: the file is not a value chain; `problems` holds every mistake with its place.
        OSError: the file cannot be read.
        ArgumentError: `source` is neither a path nor a file.
    """
    return read_document(source).chain


def loads(text: str | bytes) -> ValueChain:
    """Read a chain from YAML text.

    Raises:
        FormatError: the text is not a value chain; `problems` holds every mistake with its place.
        ArgumentError: `text` is no text.

    >>> loads('''
    ... valuechain: 1
    ... teams:
    ...   clerk: {serves: {customer: flowers}}
    ... customers:
    ...   customer:
    ... ''').services["clerk->customer"].delivers
    'flowers'
    """
    if not isinstance(text, str | bytes):
        raise ArgumentError(
            f"loads takes a text, not {type(text).__name__}; for a file there is load(path)"
        )
    return read_text(text, "").chain


def read_document(source: Source) -> Document:
    """As `load`, with the places."""
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return read_text(file.read(MAX_BYTES + 1), str(source))
    if not hasattr(source, "read"):
        raise ArgumentError(
            f"load takes a path or an open file, not {type(source).__name__}; for a text there is loads(text)"
        )
    name = getattr(source, "name", "")
    try:
        data = source.read(MAX_BYTES + 1)
    except UnicodeDecodeError as error:
        raise FormatError(
            [
                Problem(
                    f"not {error.encoding}", "open the file with encoding='utf-8'", 1, 1, str(name)
                )
            ]
        ) from None
    if not isinstance(data, str | bytes):
        raise ArgumentError(f"load reads text or bytes; this file gives {type(data).__name__}")
    return read_text(data, name if isinstance(name, str) else "")


def _too_large(file: str) -> FormatError:
    return FormatError(
        [
            Problem(
                f"the file has more than {MAX_BYTES // 2**20} MB",
                "a chain of 200,000 services has 20",
                1,
                1,
                file,
            )
        ]
    )


def read_text(data: str | bytes, file: str) -> Document:
    """As `loads`, with the places; `file` is named in problems."""
    if len(data) > MAX_BYTES:
        raise _too_large(file)
    text = decoded(data, file) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    del data
    problems = Problems(text, file)
    with collector_paused():
        document = _read(text, problems)
    problems.raise_if_any()
    assert document is not None
    return document


def _read(text: str, problems: Problems) -> Document | None:
    """The document, or ``None`` where it cannot be read to its end; problems are noted."""
    try:
        nodes = NodeReader(without_unsafe(text, problems), problems)
        try:
            return _ChainReader(nodes, problems).read()
        except yaml.YAMLError as error:
            nodes.syntax(error)
        except (
            ValueError,
            OverflowError,
        ) as error:  # what the pure parser makes of an impossible escape
            if not _raised_in_parser(error):
                raise
            nodes.syntax(error)
    except (TooMany, Unreadable):
        pass
    return None


def _raised_in_parser(error: Exception) -> bool:
    """Whether an error comes from PyYAML: a fault of our own must not be called a fault of the file."""
    frames = list(traceback.walk_tb(error.__traceback__))
    return str(frames[-1][0].f_globals.get("__name__")).startswith("yaml.")


class _ChainReader:
    """Collects parties and services while walking through the file; the chain is made when all are known."""

    def __init__(self, nodes: NodeReader, problems: Problems) -> None:
        self.nodes, self.problems = nodes, problems
        self.values: dict[str, Any] = {}
        self.parties: dict[str, Party] = {}
        self.lost = bool(
            problems.found
        )  # whether parties may be missing because of a mistake that is noted already
        self.marks: dict[str, Any] = {}  # of the parties' ids, and of what actions say
        self.scenarios = ScenariosReader(nodes)
        self.rows: list[
            Any
        ] = []  # flat, `_WIDTH` entries for each service: texts and numbers cost the garbage collector nothing
        self.chain_fields = _fields(CHAIN_FIELDS, nodes)
        self.party_fields = _fields({**PARTY_FIELDS, **CUSTOMER_FIELDS}, nodes)
        self.service_fields = _fields(SERVICE_FIELDS, nodes)
        self.improve: Any = self.service_fields["improve"]
        self.columns = {
            name: (i, field) for i, (name, field) in enumerate(self.service_fields.items())
        }

    # Walking: the file, its sections, their parties.

    def read(self) -> Document:
        """The whole document."""
        start = self.nodes.document()
        if isinstance(start, StreamEndEvent) or (
            isinstance(start, ScalarEvent) and is_absent(start)
        ):
            self.problems.at_index(
                0,
                "the file is empty",
                "begin with 'valuechain: 1'; 'valuechain new FILE' writes an example",
            )
            raise Unreadable
        if not isinstance(start, MappingStartEvent):
            self.problems.at(
                start.start_mark,
                "this is not a value chain",
                "begin with 'valuechain: 1', then 'teams:' and 'customers:'",
            )
            raise Unreadable
        before: Any = None
        for key, event in self.nodes.entries(start):
            name = key.value
            if name in SECTIONS:
                self._section(name, event)
            elif name in self.chain_fields:
                self.values[name] = self.chain_fields[name].read(event)
            elif name == "scenarios":
                self.scenarios.read(event)
            elif not comma_split(self.problems, before, key, event):
                self.lost |= isinstance(
                    event, MappingStartEvent
                )  # a section, perhaps, with parties that others serve
                self._unknown_key(key, "file", [*CHAIN_FIELDS, *SECTIONS, "scenarios"])
                self.nodes.skip(event)
            before = event
        if self.values.get("valuechain") is None and not any(
            p.message.startswith("valuechain:") for p in self.problems.found
        ):
            self.problems.at(
                start.start_mark, "the format version is missing", "begin with 'valuechain: 1'"
            )
        self.nodes.nothing_follows()
        return self._finished()

    def _section(self, section: str, event: Any) -> None:
        self.lost |= type(event) is not MappingStartEvent and not (
            type(event) is ScalarEvent and is_absent(event)
        )
        for key, value in self.nodes.mapping(
            event, f"'{section}:' takes parties by id", "such as 'clerk:' on a line of its own"
        ):
            self._party(key, SECTIONS[section], value)

    def _party(self, key: ScalarEvent, kind: Kind, event: Any) -> None:
        party_id = key.value
        mark: Any = key.start_mark
        if party_id in self.parties:
            first = self.marks[party_id].line + 1
            self.problems.at(
                mark,
                f"party {quoted(party_id)} is defined twice",
                f"it is defined in line {first} already",
            )
            self.nodes.skip(event)
            return
        if fault := id_fault(party_id):
            self.problems.at(mark, *fault)
            self.lost = True
        values: dict[str, Any] = {}
        before: Any = None
        for field, value in self.nodes.mapping(
            event, f"party {quoted(party_id)} takes fields", "such as 'name:' and 'serves:'"
        ):
            if not comma_split(self.problems, before, field, value):
                self._party_field(party_id, kind, field, value, values)
            before = value
        self.marks[party_id] = mark
        self.parties[party_id] = Party(party_id, kind=kind, **values)

    def _party_field(
        self, party_id: str, kind: Kind, key: ScalarEvent, event: Any, values: dict[str, Any]
    ) -> None:
        name = key.value
        fields = CUSTOMER_FIELDS if kind == "customer" else PARTY_FIELDS
        if name in fields:
            if (found := self.party_fields[name].read(event)) is not None:
                values[name] = found
        elif name == "serves" and kind != "customer":
            self._serves(party_id, event)
        else:
            if name == "serves" and not (isinstance(event, ScalarEvent) and is_absent(event)):
                hint = "the chain ends at customers; list it under 'teams:' if it serves"
                self.problems.at(
                    key.start_mark,
                    f"the external customer {quoted(party_id)} serves somebody",
                    hint,
                )
            elif name != "serves":
                self._unknown_key(key, "party", [*fields, "serves"])
            self.nodes.skip(event)

    def _unknown_key(self, key: ScalarEvent, level: str, known: Collection[str]) -> None:
        name = key.value
        if name in KEPT[level]:
            self.problems.at(
                key.start_mark,
                f"{quoted(name)} is kept for a later version",
                "leave it out for now",
            )
        else:
            hint = nearest(name, known) or _home_of(name) or f"known here: {', '.join(known)}"
            self.problems.at(key.start_mark, f"unknown key {quoted(name)}", hint)

    # Services: short form, long form, several between the same two.

    def _serves(self, provider: str, event: Any) -> None:
        for key, value in self.nodes.mapping(
            event, "'serves:' takes the parties served", "such as 'designer: order form'"
        ):
            if (
                type(value) is MappingStartEvent
            ):  # as `_service` has it, without a call for each service of a large file
                self.rows += (provider, key.value, key.start_mark, *self._record(value))
            elif type(value) is SequenceStartEvent:
                self._several(provider, key, value)
            else:
                self._service(provider, key, value)

    def _several(self, provider: str, key: ScalarEvent, start: SequenceStartEvent) -> None:
        before = len(self.rows), len(self.problems.found)
        for item in self.nodes.items(start):
            if isinstance(item, SequenceStartEvent):
                self.problems.at(
                    item.start_mark,
                    "a list within a list of services",
                    "give each service one entry",
                )
                self.nodes.skip(item)
            else:
                self._service(provider, key, item)
        if (len(self.rows), len(self.problems.found)) == before:
            message = f"an empty list of services to {quoted(key.value)}"
            self.problems.at(
                start.start_mark, message, "list what is delivered, or leave the line out"
            )

    def _service(self, provider: str, key: ScalarEvent, event: Any) -> None:
        if type(event) is MappingStartEvent:
            row = self._record(event)
        else:
            row = _BLANK.copy()
            row[0] = self.service_fields["delivers"].read(event)
        self.rows += (provider, key.value, key.start_mark, *row)

    def _record(self, start: Any) -> list[Any]:
        """The fields of one service, in the order of `SERVICE_FIELDS`: the hot path of a large file, one loop over bare events."""
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
            position, field = column
            before = value = get()
            if (
                type(value) is ScalarEvent
                and not value.style
                and (plain or (value.tag is None and value.anchor is None))
            ):
                found = field.known.get(value.value) or field.read(value)
            else:
                found = field.read(value)
            row[position] = _NOTHING if found is None else found
        if row[2] is not None and isinstance(row[1], Score) and isinstance(row[2], Score):
            self.problems.at(
                start.start_mark, "'satisfaction' beside 'quality'", "keep the one that was asked"
            )
        return row

    def _odd_entry(self, key: Any, before: Any, column: object) -> None:
        """An entry of a service that is no field: unknown, repeated, or the rest of a decimal comma."""
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
        self._unknown_key(key, "service", SERVICE_FIELDS)
        nodes.skip(value)

    # The chain, once all is known.

    def _finished(self) -> Document:
        """Fill in the defaults, check the structure, make the chain."""
        given = {
            key: value
            for key, value in self.values.items()
            if value is not None and key != "valuechain"
        }
        services = self._services(given.get("target", TARGET), given.get("dependence", DEPENDENCE))
        if isinstance(given.get("dependence"), tuple):
            given |= {
                "dependence_range": given["dependence"],
                "dependence": middle(given["dependence"]),
            }
        self._check_structure(services)
        if self.problems.found:
            raise Unreadable
        chain = ValueChain(
            self.parties, services, **given, scenarios=self.scenarios.found, _checked=True
        )
        return Document(
            chain, {key: (mark.line + 1, mark.column + 1) for key, mark in self.marks.items()}
        )

    def _column(self, number: int) -> list[Any]:
        return self.rows[number::_WIDTH]

    def _services(self, target: float, dependence: float | Range) -> list[Service]:
        """All services, with the defaults filled in."""
        providers, customers = self._column(0), self._column(1)
        defaults = ("", None, None, 1.0, dependence, False, target, (), ())
        fields = [_filled(self._column(3 + i), default) for i, default in enumerate(defaults)]
        fields[4:5], ranges = _single_and_range(fields[4])
        ids = service_ids(zip(providers, customers, strict=True))
        fields[-1:] = [ranges, self._actions(ids, fields[-1])]
        return list(map(quick_service, ids, providers, customers, *fields))

    def _actions(self, ids: list[str], column: list[Any]) -> list[Any]:
        """Every service's actions, now that its id is known; where they stand is noted."""
        if not any(column):
            return column
        made = []
        for service_id, told in zip(ids, column, strict=True):
            if isinstance(told, Improve):
                self.marks |= told.places(service_id)
            made.append(tuple(action.of(service_id) for action in told.actions) if told else ())
        return made

    def _check_structure(self, services: list[Service]) -> None:
        refused_before = bool(self.problems.found)
        structure = list(broken_structure(self.parties, services))
        faults = [*structure, *broken_plans(services, self.scenarios.found, self.improve.refused)]
        if not faults:
            return
        places = (
            self.marks
            | self.scenarios.places
            | dict(zip((service.id for service in services), self._column(2), strict=True))
        )
        for fault in faults:
            # What is missing, or depends on itself, may well be so because of what was refused.
            if (fault.kind == "missing" and self.lost) or (
                fault.kind in ("no end", "loop") and refused_before
            ):
                continue
            if fault.kind == "scenario" and (
                self.lost or structure
            ):  # the service may be misspelt where it is served
                continue
            if fault.place:
                self.problems.at(places[fault.place], fault.message, fault.hint)
            else:
                self.problems.at_index(0, fault.message, fault.hint)


def _filled(column: list[Any], default: Any) -> list[Any]:
    """A column with the default where nothing was given; most columns are given everywhere or nowhere."""
    absent = column.count(None)
    if absent == len(column):
        return [default] * absent
    if absent or _NOTHING in column:
        return [default if value is None or value is _NOTHING else value for value in column]
    return column


def _single_and_range(dependences: list[float | Range]) -> tuple[list[list[Any]], list[Any]]:
    """Dependences as single numbers, and the ranges that some of them are."""
    if not any(type(dependence) is tuple for dependence in dependences):
        return [dependences], [None] * len(dependences)
    ranges = [dependence if isinstance(dependence, tuple) else None for dependence in dependences]
    singles = [
        middle(dependence) if isinstance(dependence, tuple) else dependence
        for dependence in dependences
    ]
    return [singles], ranges


def _fields(
    parsers: Mapping[str, Callable[[str], Any] | None], nodes: NodeReader
) -> dict[str, Field[Any]]:
    kinds: dict[Any, type[Field[Any]]] = {
        score: ScoreField,
        aspects: AspectsField,
        improve: ImproveField,
    }
    return {name: kinds.get(parse, Field)(name, nodes, parse) for name, parse in parsers.items()}


def _home_of(name: str) -> str:
    """Where a key that is unknown here belongs."""
    if name in CHAIN_FIELDS or name in SECTIONS or name == "scenarios":
        return f"{quoted(name)} stands at the top of the file"
    if name == "column":
        return "customers stand in the last column"
    if name in CUSTOMER_FIELDS or name == "serves":
        return f"{quoted(name)} belongs to a party"
    if name in SERVICE_FIELDS:
        return f"{quoted(name)} belongs to a service"
    return ""
