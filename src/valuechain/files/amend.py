"""New numbers in an old file: its comments, its order and its spelling stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from valuechain.files.reader import loads
from valuechain.files.writer import dumps, field_text, service_text
from valuechain.model.chain import ValueChain
from valuechain.model.compounds import ASPECTS, SCORE
from valuechain.model.format import SECTIONS, keys
from valuechain.model.parts import Service
from valuechain.problems import FormatError

Edit: TypeAlias = tuple[int, int, str]
"""Where a text is replaced, from and up to, and by what."""
_FIELDS = [name for name, field in keys("service").items() if field.kind in (SCORE, ASPECTS)]
_COMMENT = re.compile(r"(?:^|\s)#")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def amended(text: str, chain: ValueChain) -> tuple[str, bool]:
    """The text of a file with the scores of `chain`, and whether all else is as it was.

    Comments too.

    Args:
        text: of a file that `loads` reads; it differs from `chain` in scores and in what holds for
            the whole chain only, or is written anew.
        chain: with the new scores.
    """
    before = loads(text)
    try:
        edits = list(_edits(text, before, chain))
        new = _edited(text, edits)
        if loads(new) == chain:
            return new, not any(_COMMENT.search(text[start:end]) for start, end, _ in edits)
    except (FormatError, yaml.YAMLError, KeyError):
        pass  # an unusual spelling; what is written anew is right in any case
    return dumps(chain), False


def _edited(text: str, edits: list[Edit]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _edits(text: str, before: ValueChain, after: ValueChain) -> Iterator[Edit]:
    root = yaml.compose(text, Loader=_Loader)
    yield from _chain_edits(text, root, before, after)
    nodes = _service_nodes(root)
    for service in before.services.values():
        new = after.services[service.id]
        if any(getattr(service, name) != getattr(new, name) for name in _FIELDS):
            yield from _service_edits(text, nodes[service.id], service, new, after)


def _chain_edits(text: str, root: Any, before: ValueChain, after: ValueChain) -> Iterator[Edit]:
    """What holds for the whole chain: in its place, or behind the format's version."""
    values = {key.value: value for key, value in root.value}
    for name, field in keys("chain").items():
        if field.held(before) == field.held(after):
            continue
        new = field.kind.write(field.held(after))
        if name in values:
            first = values[name].start_mark.index
            yield first, _end(values[name]), " " * (text[first - 1] == ":") + new
        else:
            yield _added(text, root, f"{name}: {new}")


def _added(text: str, root: Any, field: str) -> Edit:
    """One more field of the chain, on a line of its own behind the version."""
    version = next(value for key, value in root.value if key.value == "valuechain")
    at = _end(version)
    if root.flow_style:
        return at, at, f", {field}"
    newline = "\r\n" if "\r\n" in text else "\n"
    ends = text.find(newline, at)
    if ends < 0:
        ends = len(text)
    return ends, ends, f"{newline}{field}"


def _service_nodes(root: Any) -> dict[str, Any]:
    """The node of each service by its id."""
    found = {}
    for section, parties in root.value:
        if section.value not in SECTIONS or not isinstance(parties, yaml.MappingNode):
            continue
        for party, fields in parties.value:
            for field, served in fields.value if isinstance(fields, yaml.MappingNode) else ():
                if field.value == "serves" and isinstance(served, yaml.MappingNode):
                    for customer, node in served.value:
                        found.update(_nodes(f"{party.value}->{customer.value}", node))
    return found


def _nodes(way: str, node: Any) -> dict[str, Any]:
    if not isinstance(node, yaml.SequenceNode):
        return {way: node}
    if len(node.value) == 1:
        return {way: node.value[0]}
    return {f"{way}#{i}": item for i, item in enumerate(node.value, 1)}


def _service_edits(
    text: str, node: Any, old: Service, new: Service, chain: ValueChain
) -> Iterator[Edit]:
    start, end = node.start_mark.index, node.end_mark.index
    if not isinstance(node, yaml.MappingNode):
        space = " " if start == end else ""
        yield start, end, space + service_text(new, chain)
        return
    values = {key.value: value for key, value in node.value}
    for name in _FIELDS:
        if getattr(old, name) == getattr(new, name):
            continue
        value = field_text(name, new)
        if name in values:
            first = values[name].start_mark.index
            space = " " * (value != "" and text[first - 1] == ":")
            yield first, _end(values[name]), space + value
        else:
            yield _inserted(text, node, f"{name}: {value}")


def _inserted(text: str, node: Any, field: str) -> Edit:
    """One more field of a service: before the first of a block, after the last of a flow."""
    if not node.flow_style:
        key = node.value[0][0].start_mark
        newline = "\r\n" if "\r\n" in text else "\n"
        return key.index, key.index, f"{field}{newline}{' ' * key.column}"
    at = _end(node.value[-1][1]) if node.value else node.start_mark.index + 1
    return at, at, f", {field}" if node.value else field


def _end(node: Any) -> int:
    """Where a node ends: of a block, where its last value does.

    That is before the blanks and comments that follow.
    """
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return _end(node.value[-1][1])
    return int(node.end_mark.index)
