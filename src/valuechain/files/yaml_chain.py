"""From the events of a YAML text to a chain: sections, parties, services.

Every mistake is reported at once, with its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from yaml.events import MappingStartEvent, ScalarEvent, StreamEndEvent

from valuechain.files.nodes import NodeReader
from valuechain.files.source import Problems, Unreadable
from valuechain.files.yaml_actions import ScenariosReader
from valuechain.files.yaml_fields import FieldReader
from valuechain.files.yaml_keys import comma_split, unknown_key
from valuechain.files.yaml_services import ServiceReader, is_empty, readers
from valuechain.model.action_rules import broken_plans
from valuechain.model.chain import ValueChain
from valuechain.model.format import SECTIONS, TOP, keys
from valuechain.model.parts import Kind, Party, Service
from valuechain.model.rules import broken_structure
from valuechain.model.texts import id_fault
from valuechain.model.values import Kind as ValueKind
from valuechain.problems import Fault, quoted

Located: TypeAlias = tuple[ValueChain, Mapping[str, tuple[int, int]]]
_CHAIN = keys("chain")
_PARTY = keys("party")
_PARTY_OF = {kind: tuple(keys("party", kind)) for kind in SECTIONS.values()}


class _Version(ValueKind):
    """The format version: the reader's alone, since a chain in Python has none."""

    def read(self, text: str) -> int:
        if text != "1":
            hint = "this library reads 'valuechain: 1'"
            raise Fault(f"format version {quoted(text)} is not known", hint)
        return 1


class ChainReader:
    """Collects parties and services while walking through the file.

    The chain is made when all are known.
    """

    def __init__(self, nodes: NodeReader, problems: Problems) -> None:
        self.nodes: NodeReader = nodes
        self.problems: Problems = problems
        self.values: dict[str, Any] = {}
        self.parties: dict[str, Party] = {}
        # Whether parties may be missing because of a mistake that is noted already.
        self.lost: bool = bool(problems.found)
        self.marks: dict[str, Any] = {}  # of the parties' ids, and of what actions say
        self.scenarios: ScenariosReader = ScenariosReader(nodes)
        self.services: ServiceReader = ServiceReader(nodes, problems)
        self.chain_fields: dict[str, FieldReader] = readers(_CHAIN, nodes)
        self.chain_fields["valuechain"] = FieldReader("valuechain", nodes, _Version())
        self.party_fields: dict[str, FieldReader] = readers(_PARTY, nodes)

    # Walking: the file, its sections, their parties.

    def read(self) -> Located:
        """The chain, and where its parts stand."""
        start = self._start()
        before: Any = None
        for key, event in self.nodes.entries(start):
            self._top(key, event, before)
            before = event
        if self.values.get("valuechain") is None and not any(
            problem.message.startswith("valuechain:") for problem in self.problems.found
        ):
            message = "the format version is missing"
            self.problems.at(start.start_mark, message, "begin with 'valuechain: 1'")
        self.nodes.nothing_follows()
        return self._finished()

    def _start(self) -> MappingStartEvent:
        """The event that begins the file."""
        start = self.nodes.document()
        if isinstance(start, MappingStartEvent):
            return start
        if isinstance(start, StreamEndEvent) or is_empty(start):
            hint = "begin with 'valuechain: 1'; 'valuechain new FILE' writes an example"
            self.problems.at_index(0, "the file is empty", hint)
        else:
            hint = "begin with 'valuechain: 1', then 'teams:' and 'customers:'"
            self.problems.at(start.start_mark, "this is not a value chain", hint)
        raise Unreadable

    def _top(self, key: ScalarEvent, event: Any, before: Any) -> None:
        """An entry at the top of the file."""
        name = key.value
        if name in SECTIONS:
            self._section(name, event)
        elif name in self.chain_fields:
            self.marks[f"\n\n{name}"] = key.start_mark
            self.values[name] = self.chain_fields[name].read(event)
        elif name == "scenarios":
            self.scenarios.read(event)
        elif not comma_split(self.problems, before, key, event):
            # A section, perhaps, with parties that others serve.
            self.lost |= isinstance(event, MappingStartEvent)
            unknown_key(self.problems, key, "chain", TOP)
            self.nodes.skip(event)

    def _section(self, section: str, event: Any) -> None:
        self.lost |= not (type(event) is MappingStartEvent or is_empty(event))
        message = f"'{section}:' takes parties by id"
        hint = "such as 'clerk:' on a line of its own"
        for key, value in self.nodes.mapping(event, message, hint):
            self._party(key, SECTIONS[section], value)

    def _party(self, key: ScalarEvent, kind: Kind, event: Any) -> None:
        party_id = key.value
        mark: Any = key.start_mark
        shown = f"party {quoted(party_id)}"
        if party_id in self.parties:
            first = self.marks[party_id].line + 1
            hint = f"it is defined in line {first} already"
            self.problems.at(mark, f"{shown} is defined twice", hint)
            self.nodes.skip(event)
            return
        if fault := id_fault(party_id):
            self.problems.at(mark, *fault)
            self.lost = True
        values: dict[str, Any] = {}
        before: Any = None
        hint = "such as 'name:' and 'serves:'"
        for field, value in self.nodes.mapping(event, f"{shown} takes fields", hint):
            if not comma_split(self.problems, before, field, value):
                self._party_field(party_id, kind, field, value, values)
            before = value
        self.marks[party_id] = mark
        self.parties[party_id] = Party(party_id, kind=kind, **values)

    def _party_field(
        self, party_id: str, kind: Kind, key: ScalarEvent, event: Any, values: dict[str, Any]
    ) -> None:
        name = key.value
        known = _PARTY_OF[kind]
        if name in known:
            if (found := self.party_fields[name].read(event)) is not None:
                values |= _PARTY[name].spread(found)
        elif name != "serves":
            unknown_key(self.problems, key, "party", (*known, "serves"), _elsewhere(name))
            self.nodes.skip(event)
        elif kind != "customer":
            self.services.read(party_id, event)
        else:
            if not is_empty(event):
                hint = "the chain ends at customers; list it under 'teams:' if it serves"
                message = f"the external customer {quoted(party_id)} serves somebody"
                self.problems.at(key.start_mark, message, hint)
            self.nodes.skip(event)

    # The chain, once all is known.

    def _finished(self) -> Located:
        """Fill in the defaults, check the structure, make the chain."""
        given = {
            name: value
            for name, value in self.values.items()
            if value is not None and name in _CHAIN
        }
        services = self.services.made(given, self.marks)
        self._check_structure(services, given)
        if self.problems.found:
            raise Unreadable
        own: dict[str, Any] = {"scenarios": self.scenarios.found}
        for name, value in given.items():
            own |= _CHAIN[name].spread(value)
        places = {key: (mark.line + 1, mark.column + 1) for key, mark in self.marks.items()}
        return ValueChain(self.parties, services, **own, _checked=True), places

    def _check_structure(self, services: list[Service], given: Mapping[str, Any]) -> None:
        refused_before = bool(self.problems.found)
        structure = list(broken_structure(self.parties, services, given))
        faults = [*structure, *broken_plans(services, self.scenarios.found, self.services.refused)]
        if not faults:
            return
        ids = (service.id for service in services)
        of_services = dict(zip(ids, self.services.places, strict=True))
        places = self.marks | self.scenarios.places | of_services
        # What is missing, or depends on itself, may well be so because of what was refused; the
        # service of a scenario may be misspelt where it is served.
        quiet = {
            "missing": self.lost,
            "no end": refused_before,
            "loop": refused_before,
            "rule": refused_before,
            "scenario": self.lost or bool(structure),
        }
        for fault in faults:
            if quiet.get(fault.kind):
                continue
            if fault.place:
                self.problems.at(places[fault.place], fault.message, fault.hint)
            else:
                self.problems.at_index(0, fault.message, fault.hint)


def _elsewhere(name: str) -> str:
    """Who has a field that this kind of party has not."""
    return _PARTY[name].elsewhere if name in _PARTY else ""
