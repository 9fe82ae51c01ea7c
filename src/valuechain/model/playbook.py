"""What could be said then? Conversations that fit a verdict and the aspects that drag."""

from __future__ import annotations

import string
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from valuechain.model.texts import Said
from valuechain.problems import nearest, quoted

OCCASIONS = ("root cause", "symptom", "undecided", "thanks", "answer")
"""When something is said: verdicts on weak links, where thanks are due, and to who answered."""
PLACES = ("provider", "customer", "delivers", "cause")
"""What a text may leave open, in braces."""
ANYTHING = "what it delivers"
"""What is said of a service that names nothing delivered."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Something to say on an occasion.

    Attributes:
        occasion: one of `OCCASIONS`.
        say: what; ``{provider}``, ``{customer}``, ``{delivers}`` and ``{cause}`` are filled in.
        aspects: words of aspects one of which must drag; whatever drags where empty.
        inside: whether it is for two teams of the organisation only, not for suppliers and
            customers.
    """

    occasion: str
    say: str
    aspects: tuple[str, ...] = ()
    inside: bool = False

    def fits(self, occasion: str, dragging: Collection[str], *, inside: bool) -> bool:
        """Whether it may be said then."""
        if self.inside and not inside:
            return False
        words = {word.casefold() for word in dragging}
        about = {word.casefold() for word in self.aspects}
        return self.occasion == occasion and (not about or bool(about & words))


@dataclass(frozen=True, slots=True)
class Playbook:
    """Conversations in the order in which they are suggested.

    Attributes:
        conversations: all of them.
        title: what it is called, ``""`` for nothing.
        anything: what is said of a service that names nothing delivered.
    """

    conversations: tuple[Conversation, ...]
    title: str = ""
    anything: str = ANYTHING

    def suggests(
        self,
        occasion: str,
        dragging: Collection[str],
        names: Mapping[str, str],
        *,
        inside: bool = True,
    ) -> tuple[str, ...]:
        """What to say on an occasion: first what fits an aspect that drags, then what fits any.

        What needs a name that is not known is left out.
        """
        fitting = [
            each for each in self.conversations if each.fits(occasion, dragging, inside=inside)
        ]
        fitting.sort(key=lambda each: not each.aspects)
        texts = (each.say for each in fitting if set(open_places(each.say)) <= names.keys())
        return tuple(text.format(**names) for text in texts)


def open_places(say: str) -> Iterator[str]:
    """The names that a text leaves open.

    Raises:
        ValueError: its braces do not match, or hold more than a name.
    """
    for _, name, how, conversion in string.Formatter().parse(say):
        if how or conversion:
            raise ValueError("a name stands alone in its braces")
        if name is not None:
            yield name


def say_fault(say: str) -> Said | None:
    """Why a text cannot be said, or ``None``."""
    such_as = ", ".join(f"{{{place}}}" for place in PLACES)
    try:
        places = list(open_places(say))
    except ValueError:
        return f"{quoted(say)}: braces that do not match", f"only {such_as} stand in braces"
    for place in places:
        if place not in PLACES:
            hint = nearest(place, PLACES) or f"there are {such_as}"
            return f"nothing is called {quoted(f'{{{place}}}')}", hint
    return None
