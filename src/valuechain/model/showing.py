"""How a value shows itself: what prints it, and what a notebook shows, is registered by those who know words and ink.

A value knows no words (`reports` is built on it, not under it); so its `__str__` asks the function
registered for its type, and a new output for a value is one more registration.
"""

from __future__ import annotations

from functools import singledispatch


@singledispatch
def as_text(value: object) -> str:
    """What `print(value)` shows."""
    return repr(value)


@singledispatch
def as_html(value: object) -> str | None:
    """What a notebook shows for `value`; ``None`` lets it fall back to the text."""
    del value
    return None


class Shown:
    """A value that prints as a sentence and shows itself in a notebook."""

    def __str__(self) -> str:
        return as_text(self)

    def _repr_html_(self) -> str | None:
        return as_html(self)
