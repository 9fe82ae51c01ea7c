"""Who puts this into words? The report of the same name: for `questions.plan` it is `reports.plan`.

A module here tells of what the module of the same name defines: ``report(result)`` is a `Report`,
``sentence(row)`` one line, ``answer(result)`` the first sentence alone.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import replace
from typing import Any

from valuechain.reports.report import Report
from valuechain.results import Result


def report_of(value: object) -> Report:
    """A result, or a chain, in words."""
    report: Report = words_for(type(value)).report(value)
    return replace(report, result=value)


def answer_of(result: object) -> str:
    """The first sentence of a result's report, without the rest of it."""
    answer: str = words_for(type(result)).answer(result)
    return answer


def sentence_of(value: object) -> str:
    """A row, an explanation or a chain as one line; of a result the first sentence."""
    if isinstance(value, Result):
        return answer_of(value)
    sentence: str = words_for(type(value)).sentence(value)
    return sentence


def words_for(kind: type[object]) -> Any:
    """The module here that is called as the one which defines `kind`, or a class it extends.

    Raises:
        LookupError: there is none.
    """
    for each in kind.__mro__:
        name = f"valuechain.reports.{each.__module__.rpartition('.')[2]}"
        if each.__module__.startswith("valuechain.") and importlib.util.find_spec(name):
            return importlib.import_module(name)
    raise LookupError(f"no report tells of a {kind.__name__}")
