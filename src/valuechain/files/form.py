"""A form to hand out: a sheet for each party that is asked, and the map that reads it back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count

from valuechain.files.sheets import Sheets
from valuechain.files.workbook import xlsxwriter
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.questions.survey_form import FormQuestion, SurveyForm

LIST = "questions"
"""The sheet with all questions, to be pasted into a forms service."""
RESPONDENT = "respondent"
_LONGEST = 31  # characters of a sheet's name
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MARKS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class FormFiles:
    """The workbook and the map of a form.

    In each sheet a respondent has a row, a question a column with a drop-down of the marks 1 to 5.
    """

    form: SurveyForm

    @property
    def chain(self) -> ValueChain:
        """That is asked about."""
        return self.form.chain

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The name of each asked party's sheet."""
        taken = {LIST, "history"}  # the latter is kept by a spreadsheet for itself
        found = {}
        for party in self.form.by_party:
            found[party] = _unused(self.chain.parties[party].name, party, taken)
        return found

    @cached_property
    def headings(self) -> dict[FormQuestion, str]:
        """What stands above the answers to each question: alike only where the same is asked."""
        taken: dict[str, tuple[str, str, str]] = {}
        found = {}
        for question in self.form.questions:
            said = question.provider, self._delivers(question), question.aspect
            name = self._text(question)
            if taken.get(name.casefold(), said) != said:
                name = f"{name} ({question.service})"
            taken[name.casefold()] = said
            found[question] = name
        return found

    def _text(self, question: FormQuestion) -> str:
        """The question by itself: that about an aspect says of which service."""
        if not question.aspect:
            return question.text
        return f"{self._whole[question.service]} - {question.aspect}"

    @cached_property
    def _whole(self) -> dict[str, str]:
        """The question about all of each service."""
        return {each.service: each.text for each in self.form.questions if not each.aspect}

    def _delivers(self, question: FormQuestion) -> str:
        """What tells the service from others between the same two, ``""`` where it is the only."""
        between = self._between[question.provider, question.asked]
        if len(between) == 1:
            return question.delivers
        words = [service.delivers.casefold() for service in between]
        alone = words.count(question.delivers.casefold()) == 1
        return question.delivers if question.delivers and alone else question.service

    @cached_property
    def _between(self) -> dict[tuple[str, str], list[Service]]:
        """The services between each two."""
        found: dict[tuple[str, str], list[Service]] = {}
        for service in self.chain.services.values():
            found.setdefault((service.provider, service.customer), []).append(service)
        return found

    def workbook(self) -> bytes:
        """The workbook, without a score.

        Raises:
            MissingExtraError: XlsxWriter is not installed.
        """
        sheets, names = Sheets(xlsxwriter()), self.form.names
        for party, questions in self.form.by_party.items():
            headings = [RESPONDENT, *(self.headings[question] for question in questions)]
            sheets.add(self.sheets[party], headings, [], dict.fromkeys(headings[1:], _MARKS))
        rows = [
            {
                "asked": names[question.asked],
                "question": self.headings[question],
                "scale": "1 (not at all) to 5 (fully)",
            }
            for question in self.form.questions
        ]
        sheets.add(LIST, ("asked", "question", "scale"), rows)
        return sheets.finished()

    def map(self) -> str:
        """The map in YAML that reads the workbook once it is filled in."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield "valuechain-map: 1"
        yield f"respondent: {RESPONDENT}"
        yield "team: {sheet: true}"
        yield "teams:"
        for party, sheet in self.sheets.items():
            yield f"  {_quoted(sheet)}: {_quoted(party)}"
        yield "scale: 1-5"
        yield "questions:"
        told = set()
        for question, heading in self.headings.items():
            if heading in told:
                continue
            told.add(heading)
            says = {
                "provider": question.provider,
                "delivers": self._delivers(question),
                "aspect": question.aspect,
            }
            words = ", ".join(f"{key}: {_quoted(word)}" for key, word in says.items() if word)
            yield f"  {_quoted(heading)}: {{{words}}}"


def _unused(name: str, party: str, taken: set[str]) -> str:
    """A name for a sheet that no other has; noted as taken."""
    plain = _FORBIDDEN.sub(" ", name).strip(" '")[:_LONGEST].strip() or "team"
    short = _FORBIDDEN.sub(" ", party).strip(" '")
    numbered = (f"{plain[: _LONGEST - 8].strip()} {number}" for number in count(2))
    tried = chain([plain, short[:_LONGEST].strip() or plain], numbered)
    found = next(each for each in tried if each.casefold() not in taken)
    taken.add(found.casefold())
    return found


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
