"""Keys that are none: unknown ones, and the rest of a number with a comma."""

from __future__ import annotations

import re
from collections.abc import Collection

from yaml.events import ScalarEvent

from valuechain.files.nodes import is_absent
from valuechain.files.source import Problems
from valuechain.model.format import KEPT, TOP, keys
from valuechain.model.numbers import THOUSANDS
from valuechain.model.texts import without_comma
from valuechain.problems import nearest, quoted
from valuechain.typography import unusual

_RANGE_HINT = "write a range with points, such as 0.5..0.9"
_COMMA_REST = re.compile(r"\d+(?:\.\d+|\.\.\d+)?\s*(?:[%/(].*|responses?\))?", re.DOTALL)
_PARTY, _SERVICE = keys("party"), keys("service")


def unknown_key(
    problems: Problems, key: ScalarEvent, owner: str, known: Collection[str], hint: str = ""
) -> None:
    """Note a key that is not `known` of an owner; `hint` is better than where else it belongs."""
    name = key.value
    if name in KEPT.get(owner, ()):
        message = f"{quoted(name)} is kept for a later version"
        problems.at(key.start_mark, message, "leave it out for now")
        return
    hint = (
        _unusual_start(name)
        or nearest(name, known)
        or hint
        or _home_of(name)
        or f"known here: {', '.join(known)}"
    )
    problems.at(key.start_mark, f"unknown key {quoted(name)}", hint)


def _unusual_start(name: str) -> str:
    """What stands where a key should be indented."""
    if name and name[0] != " " and not name[0].strip():
        return f"it begins with {unusual(name[0]) or 'white space'}"
    return ""


def _home_of(name: str) -> str:
    """Where a key that is unknown here belongs."""
    if name in TOP:
        return f"{quoted(name)} stands at the top of the file"
    if name in _PARTY or name == "serves":
        return f"{quoted(name)} belongs to a party"
    if name in _SERVICE:
        return f"{quoted(name)} belongs to a service"
    return ""


def comma_split(
    problems: Problems, previous: object, key: ScalarEvent, value: object, *, amounts: bool = False
) -> bool:
    """Whether a key is the rest of a number with a comma.

    In ``{satisfaction: 3,4/5}`` YAML sees a second key ``4/5``. If so, the problem stands at the
    number and replaces what was noted there. Of `amounts`, three digits behind a comma are
    thousands.
    """
    if not (isinstance(previous, ScalarEvent) and isinstance(value, ScalarEvent)):
        return False
    if not is_absent(value):
        return False
    if not (previous.value[-1:].isdecimal() and _COMMA_REST.fullmatch(key.value)):
        return False
    if problems.found and problems.found[-1].hint == _RANGE_HINT:
        return True  # the rest of the range's other end
    problems.forget(previous.start_mark)
    hint = _without_comma(f"{previous.value},{key.value}", amounts=amounts)
    problems.at(previous.start_mark, "a comma ends the value here", hint)
    return True


def _without_comma(whole: str, *, amounts: bool) -> str:
    """How to write what was meant."""
    if ".." in whole.rpartition(",")[2]:
        return _RANGE_HINT
    if amounts and THOUSANDS.fullmatch(whole):
        return f"write {quoted(whole.replace(',', ''))}"
    return f"write {without_comma(whole, str)}"
