"""Is a table counted already: how often was each mark given, or how many make a mean?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from valuechain.files.grid import Grid
from valuechain.model.texts import without_comma
from valuechain.problems import Fault, Problem, quoted

COUNTS = (
    "count", "counts", "responses", "n", "frequency", "freq", "answers", "votes", "respondents",
    "participants", "number_of_responses", "number_of_answers", "number_of_respondents",
    "number_of_participants", "count_of_responses", "count_of_answers", "response_count",
    "n_responses", "num_responses", "#_responses", "no._of_responses", "sample_size", "anzahl",
    "anzahl_antworten", "anzahl_der_antworten", "antworten", "häufigkeit", "effectif",
    "réponses", "nombre_de_réponses", "fréquence", "respuestas", "número_de_respuestas",
    "frecuencia", "respostas", "número_de_respostas", "frequência", "risposte",
    "numero_di_risposte", "frequenza", "aantal", "antwoorden", "aantal_antwoorden", "n=", "n.",
    "n_valid", "valid_n", "total_n", "n_total", "n_(valid)", "n_gültig", "n_(gültig)", "base",
    "basis", "fallzahl", "stichprobe", "anz", "anz.", "responses_(n)", "total_responses",
    "valid_responses", "nb", "nb_réponses", "nb_de_réponses", "nombre", "cantidad",
)  # fmt: skip
"""Columns that say how many answers a row stands for."""
SPREADS = ("sd", "std", "stdev", "std_dev", "std._dev.", "standard_deviation", "standardabweichung")
"""Columns that say how far the answers spread of which a row has the mean."""
_WHOLE = re.compile(r"(\d{1,9})(?:\.0(?:0|0{3,8})?)?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.'\u2019 \u00a0\u202f]\d{3})+", re.ASCII)
_LIKE_NUMBER = re.compile(r"[-+]?\d[\d.,'\u2019 \u00a0\u202f]*%?|\d+ (?:of|von|de|di|van) \d+")
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
        spread: the column that says how far answers spread, ``""`` where there is none.
        spreads: where each row is the mean of its answers, how far they spread about what was
            asked, if that is known; ``None`` where each row is a mark.
        problems: what is wrong with these columns.
    """

    heading: str
    spread: str = ""
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
    names = [name for name in COUNTS if _is_count(table, name)]
    spread = next((name for name in SPREADS if _says_anything(table, name)), "")
    if not names:
        return _spread_alone(table, spread) if spread else None
    found = Counted(names[0], spread)
    _check_columns(table, names, found)
    if not found.problems:
        _read(table, found)
        scored = {at: row for at, row in enumerate(asked()) if table.column("score")[at]}
        if spread or _are_means(table, scored):
            found.spreads = {}
            _read_means(table, scored, found)
    return found


def _says_anything(table: Grid, heading: str) -> bool:
    """Whether there is such a column with a value in it."""
    return heading in table.columns and any(table.columns[heading])


def not_counts(table: Grid) -> list[str]:
    """Columns that are called so and hold no numbers of answers.

    >>> not_counts(Grid({"score": ["4"], "answers": ["fine"]}, [2]))
    ['answers']
    """
    return [name for name in COUNTS if _says_anything(table, name) and not _is_count(table, name)]


def _is_count(table: Grid, heading: str) -> bool:
    """Whether a column says how many answered: not where it holds words, or numbers answers."""
    if not _says_anything(table, heading):
        return False
    texts = table.columns[heading]
    if heading == "respondents":
        return True
    if _says_anything(table, "respondent") and (set(texts) <= {"", "1"} or _in_order(texts)):
        return False
    return any(_LIKE_NUMBER.fullmatch(text) for text in set(texts))


def _in_order(texts: Sequence[str]) -> bool:
    """Whether these are 7, 8, 9 and so on."""
    if len(texts) < _FEW or not texts[0].isdecimal():
        return False
    first = int(texts[0])
    return list(texts) == list(map(str, range(first, first + len(texts))))


def _spread_alone(table: Grid, spread: str) -> Counted:
    """A problem where a spread belongs to nobody knows how many answers."""
    message = f"a column {quoted(spread)}, but none that says how many answered"
    hint = f"add a column 'n' with how many answered, or delete {quoted(spread)}"
    return Counted(spread, spread, problems=[_of_heading(table, spread, message, hint)])


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
    if found.heading == "n" and _in_order(table.column("n")):
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
    if whole := _WHOLE.fullmatch(text):
        return int(whole[1])
    if not text and not score:
        return 0
    hint = "a whole number such as 12; 0 for nobody"
    if heading == "respondents":
        hint += "; call the column 'respondent' if it says who answered"
    if not text:
        raise Fault(f"no number of answers for the score {quoted(score)}", hint)
    meant = without_comma(text, _WHOLE.fullmatch)
    if _THOUSANDS.fullmatch(text):
        meant = re.sub(r"\D", "", text)
    raise Fault(f"{quoted(text)} is no number of answers", f"write {meant}" if meant else hint)


def _are_means(table: Grid, scored: Mapping[int, Asked]) -> bool:
    """Whether the rows are means of so many answers, not marks that so many gave.

    Means are not all whole, or have a spread beside them. Where every question has one row
    with a whole number, both say the same of it, and nobody knows how far the answers spread.
    """
    if any(map(_has_decimals, set(table.column("score")))):
        return True
    return len(set(scored.values())) == len(scored)


def _has_decimals(text: str) -> bool:
    found = re.match(r"\d{1,9}\.(\d{1,60})", text)
    return found is not None and bool(found[1].strip("0"))


def _read_means(table: Grid, scored: Mapping[int, Asked], found: Counted) -> None:
    """Read how far the answers of each mean spread; two means of a question are a problem."""
    seen: dict[Asked, int] = {}
    spreads = table.column(found.spread)
    for at, asked in scored.items():
        text, earlier = spreads[at], seen.setdefault(asked, at)
        if earlier != at:
            message = f"a second mean of the same answers: row {table.rows[earlier]} has one"
            hint = "tell them apart by 'wave', 'aspect' or 'delivers', or make one row of them"
            found.problems.append(table.problem(at, "score", message, hint))
        elif text and not _NUMBER.fullmatch(text):
            hint = "a number such as 0.8, in the units of the scale"
            message = f"{quoted(text)} is no spread"
            found.problems.append(table.problem(at, found.spread, message, hint))
        elif text and found.spreads is not None:
            found.spreads[asked] = float(text)
