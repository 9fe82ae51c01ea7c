"""What is to be done where a text is not YAML? By what the parser says, and what stands there."""

from __future__ import annotations

import re

_INDENT = "check the indentation: keys of one thing start in one column"
_BRACKET = "a bracket too many, it seems: leave it out"
_INNER_QUOTE = "put a text that holds a quote into quotes of the other kind"
_QUOTED = r"['\"]\s*$"
_CLOSING = r"[}\]]"
_REMEDIES = (
    # what the parser says, what stands before the place, what stands there, the remedy
    (
        "cannot start any token",
        "",
        "",
        "indent with spaces, not tabs; quote a text that begins with @, ` or %",
    ),
    (
        "mapping values are not allowed",
        "",
        "",
        "quote a text that contains ': '; or check the indentation",
    ),
    ("sequence entries are not allowed", "", "", "quote a text that begins with '- '"),
    ("could not find expected ':'", "", "", "end the key with ':'"),
    ("expected <block end>|expected key|document start", "", _CLOSING, _BRACKET),
    ("expected <block end>|expected key|expected ',' or", _QUOTED, "", _INNER_QUOTE),
    ("expected <block end>|expected key", "", "", _INDENT),
    ("expected ',' or", "", "", "close the bracket, or separate its entries with commas"),
    ("unexpected end of stream", "", "", "close the quote"),
    ("found unknown escape", "", "", "use single quotes for a text with backslashes"),
)


def remedy(problem: str, before: str, after: str) -> str:
    """The remedy, ``""`` for none.

    Args:
        problem: what the parser says.
        before: the line up to the place.
        after: the line from there on.

    >>> remedy("did not find expected key", "  a: {serves: {b: }}", "}")
    'a bracket too many, it seems: leave it out'
    """
    return next(
        (
            hint
            for said, left, right, hint in _REMEDIES
            if re.search(said, problem) and re.search(left, before) and re.match(right, after)
        ),
        "",
    )
