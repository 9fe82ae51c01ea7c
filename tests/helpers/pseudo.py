"""A language that marks all that it says: what bears no mark was said past it."""

import re

from valuechain.language import Language
from valuechain.reports.words import shown

OPEN, CLOSE = "\u27e6", "\u27e7"


class Marked(dict):
    """Says every template in marks, and remembers it."""

    def __bool__(self):
        return True

    def get(self, template, default=None):
        """The template in marks, but for what is said already and what holds no word."""
        if OPEN in template or not re.search("[A-Za-z]{2}", template):
            return default
        self[template] = f"{OPEN}{template}{CLOSE}"
        return self[template]


def pseudo():
    """A language of its own, with numbers of its own."""
    return Language("xx", Marked(), point=",", thousands=".")


def unmarked(text):
    """What stands outside all marks."""
    found, depth = [], 0
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        if depth == 0 and letter != CLOSE:
            found.append(letter)
    return "".join(found)


def names(*chains):
    """All that the chains are written in, the longest first, as it is and as it is shown."""
    every = set()
    for chain in chains:
        every |= {chain.title}
        for party in chain.parties.values():
            every |= {party.id, party.name, party.group}
        for service in chain.services.values():
            every |= {service.id, service.delivers, *(name for name, _ in service.aspects)}
            every |= {action.action for action in service.improve}
            if service.score is not None:
                every |= {service.score.short, service.score.bare}
    every |= {shown(name, 400) for name in every}
    return sorted(every - {""}, key=len, reverse=True)


def words_left(text, *chains):
    """Words that are neither marked nor of the chains; names may be cut."""
    for name in names(*chains):
        text = text.replace(name, " ")
        for end in range(len(name) - 1, 6, -1):
            text = text.replace(f"{name[:end]}...", " ")
    return re.findall(r"[^\n|]*[A-Za-z]{2}[^\n|]*", unmarked(text))
