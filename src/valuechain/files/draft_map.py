"""A first map of an export: every line says how sure it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from valuechain.files.draft_columns import (
    FILL_IN,
    LIKELY,
    SURE,
    UNSURE,
    Guess,
    Guesses,
    doubt,
)
from valuechain.files.export import Column, Sheet, sheets_of
from valuechain.files.raw import TableSource
from valuechain.model.chain import ValueChain
from valuechain.model.texts import UNSAFE
from valuechain.problems import ArgumentError
from valuechain.survey.labels import is_known, marks_of_labels
from valuechain.survey.no_answer import is_no_answer

_LONGEST = 300  # characters of a heading by which a column is named


@dataclass(frozen=True)
class Draft:
    """A first map: made by `draft_map`.

    Attributes:
        text: the map in YAML, each line with how sure it is.
        guesses: what each column was taken for.
        tool: which wrote the export, as far as one sees.
    """

    text: str
    guesses: tuple[Guess, ...]
    tool: str

    @property
    def summary(self) -> str:
        """How many columns there are, and how sure they are."""
        asked = [guess for guess in self.guesses if guess.use == "question"]
        counts = Counter(guess.sure for guess in asked)
        kinds = (SURE, LIKELY, UNSURE, FILL_IN)
        told = ", ".join(f"{counts[kind]} {kind.partition(':')[0]}" for kind in kinds)
        tool = f"{self.tool}: " * bool(self.tool)
        return f"{tool}{len(self.guesses)} columns, {len(asked)} of them questions ({told})."

    def __str__(self) -> str:
        return self.text


def draft_map(source: TableSource, chain: ValueChain, *, sheet: str | None = None) -> Draft:
    """A first map of what a survey tool exported about a chain.

    What it is not sure of bears a mark of doubt; what it cannot know is ``"?"``, which
    `read_survey` refuses until it is filled in.

    Args:
        source: as `read_survey` takes it: CSV, a workbook, rows.
        chain: that was asked about.
        sheet: of a workbook; otherwise all of them, each a team's.

    Raises:
        FormatError: there are no rows.
        OSError: the file cannot be read.
        ArgumentError: an argument is something else.

    >>> from valuechain import loads
    >>> teams = "{it: {serves: {ward: }}, ward: {serves: {c: }}}"
    >>> chain = loads(f"{{valuechain: 1, teams: {teams}, customers: {{c: }}}}")
    >>> rows = [["Team", "How satisfied are you with IT?"], ["ward", "4"], ["ward", "5"]]
    >>> print(draft_map(rows, chain).text.splitlines()[-1])
      "How satisfied are you with IT?": {provider: "it"}  # sure
    """
    _check(chain)
    sheets = _asking(sheets_of(source, sheet), chain)
    parts = [(each, Guesses(each, chain, by_sheet=len(sheets) > 1)) for each in sheets]
    writer = _Writer(parts)
    text = "\n".join(writer.lines()) + "\n"
    return Draft(text, tuple(writer.guesses), sheets[0].tool)


def _asking(sheets: list[Sheet], chain: ValueChain) -> list[Sheet]:
    """The sheets that seem to have questions, or the first."""
    if len(sheets) == 1:
        return sheets
    guesses = [(sheet, Guesses(sheet, chain).found) for sheet in sheets]
    asking = [sheet for sheet, found in guesses if any(each.use == "question" for each in found)]
    return asking or sheets[:1]


def _check(chain: object) -> None:
    if not isinstance(chain, ValueChain):
        message = f"draft_map takes a ValueChain, not {type(chain).__name__}"
        raise ArgumentError(f"{message}: make it with load(path) or loads(text)")


class _Writer:
    """Writes the guesses of some sheets as one map."""

    def __init__(self, parts: Sequence[tuple[Sheet, Guesses]]) -> None:
        self.parts: Sequence[tuple[Sheet, Guesses]] = parts
        self.of_sheets: bool = len(parts) > 1
        self.named: dict[str, Guess] = {}
        for sheet, guesses in parts:
            for guess in guesses.found:
                self.named.setdefault(_name(sheet, guess.column), guess)
        self.guesses: list[Guess] = list(self.named.values())

    def lines(self) -> Iterator[str]:
        """The map, line by line."""
        sheet = self.parts[0][0]
        yield "valuechain-map: 1"
        if len(sheet.headings) > 1:
            yield f"# {sheet.tool}: {len(sheet.headings)} heading rows, seen by itself"
        for name, guess in self._of("respondent"):
            yield f"respondent: {_quoted(name)}  # {guess.sure}"
        yield from self._team()
        yield from self._scale()
        yield from self._labels()
        yield "questions:"
        for name, guess in self._of("question"):
            says = ", ".join(f"{key}: {_quoted(value)}" for key, value in guess.says.items())
            yield f"  {_quoted(name)}: {{{says}}}  # {_sure(guess)}"
        left = list(self._of("left_out"))
        if left:
            yield "left_out:"
        for name, guess in left:
            yield f"  - {_quoted(name)}  # {_sure(guess)}"

    def _of(self, use: str) -> list[tuple[str, Guess]]:
        return [(name, guess) for name, guess in self.named.items() if guess.use == use]

    # Who answers.

    def _team(self) -> Iterator[str]:
        if self.of_sheets:
            yield f"team: {{sheet: true}}  # {LIKELY}"
            names = [sheet.table.sheet for sheet, _ in self.parts]
            yield from self._teams(self.parts[0][1], names)
            return
        guesses = self.parts[0][1]
        found = self._of("team")
        if not found:
            yield f'team: "?"  # {FILL_IN}: the column that says who answers, or {{party: ...}}'
            return
        name, guess = found[0]
        yield f"team: {_quoted(name)}  # {guess.sure}"
        yield from self._teams(guesses, list(guesses.values[guess.column.number].counts))

    def _teams(self, guesses: Guesses, texts: Sequence[str]) -> Iterator[str]:
        meant = {text: guesses.team_of(text) for text in texts}
        told = {text: found for text, found in meant.items() if found[1] != SURE}
        if told:
            yield "teams:"
        for text, (party, sure) in told.items():
            yield f"  {_quoted(text)}: {_quoted(party)}  # {sure}"

    # Scales and labels.

    def _scale(self) -> Iterator[str]:
        """The scale of bare numbers: the narrowest usual one that has them all."""
        each = [
            guesses.values[guess.column.number].numbers
            for _, guesses in self.parts
            for guess in guesses.found
            if guess.use == "question" and "scale" not in guess.says
        ]
        numbers = [number for own in each for number in own]
        if not numbers:
            yield from self._scale_of_words()
            return
        low, high = min(numbers), max(numbers)
        for top in (5, 7, 10, 100):
            if high <= top:
                break
        first = 1 if top < 10 and low >= 1 else 0
        if top < 10 and first == 0:
            top = 10
        sure = SURE if high == top and low == first else LIKELY
        sure = doubt(sure, UNSURE) if (top == 10 and low > 0) or high == 6 else sure
        if len({_reaches(own) for own in each if own}) > 1:
            sure = f"{UNSURE}: some columns reach another highest mark, give those a scale each"
        yield f"scale: {first}-{top}  # {sure}"

    def _scale_of_words(self) -> Iterator[str]:
        """The scale of labels that fit several, to be checked."""
        words = self._words()
        if marks_of_labels(words) is None and (top := _top_of(words)):
            yield f"scale: 1-{top}  # {UNSURE}: the labels fit several"

    def _words(self) -> list[str]:
        """The labels of all questions."""
        words = (
            word
            for _, guesses in self.parts
            for guess in guesses.found
            if guess.use == "question"
            for word in guesses.values[guess.column.number].words
            if not is_no_answer(word) and word.casefold() not in _YES_NO
        )
        return list(dict.fromkeys(words))

    def _labels(self) -> Iterator[str]:
        """Labels that nobody knows, or all where they fit no one scale, to be filled in."""
        words = self._words()
        told = [word for word in words if not is_known(word)]
        if not told and marks_of_labels(words) is None and _top_of(words) is None:
            told = words
        if told:
            yield f"labels:  # {FILL_IN}: the mark of each, or move it to 'no_answer: [...]'"
        for word in told:
            yield f'  {_quoted(word)}: "?"  # {FILL_IN}'


_YES_NO = frozenset(("yes", "no", "true", "false", "y", "n"))


def _reaches(numbers: Sequence[float]) -> int:
    """The top of the usual scale that such marks need."""
    return next((top for top in (1, 5, 7, 10) if max(numbers) <= top), 100)


def _top_of(words: Sequence[str]) -> int | None:
    """How many steps a scale has that has all these labels, if its steps are told."""
    return next((top for top in (5, 4, 7, 3) if marks_of_labels(words, top)), None)


def _name(sheet: Sheet, column: Column) -> str:
    """The fullest name that no other column of the sheet has."""
    for name in (*column.names, column.code):
        usable = name and len(name) <= _LONGEST and not UNSAFE.search(name)
        if usable and len(sheet.find(name)) == 1:
            return name
    return column.letter


def _sure(guess: Guess) -> str:
    return ", ".join(filter(None, (guess.sure, guess.why)))


def _quoted(text: str) -> str:
    """A text as YAML reads it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
