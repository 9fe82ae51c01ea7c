"""Who tells this? Every result and row finds the report of its name: `questions.plan` is told by `reports.plan`.

A module here tells what the module of the same name defines: ``report(result)`` as a `Report`,
``sentence(row)`` as one line, ``answer(result)`` as the first sentence alone.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import replace
from functools import cache
from typing import Any

from valuechain.reports.report import Report
from valuechain.results import Result


def report_of(value: Any) -> Report:
    """A result, or a chain, in words."""
    told: Report = _teller(type(value)).report(value)
    return replace(told, result=value)


def answer_of(result: Any) -> str:
    """The first sentence of a result's report, without the rest of it."""
    answer: str = _teller(type(result)).answer(result)
    return answer


def sentence_of(value: Any) -> str:
    """A row, an explanation or a chain as one line; of a result the first sentence."""
    if isinstance(value, Result):
        return answer_of(value)
    sentence: str = _teller(type(value)).sentence(value)
    return sentence


@cache
def _teller(kind: type[Any]) -> Any:
    """The module of reports that has the name of the module which defines `kind`, or a class that it extends."""
    for each in kind.__mro__:
        name = f"valuechain.reports.{each.__module__.rpartition('.')[2]}"
        if each.__module__.startswith("valuechain.") and importlib.util.find_spec(name):
            return importlib.import_module(name)
    raise LookupError(f"no report tells of a {kind.__name__}")
