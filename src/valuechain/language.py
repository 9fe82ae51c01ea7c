"""In which language is something said? Sentences with their translations, and how numbers look.

What stands in the code is English. A language has another template for each; what it has none for
is said as it stands. The language is that of the present context: `speaking` changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Language:
    """How something is said.

    Attributes:
        tag: of the language as pages declare it (BCP 47), such as ``de``.
        templates: what is said instead of each English template, with the same parts in braces.
        point: what stands before the decimals of a number.
        thousands: what stands between groups of three digits.
    """

    tag: str
    templates: Mapping[str, str] = field(default_factory=dict, repr=False)
    point: str = "."
    thousands: str = ","


ENGLISH = Language("en")
_SPOKEN: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """The language of the present context."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say all that is said within in this language.

    >>> with speaking(Language("de", {"{n} points": "{n} Punkte"}, point=",", thousands=".")):
    ...     say("{n} points", n=numeral("1,234.5"))
    '1.234,5 Punkte'
    """
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(template: str, /, **parts: object) -> str:
    """A template in the language that is spoken, with its parts in place.

    Languages know it without the blanks around it, which stay.

    >>> say("{n} of {all}", n=2, all=3)
    '2 of 3'
    """
    said, templates = template, _SPOKEN.get().templates
    if templates:
        bare = template.strip()
        said = template.replace(bare, templates.get(bare, bare)) if bare else template
    return said.format(**parts) if parts else said


def numeral(number: str) -> str:
    """A number as the language writes it, from how English does.

    >>> numeral("1,234.5")
    '1,234.5'
    """
    language = _SPOKEN.get()
    if (language.point, language.thousands) == (ENGLISH.point, ENGLISH.thousands):
        return number
    return number.translate({ord("."): language.point, ord(","): language.thousands})
