"""Is a table counted already: how often was each mark given, or how many make a mean?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from valuechain.files.grid import Grid
from valuechain.problems import Fault, Problem, quoted

COUNTS = (
    "count",
    "counts",
    "responses",
    "n",
    "frequency",
    "freq",
    "answers",
    "votes",
    "respondents",
    "number_of_responses",
    "number_of_answers",
    "sample_size",
    "anzahl",
    "häufigkeit",
)
"""Columns that say how many answers a row stands for."""
SPREAD = "sd"
"""The column that says how far the answers spread of which a row has the mean."""
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,60})?", re.ASCII)
_FEW = 3  # rows from which on 1, 2, 3 ... are more likely their numbers


@dataclass
class Counted:
    """How many answers each row of a table stands for.

    Attributes:
        heading: the column that says it.
        often: for each row.
        spread: of each row's answers, in the words of the table; ``""`` where it is not said.
        problems: what is wrong with these columns.
    """

    heading: str
    often: list[int] = field(default_factory=list)
    spread: Sequence[str] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def spreads(self) -> bool:
        """Whether any row says how far its answers spread: then the rows are means."""
        return any(self.spread)


def counted(table: Grid) -> Counted | None:
    """How many answers each row stands for; ``None`` where each is one.

    >>> table = Grid({"score": ["4", "5"], "count": ["7", "2"]}, [2, 3])
    >>> counted(table).often
    [7, 2]
    """
    names = [name for name in COUNTS if _says_anything(table, name)]
    if not names:
        return _spread_alone(table)
    found = Counted(names[0], spread=table.column(SPREAD))
    _check_columns(table, names, found)
    if not found.problems:
        _read(table, found)
    return found


def _says_anything(table: Grid, heading: str) -> bool:
    """Whether there is such a column with a value in it."""
    return heading in table.columns and any(table.columns[heading])


def _spread_alone(table: Grid) -> Counted | None:
    """A problem where a spread belongs to nobody knows how many answers."""
    if not _says_anything(table, SPREAD):
        return None
    message = f"a column {quoted(SPREAD)}, but none that says how many answered"
    hint = f"add a column 'n' with how many answered, or delete {quoted(SPREAD)}"
    return Counted(SPREAD, problems=[_of_heading(table, SPREAD, message, hint)])


def _of_heading(table: Grid, heading: str, message: str, hint: str) -> Problem:
    """A problem with a whole column."""
    at = next(at for at, text in enumerate(table.column(heading)) if text)
    return table.problem(at, heading, message, hint)


def _check_columns(table: Grid, names: Sequence[str], found: Counted) -> None:
    """Note columns that cannot stand beside one another, and numbers that count rows."""
    name = quoted(found.heading)
    for other in names[1:]:
        message = f"two columns say how many answered: {name} and {quoted(other)}"
        found.problems.append(_of_heading(table, other, message, "delete one of them"))
    if _says_anything(table, "respondent"):
        message = f"a column 'respondent' beside {name}: a row is one person's answer or many's"
        hint = f"delete {name} if each row is one answer, else delete 'respondent'"
        found.problems.append(_of_heading(table, found.heading, message, hint))
    texts = table.column(found.heading)
    rows = list(map(str, range(1, len(texts) + 1)))
    if found.heading == "n" and len(rows) >= _FEW and list(texts) == rows:
        message = "1, 2, 3 ...: the numbers of the rows, or how many answered?"
        hint = "call the column 'count' if it says how many answered, else 'row'"
        found.problems.append(_of_heading(table, "n", message, hint))


def _read(table: Grid, found: Counted) -> None:
    """Read the numbers; what is none is noted."""
    scores = table.column("score")
    for at, text in enumerate(table.column(found.heading)):
        try:
            found.often.append(_number_of(text, scores[at], found.heading))
        except Fault as fault:
            found.often.append(0)
            if (at, found.heading) not in table.faulty:
                found.problems.append(table.problem(at, found.heading, fault.message, fault.hint))
    for at, text in enumerate(found.spread):
        if text and not _NUMBER.fullmatch(text):
            hint = "a number such as 0.8, in the units of the scale"
            found.problems.append(table.problem(at, SPREAD, f"{quoted(text)} is no spread", hint))


def _number_of(text: str, score: str, heading: str) -> int:
    """How many answers a row stands for.

    Raises:
        Fault: it does not say so.
    """
    if _WHOLE.fullmatch(text):
        return int(text)
    if not text and not score:
        return 0
    hint = "a whole number such as 12; 0 for nobody"
    if heading == "respondents":
        hint += "; call the column 'respondent' if it says who answered"
    if not text:
        raise Fault(f"no number of answers for the score {quoted(score)}", hint)
    raise Fault(f"{quoted(text)} is no number of answers", hint)


def are_means(counts: Counted, questions: Sequence[object], scores: Sequence[str]) -> bool:
    """Whether the rows are means of so many answers, not marks that so many gave.

    Means are not all whole, or say how far their answers spread. Where every question has one row
    with a whole number, both say the same of it, and nobody knows how far the answers spread.

    >>> are_means(Counted("n"), ["a", "b"], ["3.4", "4.1"]), are_means(Counted("n"), "aa", "45")
    (True, False)
    """
    if counts.spreads or any(_has_decimals(text) for text in set(scores)):
        return True
    return max(Counter(questions).values(), default=1) == 1


def _has_decimals(text: str) -> bool:
    head = re.match(r"\d{1,9}\.(\d{1,60})", text)
    return head is not None and bool(head[1].strip("0"))
