"""Which rows of a table are no entries: totals, and the headings once more?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from valuechain.files.headings import is_empty
from valuechain.problems import quoted

AGAIN = "the headings once more"
_TOTALS = frozenset(
    [
        "total",
        "totals",
        "totale",
        "totaal",
        "sum",
        "sums",
        "subtotal",
        "average",
        "averages",
        "avg",
        "mean",
        "median",
        "overall",
        "grand",
        "gesamt",
        "gesamtsumme",
        "gesamtergebnis",
        "summe",
        "zwischensumme",
        "insgesamt",
        "mittelwert",
        "durchschnitt",
        "mittel",
        "ø",
        "⌀",
        "somme",
        "moyenne",
        "médiane",
        "ensemble",
        "suma",
        "promedio",
        "media",
        "mediana",
        "soma",
        "média",
        "mediana",
        "somma",
        "gemiddelde",
        "gemiddeld",
        "som",
        "totaux",
        "totales",
        "totais",
        "totali",
        "ergebnis",
        "resultat",
        "résultat",
    ]
)
_SHOWN = 5  # rows that a sentence names


def stray_rows(
    row_at: Callable[[int], Sequence[Any]],
    columns: Mapping[str, Sequence[str]],
    heads: Mapping[str, str],
    names: Sequence[str],
) -> dict[int, str]:
    """What each row is that is no entry: a total, in its own words, or `AGAIN`.

    A total is a row without one of its names that begins with such a word.

    Args:
        row_at: any of the rows, as it was found.
        columns: their texts by heading.
        heads: how each of these headings is spelt in the table.
        names: the columns that name what an entry is about.

    >>> rows = [["a", "b"], ["Total", ""]]
    >>> stray_rows(rows.__getitem__, {"x": ["a", "Total"], "y": ["b", ""]}, {}, "xy")
    {1: 'Total'}
    """
    found: dict[int, str] = {}
    for name in names:
        for at in _places("", columns[name]):
            if word := total_of(row_at(at)):
                found[at] = word
    for at in _places(heads.get(names[0], ""), columns[names[0]]):
        if all(columns[name][at] == head for name, head in heads.items()):
            found[at] = AGAIN
    return dict(sorted(found.items()))


def _places(text: str, column: Sequence[str]) -> Iterator[int]:
    """Where a text stands; quick where it does not."""
    if text in column:
        yield from (at for at, other in enumerate(column) if other == text)


def total_of(row: Sequence[Any]) -> str:
    """The words with which a row says that it is a total, or ``""``."""
    first = next((cell for cell in row if not is_empty(cell)), "")
    words = str(first).casefold().strip(" :.").split()
    return str(first).strip() if words and words[0].strip(":.,(") in _TOTALS else ""


def told(stray: Mapping[int, str], number_of: Callable[[int], int]) -> Iterator[str]:
    """What is said of rows that are left out, given how rows are numbered.

    >>> list(told({1: "Total"}, [2, 3].__getitem__))
    ["Totals are left out: row 3 ('Total')."]
    """
    totals = [
        f"row {number_of(at)} ({quoted(what)})" for at, what in stray.items() if what != AGAIN
    ]
    again = [f"row {number_of(at)}" for at, word in stray.items() if word == AGAIN]
    if totals:
        yield f"Totals are left out: {listed(totals)}."
    if again:
        yield f"Headings that come once more are left out: {listed(again)}."


def listed(names: Sequence[str]) -> str:
    """Names in a row, of many the first and how many more.

    >>> listed(["row 2", "row 3"])
    'row 2, row 3'
    """
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
