"""Which column asks whom about what? A map laid on an export and on a chain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from valuechain.files.answer_map import AnswerMap, Asked, Word
from valuechain.files.asked_services import AskedServices, Served
from valuechain.files.export import Column, Sheet, plain_heading
from valuechain.files.grid import hidden_rows
from valuechain.files.headings import HeldIn, RawTable, table_fault
from valuechain.files.stray_rows import told
from valuechain.model.chain import ValueChain
from valuechain.problems import Problem, nearest, quoted
from valuechain.survey.no_answer import is_no_answer

_DIGIT = re.compile(r"\d")
_SHOWN = 8  # columns or teams that a sentence lists


class Group(NamedTuple):
    """Rows of a sheet that belong to one party (``None`` where it is not said) and wave."""

    customer: str | None
    wave: str
    rows: NDArray[np.intp]


@dataclass(frozen=True)
class Part:
    """A sheet with who answered: its groups, and the respondents where they are told apart."""

    sheet: Sheet
    groups: tuple[Group, ...]
    respondents: Sequence[str]


@dataclass(frozen=True)
class Block:
    """A column that asks something, and for each group of its sheet the service that is meant."""

    part: Part
    column: Column
    asked: Asked
    services: tuple[Served | None, ...]


class MapOnExport:
    """The blocks of an export; what is wrong is in `problems` and in those of the map."""

    def __init__(self, found: AnswerMap, sheets: Sequence[Sheet], chain: ValueChain) -> None:
        self.map: AnswerMap = found
        self.services: AskedServices = AskedServices(found, chain)
        self.chain: ValueChain = chain
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.teams: dict[str, str | None] = self._teams()
        self.sheets: list[Sheet] = self._asking(sheets)
        if found.unsure:
            self.notes.append(
                f"{found.unsure} lines of the map are still marked 'unsure: please check': look at "
                "each, and delete the mark."
            )
        self._check_columns()
        self.parts: list[Part] = [self._part(sheet) for sheet in self.sheets]
        self.blocks: list[Block] = []
        self._taken: dict[tuple[str, str, str], Asked] = {}
        for asked in found.questions:
            self.blocks += self._blocks(asked)

    # Sheets and columns.

    def _asking(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        """The sheets in which a question of the map stands, or the first.

        Raises:
            FormatError: there are several, and none is said to be a team's.
        """
        words = [asked.column.text for asked in self.map.questions]
        asking = [sheet for sheet in sheets if any(map(sheet.find, words))] or [sheets[0]]
        for sheet in sheets:
            name = quoted(sheet.table.sheet)
            if sheet not in asking:
                self.notes.append(f"Sheet {name} is not read: no question of the map is in it.")
        for sheet in asking:
            self.notes += hidden_rows(sheet.table, sheet.body)
            self.notes += told(sheet.totals, sheet.table.first.__add__)
            if sheet.previews:
                rows = f"{sheet.previews} row{'s' * (sheet.previews > 1)}"
                self.notes.append(f"Left out: {rows} in which the survey was only tried (preview).")
        empty = [quoted(sheet.table.sheet) for sheet in asking if not sheet.body]
        if empty:
            hold = "Sheet {} holds" if len(empty) == 1 else "Sheets {} hold"
            dots = " ..." * (len(empty) > _SHOWN)
            self.notes.append(f"{hold.format(', '.join(empty[:_SHOWN]) + dots)} no answers yet.")
        by_sheet = self.map.team is not None and self.map.team.kind == "sheet"
        if len(asking) > 1 and not by_sheet:
            names = ", ".join(quoted(sheet.table.sheet) for sheet in asking[:_SHOWN])
            hint = "name one with --sheet; or write 'team: {sheet: true}' where each is a team's"
            whole = RawTable([], asking[0].table.file)
            raise table_fault(whole, f"several sheets have questions of the map: {names}", hint)
        return asking

    def _check_columns(self) -> None:
        """Note columns that are missing, meant twice, or not mentioned."""
        used: dict[tuple[int, int], Word] = {}
        several = {id(word) for word in self.map.left_out}
        for word in self.map.columns():
            found = [
                (at, each) for at, sheet in enumerate(self.sheets) for each in sheet.find(word.text)
            ]
            if not found:
                self._missing(word)
            for at, column in found:
                earlier = used.setdefault((at, column.number), word)
                if earlier is not word:
                    message = f"column {quoted(word.text)} is in the map twice"
                    hint = f"keep one: line {earlier.mark.line + 1} has it too"
                    self.map.refuse(word.mark, message, hint)
                    break
            if id(word) not in several:
                self._check_one(word)
        for at, sheet in enumerate(self.sheets):
            self._check_rest(sheet, {number for where, number in used if where == at})
        if self.map.left_out:
            self.notes.append(_left_out("by the map", (word.text for word in self.map.left_out)))

    def _missing(self, word: Word) -> None:
        names = dict.fromkeys(
            name for sheet in self.sheets for column in sheet.columns for name in column.names
        )
        if word.text == "?":
            self.map.refuse(word.mark, "which column is it?", "fill in its heading")
            return
        some = ", ".join(map(quoted, list(names)[:_SHOWN]))
        hint = nearest(word.text, names) or f"the export has {some}"
        self.map.refuse(word.mark, f"the export has no column {quoted(word.text)}", hint)

    def _check_one(self, word: Word) -> None:
        """Note a name that several columns of a sheet have."""
        for sheet in self.sheets:
            found = sheet.find(word.text)
            if len(found) > 1:
                where = ", ".join(column.letter for column in found[:_SHOWN])
                message = f"{len(found)} columns are called {quoted(word.text)}: {where}"
                self.map.refuse(word.mark, message, "name each by its letter, or its full name")
                return

    def _check_rest(self, sheet: Sheet, used: set[int]) -> None:
        rest = [column for column in sheet.columns if column.number not in used]
        kept = [column.name for column in rest if column.is_bookkeeping]
        if kept:
            self.notes.append(_left_out("as the tool's own", kept))
        unknown = [column for column in rest if not column.is_bookkeeping]
        if not unknown or not self.map.sound:
            return
        dots = " ..." * (len(unknown) > _SHOWN)
        names = ", ".join(f"{quoted(each.name)} ({each.letter})" for each in unknown[:_SHOWN])
        what = "1 column is" if len(unknown) == 1 else f"{len(unknown)} columns are"
        message = f"{what} in no line of the map: {names}{dots}"
        hint = "put each under 'questions:', or under 'left_out:'"
        table = sheet.table
        row = table.first + sheet.headings[0]
        file = table.file or "<table>"
        self.problems.append(Problem(message, hint, row, None, file, sheet=table.sheet))

    # Who answered, and when.

    def _teams(self) -> dict[str, str | None]:
        """The party of each word under ``teams:``, plain."""
        teams: dict[str, str | None] = {}
        for word, meant in self.map.teams:
            name = plain_heading(word.text)
            if name in teams:
                message = f"{quoted(word.text)} is under 'teams:' twice"
                self.map.refuse(word.mark, message, "keep one of them")
            teams[name] = self.services.party(meant)
        return teams

    def _part(self, sheet: Sheet) -> Part:
        count = len(sheet.body)
        customers = self._customers(sheet)
        waves = self._waves(sheet)
        keys = list(zip(customers, waves, strict=True))
        codes = {key: code for code, key in enumerate(dict.fromkeys(keys))}
        numbers = np.fromiter(map(codes.__getitem__, keys), np.intp, count)
        groups = tuple(Group(*key, np.flatnonzero(numbers == code)) for key, code in codes.items())
        people = self._texts(sheet, self.map.respondent)
        return Part(sheet, groups, ["" if _is_nobody(who) else who for who in people])

    def _texts(self, sheet: Sheet, word: Word | None) -> Sequence[str]:
        """The texts of a column; nothing where it is not asked for, or not there."""
        found = sheet.find(word.text) if word else []
        if not found:
            return ()
        texts, faults = sheet.texts(found[0].number, HeldIn.DATES)
        for at, fault in faults.items():
            if fault.message:
                self._note(sheet, at, found[0], fault.message, fault.hint)
        return texts

    def _waves(self, sheet: Sheet) -> Sequence[str]:
        said = self.map.wave
        if said and said.kind == "text":
            return [said.word.text] * len(sheet.body)
        return self._texts(sheet, said.word if said else None) or [""] * len(sheet.body)

    def _customers(self, sheet: Sheet) -> Sequence[str | None]:
        """The party of each row."""
        said, count = self.map.team, len(sheet.body)
        if said is None:
            return [None] * count
        if said.kind == "text":
            return [self.services.party(said.word)] * count
        if said.kind == "sheet":
            return [self._of_sheet(sheet)] * count
        texts = self._texts(sheet, said.word)
        if not texts:
            return [None] * count
        column = sheet.find(said.word.text)[0]
        meant = {text: self._of_word(sheet, column, texts, text) for text in dict.fromkeys(texts)}
        blank = sum(texts.count(text) for text in meant if _says_nothing(text))
        if blank:
            self.notes.append(f"{blank} of {count} rows do not say who answers: no team.")
        return [meant[text] for text in texts]

    def _of_word(self, sheet: Sheet, column: Column, texts: Sequence[str], text: str) -> str | None:
        """The party that a cell names; one that nobody defined is noted once."""
        name = plain_heading(text)
        if name in self.teams:
            return self.teams[name]
        if _says_nothing(text):
            return None
        found = self.services.named(text)
        if found is None:
            count = texts.count(text)
            more = f" (and {count - 1} more like it)" if count > 1 else ""
            message = f"nobody says which team {quoted(text)} is{more}"
            self._note(sheet, texts.index(text), column, message, self._which(text))
        return found

    def _which(self, text: str) -> str:
        words = [word.text for word, _ in self.map.teams]
        suggested = nearest(text, [*words, *self.services.words])
        return suggested or f"add it under 'teams:', such as {quoted(text + ': ward')}"

    def _of_sheet(self, sheet: Sheet) -> str | None:
        name = sheet.table.sheet
        found = self.teams.get(plain_heading(name)) or self.services.named(name)
        if found is None and plain_heading(name) not in self.teams:
            row = sheet.table.first + sheet.headings[0]
            message = f"nobody says which team the sheet {quoted(name)} is"
            file = sheet.table.file or "<table>"
            self.problems.append(Problem(message, self._which(name), row, None, file, sheet=name))
        return found

    def _note(self, sheet: Sheet, at: int, column: Column, message: str, hint: str) -> None:
        self.problems.append(place(sheet, at, column, message, hint))

    # What was asked.

    def _blocks(self, asked: Asked) -> Iterator[Block]:
        provider = self.services.provider(asked)
        fixed = asked.words.get("customer")
        customer = self.services.party(fixed) if fixed else None
        if fixed is None and self.map.team is None:
            if not self.map.sound:
                return
            message = f"who answers {quoted(asked.column.text)} is not said"
            hint = "name the column under 'team:', or a party as 'customer:' of the question"
            self.map.refuse(asked.column.mark, message, hint)
            return
        if provider is None or (fixed and customer is None):
            return
        if customer and not self.services.runs(asked, provider, customer):
            return
        for part in self.parts:
            found = part.sheet.find(asked.column.text)
            if len(found) != 1:
                continue
            services = tuple(
                self.services.meant(asked, provider, customer or group.customer)
                for group in part.groups
            )
            self._check_taken(part, asked, services)
            yield Block(part, found[0], asked, services)

    def _check_taken(self, part: Part, asked: Asked, services: Iterable[Served | None]) -> None:
        """Note a second column of a sheet for one service and aspect."""
        for served in dict.fromkeys(services):
            if served is None:
                continue
            aspect = asked.said("aspect")
            key = part.sheet.table.sheet, served.id, aspect.casefold()
            earlier = self._taken.setdefault(key, asked)
            if earlier is not asked:
                about = f"{served.id}{f', aspect {quoted(aspect)}' * bool(aspect)}"
                two = f"{quoted(asked.column.text)} and {quoted(earlier.column.text)}"
                hint = "give one of them another aspect, or put it under 'left_out:'"
                self.map.refuse(asked.column.mark, f"{two} ask the same: {about}", hint)
                return


def place(sheet: Sheet, at: int, column: Column, message: str, hint: str) -> Problem:
    """A problem with a cell of an export."""
    table = sheet.table
    return Problem(
        message,
        hint,
        table.first + sheet.body[at],
        column.number + 1,
        table.file or "<table>",
        heading=column.name,
        sheet=table.sheet,
    )


def _says_nothing(text: str) -> bool:
    return not text or is_no_answer(text)


def _is_nobody(who: str) -> bool:
    """Whether words tell no person apart; what has a digit does, and that is quickly seen."""
    return _DIGIT.search(who) is None and is_no_answer(who)


def _left_out(why: str, names: Iterable[str]) -> str:
    shown = list(names)
    dots = " ..." * (len(shown) > _SHOWN)
    return f"Columns left out {why}: {', '.join(shown[:_SHOWN])}{dots}."
