"""From a table of parties and one of services to a chain, or every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from valuechain.files.grid import Grid
from valuechain.files.headings import NOTES, Headings
from valuechain.files.template_rows import still_an_example
from valuechain.model.action_rules import broken_plans
from valuechain.model.actions import ACTION_FIELDS, REQUIRED, Action
from valuechain.model.chain import CHAIN_FIELDS, ValueChain
from valuechain.model.compounds import ACTIONS, ASPECTS, SCORE
from valuechain.model.fields import Field
from valuechain.model.format import PARTY_COLUMNS
from valuechain.model.parts import (
    EITHER,
    PARTY_FIELDS,
    SERVICE_COLUMNS,
    SERVICE_FIELDS,
    Party,
    Service,
    service_ids,
    word_of,
)
from valuechain.model.rules import BESIDE, broken_structure
from valuechain.model.scenarios import Scenario, Setting
from valuechain.model.tables import SCENARIOS
from valuechain.model.texts import id_fault, words_fault
from valuechain.model.values import CHAIN, KINDS, SETTING, Family
from valuechain.problems import COLLECTED, Fault, FormatError, Problem, nearest, quoted

_IMPROVE = f"{ACTIONS.name}."
_OWN = ("id", "kind")
_ENDS = ("provider", "customer")
_COLUMNS: Mapping[str, Mapping[str, Field]] = {
    CHAIN: {field.heading: field for field in CHAIN_FIELDS},
    **{
        kind: {field.heading: field for field in PARTY_FIELDS if field.is_of(kind)}
        for kind in KINDS
    },
}
"""The columns that a row of each kind can fill."""
_PARTY_COLUMNS = {field.heading: field for field in PARTY_FIELDS}
_FIELDS = {field.family or field.heading: field for field in SERVICE_FIELDS}
_ACTION_KINDS = {field.name: field.kind for field in ACTION_FIELDS}


def _verbatim(*fields: Field) -> list[str]:
    return [field.heading for field in fields if field.kind.keeps_space]


def _is_score(field: Field) -> bool:
    return field.kind is SCORE or field.kind is ASPECTS


PARTIES = Headings(
    "parties",
    PARTY_COLUMNS,
    _OWN,
    verbatim=_verbatim(*PARTY_FIELDS[1:]),
    keeps_examples=True,  # those that a service names
)
SERVICES = Headings(
    "services",
    SERVICE_COLUMNS,
    _ENDS,
    families={
        **{
            field.family: field.kind.heading_fault
            for field in SERVICE_FIELDS
            if isinstance(field.kind, Family)
        },
        SCENARIOS: words_fault,
    },
    verbatim=_verbatim(*(field for field in SERVICE_FIELDS if not field.by_place)),
    scores=(
        *(field.family or field.heading for field in SERVICE_FIELDS if _is_score(field)),
        SCENARIOS,
    ),
)


class _Column(NamedTuple):
    """What a column of the services holds: a field, or a scenario (``None``).

    `rest` is the word behind its name in the heading.
    """

    heading: str
    field: Field | None
    rest: str
    read: Callable[[str], Any]


def _column(heading: str) -> _Column | None:
    """The column of this heading; ``None`` for what is read otherwise, or not at all."""
    family = SERVICES.family(heading)
    rest = family and heading.removeprefix(family)
    if family == SCENARIOS:
        return _Column(heading, None, rest, SETTING.read)
    field = _FIELDS.get(family or heading)
    if field is None or field.by_place or field.kind is ACTIONS:
        return None
    kind = SCORE if field.kind is ASPECTS else field.kind
    return _Column(heading, field, rest, kind.read_cell)


class TableReader:
    """Reads both tables, noting every problem."""

    def __init__(self, parties: Grid, services: Grid) -> None:
        self.parties: Grid = parties
        self.services: Grid = services
        self.problems: list[Problem] = [*parties.problems(), *services.problems()]
        self.own: dict[str, Any] = {}  # what the row of the chain says, as the chain holds it
        self.rows: dict[str, int] = {}  # of the parties, by id
        self.columns: list[_Column] = [found for found in map(_column, services.columns) if found]
        self.settings: dict[str, list[tuple[str, Setting]]] = {
            column.rest: [] for column in self.columns if column.field is None
        }
        # Ids and words of actions with a mistake that is noted already.
        self.refused: set[str] = set()
        # Whether parties may be missing because of a mistake that is noted already.
        self.lost: bool = False

    def chain(self) -> ValueChain:
        """The chain.

        Raises:
            FormatError: the tables are none; every problem.
        """
        members = list(self._members())
        made = list(self._services())
        scenarios = [Scenario(name, tuple(pairs)) for name, pairs in self.settings.items() if pairs]
        self._check_structure({party.id: party for party in members}, made, scenarios)
        if self.problems:
            raise FormatError(self.problems[:COLLECTED])
        return ValueChain(members, made, **self.own, scenarios=scenarios)

    def _check_structure(
        self, known: Mapping[str, Party], made: list[Service], scenarios: list[Scenario]
    ) -> None:
        # What is missing, or depends on itself, may well be so because of what was refused.
        refused = bool(self.problems)
        quiet = {"missing": self.lost, "no end": refused, "loop": refused, "rule": refused}
        sound = [service for service in made if service.provider and service.customer]
        faults = list(broken_structure(known, sound, self.own))
        if len(sound) == len(made):
            faults += broken_plans(sound, scenarios, self.refused)
        rows = {service.id: index for index, service in enumerate(made)}
        for fault in faults:
            if not quiet.get(fault.kind):
                self.problems.append(self._placed(fault, made, rows))

    def _placed(self, fault: Fault, made: list[Service], rows: Mapping[str, int]) -> Problem:
        """A fault with the cell that it concerns."""
        if fault.place in self.rows:
            index = self.rows[fault.place]
            return self.parties.problem(index, "id", fault.message, fault.hint)
        service_id, *action = fault.place.split("\n")
        if service_id not in rows:
            table = self.parties
            return Problem(fault.message, fault.hint, None, None, table.file, sheet=table.sheet)
        index = rows[service_id]
        heading = "customer"
        if action:
            number, name = [*action, "action"][:2]
            heading = f"{_IMPROVE}{int(number) + 1}.{name}"
        elif fault.message == f"no party {quoted(made[index].provider)} is defined":
            heading = "provider"
        return self.services.problem(index, heading, fault.message, fault.hint)

    # Parties.

    def _members(self) -> Iterator[Party]:
        table = self.parties
        kinds, ids = map(table.column, ("kind", "id"))
        shown = [(name, table.column(name)) for name in ("id", "name", NOTES)]
        named = {name for end in _ENDS for name in self.services.column(end)}
        for index, (word, party_id) in enumerate(zip(kinds, ids, strict=True)):
            row = {name: column[index] for name, column in shown}
            if party_id not in named and still_an_example(row):
                continue
            kind = word.casefold()
            if kind not in _COLUMNS:
                self._note_kind(index, word)
                continue
            values = self._values(index, kind)
            if kind == CHAIN:
                self._chain(index, party_id, values)
                continue
            if fault := id_fault(party_id):
                self._note(table, index, "id", *fault)
                self.lost = True
            if party_id in self.rows:
                hint = f"it is defined in row {table.rows[self.rows[party_id]]} already"
                self._note(table, index, "id", f"party {quoted(party_id)} is defined twice", hint)
                continue
            self.rows[party_id] = index
            yield Party(party_id, kind=kind, **values)  # type: ignore[arg-type]  # one of the kinds

    def _note_kind(self, index: int, word: str) -> None:
        hint = nearest(word.casefold(), _COLUMNS) or f"one of {', '.join(KINDS)}"
        message = f"no kind {quoted(word)}" if word else "no kind"
        self._note(self.parties, index, "kind", message, hint)
        self.lost = True

    def _values(self, index: int, kind: str) -> dict[str, Any]:
        """The further values of a party, or of the whole chain, as these hold them."""
        table = self.parties
        found: dict[str, Any] = {}
        for heading in table.columns:
            if heading in (*_OWN, NOTES) or not table.column(heading)[index]:
                continue
            field = _COLUMNS[kind].get(heading)
            if field is None:
                message = f"a {kind} has no {heading}"
                self._note(table, index, heading, message, _owner(heading, kind))
            elif (value := self._parsed(table, index, heading, field.kind.read_cell)) is not None:
                found |= field.spread(value)
        return found

    def _chain(self, index: int, party_id: str, values: dict[str, Any]) -> None:
        table = self.parties
        if self.own:
            message = "a second row of the kind 'chain'"
            self._note(table, index, "kind", message, "keep one of them")
        if party_id:
            message = f"the row of the kind 'chain' has the id {quoted(party_id)}"
            self._note(table, index, "id", message, "leave it empty")
        self.own = {"title": "", **values}

    # Services.

    def _services(self) -> Iterator[Service]:
        table = self.services
        ends = list(zip(*map(table.column, _ENDS), strict=True))
        for index, pair in enumerate(ends):
            for heading, party in zip(_ENDS, pair, strict=True):
                if not party:
                    self._note(table, index, heading, f"no {heading}", "say who serves whom")
        for index, (service_id, pair) in enumerate(zip(service_ids(ends), ends, strict=True)):
            yield self._service(index, service_id, *pair)

    def _service(self, index: int, service_id: str, provider: str, customer: str) -> Service:
        values: dict[str, Any] = {}
        for field in SERVICE_FIELDS:
            if field.inherited:
                values |= field.kind.passed_on(field.name, self.own)
        cells = self._cells(index, service_id)
        for field in SERVICE_FIELDS:
            if field.name in cells:
                values |= field.spread(_joined(field, cells[field.name]))
        for one, other in EITHER:
            if values.get(one) and values.get(other):
                message, hint = BESIDE
                self._note(self.services, index, other, message.format(one, other), hint)
        values[ACTIONS.name] = tuple(self._actions(index))
        return Service(service_id, provider, customer, **values)

    def _cells(self, index: int, service_id: str) -> dict[str, dict[str, Any]]:
        """The values of a row by field and the rest of the heading; what scenarios set is kept."""
        found: dict[str, dict[str, Any]] = {}
        for heading, field, rest, read in self.columns:
            if not self.services.columns[heading][index]:
                continue
            value = self._parsed(self.services, index, heading, read)
            if value is None:
                continue
            if field is None:
                self.settings[rest].append((service_id, value))
            else:
                found.setdefault(field.name, {})[rest] = value
        return found

    def _actions(self, index: int) -> Iterator[Action]:
        """What can be done about the service in a row."""
        for number, words in sorted(self._words_of_actions(index).items()):
            start = f"{_IMPROVE}{number}."
            values = {
                name: self._parsed(self.services, index, start + name, _ACTION_KINDS[name].read)
                for name in words
            }
            missing = [name for name in REQUIRED if name not in words]
            if missing or None in values.values():
                self.refused |= {words[key] for key in ("action", "id") if key in words} or {""}
            if missing:
                message = f"an action needs its {quoted(missing[0])}"
                self._note(self.services, index, start + missing[0], message, "fill it in")
            elif None not in values.values():
                yield Action(**values)

    def _words_of_actions(self, index: int) -> dict[int, dict[str, str]]:
        """The texts in the cells of a row's actions, by number and field."""
        found: dict[int, dict[str, str]] = {}
        for heading in self.services.columns:
            match = ACTIONS.column.fullmatch(heading.removeprefix(_IMPROVE))
            if match and (text := self.services.column(heading)[index]):
                found.setdefault(int(match[1]), {})[match[2]] = text
        return found

    # Both.

    def _parsed(self, table: Grid, index: int, heading: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(table.column(heading)[index])
        except Fault as refused:
            self._note(table, index, heading, refused.message, refused.hint)
            return None

    def _note(self, table: Grid, index: int, heading: str, message: str, hint: str) -> None:
        if (index, heading) not in table.faulty and len(self.problems) < COLLECTED:
            self.problems.append(table.problem(index, heading, message, hint))


def _joined(field: Field, cells: Mapping[str, Any]) -> Any:
    """The value of a field from its cells."""
    if field.family:
        return tuple(sorted(cells.items(), key=word_of))
    return cells[""]


def _owner(heading: str, kind: str) -> str:
    """Whose a value is that stands in the wrong row."""
    if kind == CHAIN:
        return "it belongs to a party"
    if heading in _COLUMNS[CHAIN]:
        return "it belongs to the row of the kind 'chain'"
    return _PARTY_COLUMNS[heading].elsewhere
