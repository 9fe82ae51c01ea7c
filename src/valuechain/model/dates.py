"""Did a spreadsheet take a score for a date? ``4/5`` becomes 5 April or 4 May when it is typed."""

from __future__ import annotations

import re

RETYPE = "format the column as text and type it again"
"""The remedy for a date where none belongs."""
STORY = f"{RETYPE}: a spreadsheet takes 4/5 for a date"
"""The same for a score."""
_MONTHS = (
    "jan|ene|gen|janv|feb|fev|fév|févr|mar|mär|mrz|mrt|mars|apr|abr|avr|may|mai|maj|mag|mei|jun|juin"
    "|giu|jul|juil|lug|aug|ago|août|sep|sept|set|oct|okt|out|ott|nov|dec|dez|dic|déc"
    "|january|february|march|april|june|july|august|september|october|november|december"
    "|januar|februar|märz|juni|juli|oktober|dezember"
    "|janvier|février|avril|juillet|septembre|octobre|novembre|décembre"
)
_DATE = (
    rf"\d{{1,4}}[-. /]+(?:{_MONTHS})\b\.?(?:[-. /]+\d{{2,4}})?"
    rf"|(?:{_MONTHS})\b\.?[-. /]+\d{{1,4}}(?:,? +\d{{4}})?"
    r"|\d{1,2}([./-])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}([./-])\d{1,2}\2\d{1,2}"
)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")


def is_date(text: str) -> bool:
    """Whether a text is a day as a spreadsheet writes one: never a score such as ``4/5``.

    >>> [is_date(text) for text in ("05. Apr", "4/5/2025", "5-Apr", "2025-05-04 00:00:00", "4/5")]
    [True, True, True, True, False]
    """
    if len(text) >= 40:
        return False
    return re.fullmatch(_DATE, _TIME.sub("", text), re.IGNORECASE) is not None
