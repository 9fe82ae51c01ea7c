"""How much money is it? An amount with its currency, as people write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from valuechain.model.numbers import amount
from valuechain.model.texts import parsed
from valuechain.problems import Fault, quoted

_NUMBER = r"[0-9][0-9,.]*"
_CURRENCY = r"[A-Za-z]{1,12}|[$\u00a2-\u00a5\u20a0-\u20bf]"
_AMOUNT = rf"({_CURRENCY})?\s*({_NUMBER})\s*({_CURRENCY})?"
PATTERN = rf"\s*(?:(?:{_CURRENCY})\s*)?{_NUMBER}(?:\s*(?:{_CURRENCY}))?\s*"
"""As a schema has it."""
SUCH_AS = "such as '400,000 EUR', '$ 1,200,000' or 400000"


@dataclass(frozen=True, slots=True)
class Revenue:
    """An amount of money in its own words.

    Attributes:
        amount: how much, >= 0, in units of the currency.
        currency: as it is written, ``""`` for none.
        text: the words of the file.

    Made by `Revenue.parse`.

    >>> Revenue.parse("400,000 EUR").amount, Revenue.parse("$ 12.50").currency
    (400000.0, '$')
    """

    amount: float
    currency: str
    text: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> Revenue:
        """Read an amount as a file has it.

        Raises:
            ModelError: the text is none; the problem's hint shows what is.
        """
        return parsed(read_revenue, text, "an amount")


def read_revenue(text: str) -> Revenue:
    """An amount with a currency before or behind it, or without one.

    Raises:
        Fault: the text is none.
    """
    match = re.fullmatch(_AMOUNT, text.strip())
    if match is None:
        if text.strip().startswith("-"):
            raise Fault(f"a revenue of {quoted(text)} is negative", SUCH_AS)
        raise Fault(f"{quoted(text)} is no amount of money", SUCH_AS)
    before, number, behind = match.groups()
    if before and behind:
        raise Fault(f"{quoted(text)} has two currencies", SUCH_AS)
    return Revenue(amount(number), before or behind or "", text)


def other_currencies(revenues: Iterable[tuple[str, Revenue | None]]) -> Iterator[Fault]:
    """Revenues of parties in another currency than the first: they cannot be added up."""
    said = [(party, revenue) for party, revenue in revenues if revenue is not None]
    for party, revenue in said[1:]:
        first, known = said[0]
        if revenue.currency.casefold() != known.currency.casefold():
            message = f"the revenue of {quoted(party)}, {revenue}, and that of {quoted(first)}, "
            hint = "write all in one currency"
            yield Fault(f"{message}{known}, differ in currency", hint, place=party, kind="party")
