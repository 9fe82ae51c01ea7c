"""Is a table counted already: how often was each mark given, or how many make a mean?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

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


Asked: TypeAlias = tuple[str, ...]
"""What was asked, in the words of a table."""


@dataclass
class Counted:
    """How many answers each row of a table stands for.

    Attributes:
        heading: the column that says it.
        often: for each row.
        spreads: where each row is the mean of its answers, how far they spread about what was
            asked, if that is known; ``None`` where each row is a mark.
        problems: what is wrong with these columns.
    """

    heading: str
    often: list[int] = field(default_factory=list)
    spreads: dict[Asked, float] | None = None
    problems: list[Problem] = field(default_factory=list)


def counted(table: Grid, asked: Callable[[], Iterable[Asked]]) -> Counted | None:
    """How many answers each row stands for; ``None`` where each is one.

    Args:
        table: of answers.
        asked: what was asked in each row.

    >>> table = Grid({"score": ["4", "5"], "count": ["7", "2"]}, [2, 3])
    >>> counted(table, lambda: [("a", "b"), ("a", "b")]).often
    [7, 2]
    """
    names = [name for name in COUNTS if _says_anything(table, name)]
    if not names:
        return _spread_alone(table)
    found = Counted(names[0])
    _check_columns(table, names, found)
    if not found.problems:
        _read(table, found)
        scored = {at: row for at, row in enumerate(asked()) if table.column("score")[at]}
        if _are_means(table, scored):
            found.spreads = {}
            _read_means(table, scored, found)
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


def _are_means(table: Grid, scored: Mapping[int, Asked]) -> bool:
    """Whether the rows are means of so many answers, not marks that so many gave.

    Means are not all whole, or say how far their answers spread. Where every question has one row
    with a whole number, both say the same of it, and nobody knows how far the answers spread.
    """
    if _says_anything(table, SPREAD) or any(map(_has_decimals, set(table.column("score")))):
        return True
    return len(set(scored.values())) == len(scored)


def _has_decimals(text: str) -> bool:
    found = re.match(r"\d{1,9}\.(\d{1,60})", text)
    return found is not None and bool(found[1].strip("0"))


def _read_means(table: Grid, scored: Mapping[int, Asked], found: Counted) -> None:
    """Read how far the answers of each mean spread; two means of a question are a problem."""
    seen: dict[Asked, int] = {}
    spreads = table.column(SPREAD)
    for at, asked in scored.items():
        text, earlier = spreads[at], seen.setdefault(asked, at)
        if earlier != at:
            message = f"a second mean of the same answers: row {table.rows[earlier]} has one"
            hint = "tell them apart by 'wave', 'aspect' or 'delivers', or make one row of them"
            found.problems.append(table.problem(at, "score", message, hint))
        elif text and not _NUMBER.fullmatch(text):
            hint = "a number such as 0.8, in the units of the scale"
            found.problems.append(table.problem(at, SPREAD, f"{quoted(text)} is no spread", hint))
        elif text and found.spreads is not None:
            found.spreads[asked] = float(text)
