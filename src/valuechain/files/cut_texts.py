"""Which texts does a comment cut in two?

In ``group: Region #1`` YAML takes ``#1`` for a comment. Who writes a comment leaves a space after
the sign; who writes a number does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yaml.events import ScalarEvent

from valuechain.files.nodes import COMMENT, QUOTE_IT, NodeReader
from valuechain.files.source import Problems
from valuechain.problems import Problem, quoted


def cut_texts(text: str, file: str) -> list[Problem]:
    """A warning for each text without quotes that goes on behind a ``#`` without a space.

    `text` is YAML that was read without a problem.

    >>> [str(each).splitlines()[0] for each in cut_texts("name: Team #4", "")]
    ["<text>:1:12: warning: 'Team' ends where '#4' begins"]
    """
    if not COMMENT.search(text):
        return []
    found = Problems(text, file)
    for scalar in _scalars(text):
        end = scalar.end_mark.index
        sign = COMMENT.match(text, end)
        if sign and not scalar.style:
            what = f"{quoted(scalar.value)} ends" if scalar.value else "there is no value"
            message = f"warning: {what} where {quoted(sign[1])} begins"
            found.at_index(sign.start(1), message, QUOTE_IT)
    return found.found


def _scalars(text: str) -> Iterator[Any]:
    get = NodeReader(text, Problems(text, "")).get
    while (event := get()) is not None:
        if type(event) is ScalarEvent:
            yield event
