"""Parties and services as tables: CSV, sheets of a workbook, rows in Python; and back."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from valuechain.files.atomic import write_all, write_whole
from valuechain.files.collector import collector_paused
from valuechain.files.grid import Grid, TableSource, grid, neutral, table_of
from valuechain.files.headings import Headings
from valuechain.files.sheets import Sheets
from valuechain.files.workbook import Workbook, xlsxwriter
from valuechain.files.yaml_actions import REQUIRED
from valuechain.files.yaml_fields import (
    amount,
    dependence,
    flag,
    number,
    percentage,
    positive,
    quality,
    rule,
    setting,
    whole,
)
from valuechain.model.action_rules import broken_plans, words_fault
from valuechain.model.actions import Action
from valuechain.model.chain import ValueChain
from valuechain.model.parts import (
    DEPENDENCE,
    KINDS,
    TARGET,
    Party,
    Service,
    middle,
    service_ids,
    word_of,
)
from valuechain.model.rules import aspect_fault, broken_structure, id_fault, text_fault
from valuechain.model.scenarios import Scenario, Setting
from valuechain.model.score import Score
from valuechain.model.tables import (
    ACTION_COLUMN,
    ACTION_FIELDS,
    ASPECTS,
    CHAIN,
    IMPROVE,
    PARTY_COLUMNS,
    SCENARIOS,
    SERVICE_COLUMNS,
    Row,
)
from valuechain.problems import (
    COLLECTED,
    ArgumentError,
    Fault,
    FormatError,
    ModelError,
    Problem,
    nearest,
    quoted,
)
from valuechain.questions.survey_form import SurveyForm

ANSWER_COLUMNS = (
    "provider",
    "customer",
    "delivers",
    "score",
    "aspect",
    "respondent",
    "wave",
    "scale",
)
PARTIES = Headings("parties", PARTY_COLUMNS, ("id", "kind"), verbatim=("name", "group"))


def _action_column(rest: str) -> tuple[str, str] | None:
    if ACTION_COLUMN.fullmatch(rest):
        return None
    return (
        f"{quoted(IMPROVE + rest)} is no column of an action",
        f"such as {IMPROVE}1.action; there are {', '.join(ACTION_FIELDS)}",
    )


SERVICES = Headings(
    "services",
    SERVICE_COLUMNS,
    ("provider", "customer"),
    families={ASPECTS: aspect_fault, IMPROVE: _action_column, SCENARIOS: words_fault},
    verbatim=("delivers", "satisfaction", "quality"),
)
_KIND_COLUMNS = {
    CHAIN: ("name", "kind", "target", "dependence", "rule"),
    "supplier": ("id", "name", "kind", "group", "people", "column"),
    "team": ("id", "name", "kind", "group", "people", "column"),
    "customer": ("id", "name", "kind", "group", "people", "share"),
}


def read_tables(parties: TableSource, services: TableSource) -> ValueChain:
    """Read a chain from a table of its parties and one of its services.

    The columns bear the file format's names; which are needed are ``id`` and ``kind`` (supplier,
    team or customer), and ``provider`` and ``customer``. A row of the kind ``chain`` among the
    parties has the title (as `name`), target, dependence and rule of the whole. A column
    ``aspects.timeliness`` holds the scores of that aspect, ``scenarios.hard winter`` what that
    scenario sets, and ``improve.1.action``, ``improve.1.cost``, ``improve.1.quality`` the first
    action of each service; several ids in ``improve.1.needs`` stand on a line each. Empty cells are
    absent.

    Args:
        parties: path of a CSV file or a workbook, an open CSV file, rows as mappings or sequences,
            or a DataFrame.
        services: likewise.

    Raises:
        FormatError: the tables are no value chain; `problems` holds every mistake with its row and
            column.
        OSError: a file cannot be read.
        ArgumentError: an argument is no table.

    >>> parties = [{"id": "clerk", "kind": "team"}, {"id": "customer", "kind": "customer"}]
    >>> services = [{"provider": "clerk", "customer": "customer", "satisfaction": "81% (9 responses)"}]
    >>> read_tables(parties, services).services["clerk->customer"].satisfaction.value
    0.81
    """
    with collector_paused():
        return _read(lambda: table_of(parties, PARTIES), lambda: table_of(services, SERVICES))


def read_excel(path: str | os.PathLike[str]) -> ValueChain:
    """Read a chain from the sheets ``parties`` and ``services`` of a workbook, as `read_tables` does; needs the extra ``excel``.

    Raises:
        FormatError: the workbook holds no value chain; `problems` holds every mistake with its
            sheet, row and column.
        OSError: the file cannot be read.
        MissingExtraError: python-calamine is not installed.
    """
    if not isinstance(path, str | os.PathLike):
        raise ArgumentError(f"read_excel takes a path, not {type(path).__name__}")
    book = Workbook(path)
    with collector_paused():
        return _read(
            lambda: grid(book.table(PARTIES), PARTIES), lambda: grid(book.table(SERVICES), SERVICES)
        )


def _read(parties: Callable[[], Grid], services: Callable[[], Grid]) -> ValueChain:
    """The chain of two tables; what is wrong with either is told at once."""
    problems: list[Problem] = []
    tables = []
    for table in (parties, services):
        try:
            tables.append(table())
        except FormatError as error:
            problems += error.problems
    if problems:
        raise FormatError(problems)
    return _Tables(*tables).chain()


class _Tables:
    """Reads both tables, noting every problem."""

    def __init__(self, parties: Grid, services: Grid) -> None:
        self.parties, self.services = parties, services
        self.problems: list[Problem] = [*parties.problems(), *services.problems()]
        self.told: dict[str, Any] = {}
        self.rows: dict[str, int] = {}  # of the parties, by id
        names = [
            heading.removeprefix(SCENARIOS)
            for heading in services.columns
            if heading.startswith(SCENARIOS)
        ]
        self.settings: dict[str, list[tuple[str, Setting]]] = {
            name: [] for name in names
        }  # of the scenarios
        self.refused: set[str] = (
            set()
        )  # ids and words of actions with a mistake that is noted already
        self.lost = (
            False  # whether parties may be missing because of a mistake that is noted already
        )

    def chain(self) -> ValueChain:
        members = list(self._members())
        made = list(self._services())
        known = {party.id: party for party in members}
        refused = bool(self.problems)
        sound = [service for service, _ in made if service.provider and service.customer]
        scenarios = [Scenario(name, tuple(pairs)) for name, pairs in self.settings.items() if pairs]
        plans = broken_plans(sound, scenarios, self.refused) if len(sound) == len(made) else ()
        for fault in (*broken_structure(known, sound), *plans):
            # What is missing, or depends on itself, may well be so because of what was refused.
            if (fault.kind == "missing" and self.lost) or (
                fault.kind in ("no end", "loop") and refused
            ):
                continue
            self.problems.append(self._place(fault.place, made, fault.message, fault.hint))
        if self.problems:
            raise FormatError(self.problems[:COLLECTED])
        return ValueChain(
            members, [service for service, _ in made], **self.told, scenarios=scenarios
        )

    def _place(
        self, name: str, made: list[tuple[Service, int]], message: str, hint: str
    ) -> Problem:
        if name in self.rows:
            return self.parties.problem(self.rows[name], "id", message, hint)
        name, *action = name.split("\n")
        for service, index in made:
            if service.id == name and action:
                number, *field = action
                return self.services.problem(
                    index,
                    f"{IMPROVE}{int(number) + 1}.{field[0] if field else 'action'}",
                    message,
                    hint,
                )
            if service.id == name:
                heading = (
                    "provider"
                    if message == f"no party {quoted(service.provider)} is defined"
                    else "customer"
                )
                return self.services.problem(index, heading, message, hint)
        return Problem(message, hint, None, None, self.parties.file, sheet=self.parties.sheet)

    # Parties.

    def _members(self) -> Iterator[Party]:
        table = self.parties
        kinds, ids = table.column("kind"), table.column("id")
        for index, (kind_text, party_id) in enumerate(zip(kinds, ids, strict=True)):
            kind = kind_text.casefold()
            if kind not in _KIND_COLUMNS:
                hint = nearest(kind, _KIND_COLUMNS) or f"one of {', '.join(KINDS)}"
                self._note(
                    table,
                    index,
                    "kind",
                    f"no kind {quoted(kind_text)}" if kind else "no kind",
                    hint,
                )
                self.lost = True
                continue
            values = self._values(table, index, kind)
            if kind == CHAIN:
                self._chain(index, values)
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

    def _values(self, table: Grid, index: int, kind: str) -> dict[str, Any]:
        """The further values of a party, or of the whole chain."""
        parsers: dict[str, Callable[[str], Any]] = {
            "people": whole,
            "column": whole,
            "share": number,
        }
        parsers |= {
            "target": percentage,
            "dependence": dependence,
            "rule": rule,
            "name": _text,
            "group": _text,
        }
        found = {}
        for heading in table.columns:
            if heading in ("id", "kind") or not table.column(heading)[index]:
                continue
            if heading not in _KIND_COLUMNS[kind]:
                hint = _owner(heading, kind)
                self._note(table, index, heading, f"a {kind} has no {heading}", hint)
            elif (value := self._parsed(table, index, heading, parsers[heading])) is not None:
                found[heading] = value
        return found

    def _chain(self, index: int, values: dict[str, Any]) -> None:
        if self.told:
            self._note(
                self.parties, index, "kind", "a second row of the kind 'chain'", "keep one of them"
            )
        if party_id := self.parties.column("id")[index]:
            self._note(
                self.parties,
                index,
                "id",
                f"the row of the kind 'chain' has the id {quoted(party_id)}",
                "leave it empty",
            )
        self.told = {"title": values.pop("name", ""), **values}
        if isinstance(ends := self.told.get("dependence"), tuple):
            self.told |= {"dependence": middle(ends), "dependence_range": ends}

    # Services.

    def _services(self) -> Iterator[tuple[Service, int]]:
        table = self.services
        ends = list(zip(table.column("provider"), table.column("customer"), strict=True))
        for index, pair in enumerate(ends):
            for heading, party in zip(("provider", "customer"), pair, strict=True):
                if not party:
                    self._note(table, index, heading, f"no {heading}", "say who serves whom")
        for index, (service_id, (provider, customer)) in enumerate(
            zip(service_ids(ends), ends, strict=True)
        ):
            yield self._service(index, service_id, provider, customer), index

    def _service(self, index: int, service_id: str, provider: str, customer: str) -> Service:
        table = self.services
        parsers: dict[str, Callable[[str], Any]] = {
            "delivers": _text,
            "satisfaction": _score,
            "quality": _score,
            "weight": positive,
        }
        parsers |= {"dependence": dependence, "critical": flag, "target": percentage}
        values: dict[str, Any] = {
            "dependence": self.told.get("dependence", DEPENDENCE),
            "dependence_range": self.told.get("dependence_range"),
            "target": self.told.get("target", TARGET),
        }
        aspects = []
        for heading in table.columns:
            if (
                heading in ("provider", "customer")
                or heading.startswith(IMPROVE)
                or not table.column(heading)[index]
            ):
                continue
            family = SERVICES.family(heading)
            value = self._parsed(
                table,
                index,
                heading,
                setting if family == SCENARIOS else parsers.get(heading, _score),
            )
            if value is not None and family == ASPECTS:
                aspects.append((heading.removeprefix(ASPECTS), value))
            elif value is not None and family:
                self.settings[heading.removeprefix(SCENARIOS)].append((service_id, value))
            elif isinstance(value, tuple):
                values |= {"dependence": middle(value), "dependence_range": value}
            elif value is not None:
                values |= {heading: value} | (
                    {"dependence_range": None} if heading == "dependence" else {}
                )
        if values.get("satisfaction") and values.get("quality"):
            self._note(
                table,
                index,
                "quality",
                "'satisfaction' beside 'quality'",
                "keep the one that was asked",
            )
        values["improve"] = tuple(self._actions(index))
        return Service(
            service_id, provider, customer, aspects=tuple(sorted(aspects, key=word_of)), **values
        )

    def _actions(self, index: int) -> Iterator[Action]:
        """What can be done about the service in a row."""
        told: dict[int, dict[str, str]] = {}
        for heading in self.services.columns:
            match = (
                ACTION_COLUMN.fullmatch(heading.removeprefix(IMPROVE))
                if heading.startswith(IMPROVE)
                else None
            )
            if match and (text := self.services.column(heading)[index]):
                told.setdefault(int(match[1]), {})[match[2]] = text
        for number_, fields in sorted(told.items()):
            values = {
                name: self._parsed(
                    self.services, index, f"{IMPROVE}{number_}.{name}", _ACTION[name]
                )
                for name in fields
            }
            if None in values.values() or not fields.keys() >= set(REQUIRED):
                self.refused |= {fields[name] for name in ("action", "id") if name in fields} or {
                    ""
                }
            if missing := [name for name in REQUIRED if name not in fields]:
                self._note(
                    self.services,
                    index,
                    f"{IMPROVE}{number_}.{missing[0]}",
                    f"an action needs its {quoted(missing[0])}",
                    "fill it in",
                )
            elif None not in values.values():
                yield Action(**values)

    # Both.

    def _parsed(self, table: Grid, index: int, heading: str, parse: Callable[[str], Any]) -> Any:
        try:
            return parse(table.column(heading)[index])
        except Fault as refused:
            self._note(table, index, heading, refused.message, refused.hint)
            return None

    def _note(self, table: Grid, index: int, heading: str, message: str, hint: str) -> None:
        if (index, heading) not in table.faulty and len(self.problems) < COLLECTED:
            self.problems.append(table.problem(index, heading, message, hint))


def _owner(heading: str, kind: str) -> str:
    """Whose a value is that stands in the wrong row."""
    if kind == CHAIN:
        return "it belongs to a party"
    if heading in _KIND_COLUMNS[CHAIN]:
        return "it belongs to the row of the kind 'chain'"
    return (
        "only external customers have one"
        if heading == "share"
        else "customers stand in the last column"
    )


def _text(text: str) -> str:
    if fault := text_fault(text):
        raise Fault(*fault)
    return text


def _words(text: str) -> str:
    if fault := words_fault(text):
        raise Fault(*fault)
    return text


def _ids(text: str) -> tuple[str, ...]:
    ids = tuple(map(_words, text.split("\n")))
    if len(set(ids)) < len(ids):
        raise Fault("an action is named twice", "keep one of them")
    return ids


_ACTION: dict[str, Callable[[str], Any]] = {
    "action": _words,
    "id": _words,
    "cost": amount,
    "quality": quality,
    "needs": _ids,
    "excludes": _ids,
}


def _score(text: str) -> Score:
    """A score in any form; white space at its ends is kept where it can be."""
    with contextlib.suppress(ModelError):
        return Score.parse(text)
    try:
        return Score.parse(text.strip())
    except ModelError as error:
        raise Fault(error.problems[0].message, error.problems[0].hint) from None


# Writing.


def write_tables(
    chain: ValueChain, parties: str | os.PathLike[str], services: str | os.PathLike[str]
) -> None:
    """Write a chain as two CSV files, both whole or neither, which `read_tables` reads back as the same chain.

    A text that a spreadsheet would run as a formula begins with an apostrophe there.

    Raises:
        OSError: a file cannot be written.
        ArgumentError: `chain` is no ValueChain.
    """
    _check(chain, "write_tables")
    tables = chain.to_tables()
    texts = [
        csv_text(tables.parties, list(PARTY_COLUMNS)),
        csv_text(tables.services, _service_headings(tables.services)),
    ]
    write_all(dict(zip((Path(parties), Path(services)), texts, strict=True)))


def csv_text(rows: Iterable[Mapping[str, Any]], headings: Sequence[str]) -> str:
    """Rows as CSV that no spreadsheet runs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(heading) for heading in headings])
    writer.writerows([_told(row.get(heading)) for heading in headings] for row in rows)
    return out.getvalue()


def _told(value: Any) -> str:
    """A value as a cell of a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 10**15):
        return repr(float(value)).removesuffix(".0")
    return neutral(str(value))


def _service_headings(rows: list[Row]) -> list[str]:
    return list(rows[0]) if rows else list(SERVICE_COLUMNS)


def _check(chain: object, function: str) -> None:
    if not isinstance(chain, ValueChain):
        raise ArgumentError(
            f"{function} takes a ValueChain, not {type(chain).__name__}: make it with load(path) or loads(text)"
        )


def write_excel(chain: ValueChain, path: str | os.PathLike[str]) -> None:
    """Write a chain as a workbook with the sheets ``parties`` and ``services``, which `read_excel` reads back as the same chain.

    Kinds, parties and flags have drop-downs, so that the workbook can be worked on. Texts are
    texts, whatever they begin with. The file is written whole or not at all.

    Raises:
        OSError: the file cannot be written.
        ArgumentError: `chain` is no ValueChain.
        MissingExtraError: XlsxWriter is not installed.
    """
    _check(chain, "write_excel")
    tables = chain.to_tables()
    write_whole(Path(path), workbook(tables.parties, tables.services))


def workbook(
    parties: list[Row], services: list[Row], answers: tuple[Sequence[str], list[Row]] | None = None
) -> bytes:
    """A workbook of these rows; and of a survey's answers, if there are headings and rows of them."""
    sheets = Sheets(xlsxwriter())
    if answers:
        sheets.answers(answers[1], answers[0])
    sheets.parties(parties, PARTY_COLUMNS)
    sheets.services(services, _service_headings(services))
    return sheets.finished()


def template() -> bytes:
    """A workbook to fill in: parties, services and answers, each with an example."""
    parties = [
        {
            "name": "My organisation",
            "kind": CHAIN,
            "target": "75%",
            "dependence": 0.8,
            "rule": "mean",
        },
        {"id": "clerk", "name": "Clerk", "kind": "team", "group": "Shop", "people": 2},
        {"id": "customer", "name": "Customer", "kind": "customer", "share": 1},
    ]
    service = {
        "provider": "clerk",
        "customer": "customer",
        "delivers": "friendly advice",
        "satisfaction": "3.4/5 (9 responses)",
    }
    services = [
        dict.fromkeys(SERVICE_COLUMNS)
        | service
        | {"weight": 1, "dependence": 0.8, "critical": False, "target": "75%"}
    ]
    answer = {
        "provider": "clerk",
        "customer": "customer",
        "delivers": "friendly advice",
        "score": "4/5",
        "respondent": "r1",
        "wave": "2026",
    }
    return workbook(parties, services, (ANSWER_COLUMNS, [answer]))


def form_workbook(form: SurveyForm, chain: ValueChain) -> bytes:
    """A form as a workbook whose sheet of answers `read_survey` reads once it is filled in; with it the parties, and no score."""
    rows = [
        {
            "question": question.text,
            "provider": question.provider,
            "customer": question.asked,
            "delivers": question.delivers,
        }
        | {"aspect": question.aspect, "scale": "1-5"}
        for question in form.questions
    ]
    sheets = Sheets(xlsxwriter())
    sheets.answers(
        rows,
        (
            "question",
            "score",
            "respondent",
            "provider",
            "customer",
            "delivers",
            "aspect",
            "wave",
            "scale",
        ),
    )
    sheets.parties(chain.to_tables().parties, PARTY_COLUMNS)
    return sheets.finished()
