"""What a YAML file says may be done: the actions of a service, and scenarios.

Each with the places of its words.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from valuechain.files.nodes import ListNode, MapNode, Node, NodeReader, is_absent
from valuechain.files.yaml_fields import FieldReader
from valuechain.files.yaml_keys import comma_split
from valuechain.model.action_rules import place, scenario_place
from valuechain.model.actions import ACTION_FIELDS, ACTION_NAMES, REQUIRED, Action
from valuechain.model.compounds import SHAPE
from valuechain.model.scenarios import Scenario, Setting
from valuechain.model.texts import words_fault
from valuechain.model.values import NAMES, SETTING, WORDS, Kind
from valuechain.problems import nearest, quoted

_SUCH_AS = "{clerk->designer: 90%}"
_KINDS = {field.name: field.kind for field in ACTION_FIELDS}


class Improve(NamedTuple):
    """The actions of a service, and where the fields of each stand.

    `marks` by field, ``""`` for the whole.
    """

    actions: tuple[Action, ...]
    marks: tuple[dict[str, Any], ...]

    def places(self, service_id: str) -> dict[str, Any]:
        """The places by what a fault concerns."""
        found: dict[str, Any] = {}
        for at, marks in enumerate(self.marks):
            own = place(service_id, at)
            found[own] = marks[""]
            for name in ACTION_NAMES:
                found[place(own, name)] = marks.get(name, marks[""])
        return found


class ImproveReader(FieldReader):
    """A list of actions.

    `refused` are ids and words of actions with a mistake that is noted already, ``""`` for unknown
    ones.
    """

    def __init__(self, name: str, nodes: NodeReader, kind: Kind) -> None:
        super().__init__(name, nodes, kind)
        self.refused: set[str] = set()
        self._readers = {
            field: FieldReader(field, nodes, of)
            for field, of in _KINDS.items()
            if of not in (WORDS, NAMES)
        }

    def _structured(self, event: Any) -> Any:
        if isinstance(event, SequenceStartEvent):
            return self._list(self.nodes.node(event))
        if not isinstance(event, MappingStartEvent):
            return super()._structured(event)
        hint = f"begin each with '- ', {SHAPE}"
        self.refuse(event.start_mark, "a list of actions belongs here", hint)
        self.nodes.skip(event)
        self.refused.add("")
        return None

    def _list(self, node: Node) -> Improve | None:
        assert isinstance(node, ListNode)
        if not node.items:
            hint = "list what can be done, or leave the line out"
            self.refuse(node.start_mark, "an empty list of actions", hint)
        if len(node.items) > 1 and all(map(_is_field, node.items)):
            hint = f"put them in braces, {SHAPE}"
            self.refuse(node.start_mark, "the fields of an action stand apart", hint)
            self.refused.add("")
            return None
        found = [self._action(item) for item in node.items]
        made = [pair for pair in found if pair is not None]
        if not made:
            return None
        return Improve(tuple(action for action, _ in made), tuple(marks for _, marks in made))

    def _action(self, item: Node) -> tuple[Action, dict[str, Any]] | None:
        before = len(self.nodes.problems.found)
        if not isinstance(item, MapNode):
            if item is not None:  # else it is noted already
                self.refuse(item.start_mark, "an action is more than one word", SHAPE)
            self.refused.add("")
            return None
        values, marks = self._fields(item)
        noted = len(self.nodes.problems.found) > before
        refused = noted or any(value is None for _, value in item.pairs)
        missing = [name for name in REQUIRED if name not in values]
        if missing and not refused:
            self.refuse(item.start_mark, f"an action needs its {quoted(missing[0])}", SHAPE)
        if missing or refused:
            self.refused |= {values[name] for name in ("action", "id") if name in values} or {""}
            return None
        return Action(**values), marks | {"": item.start_mark}

    def _fields(self, item: MapNode) -> tuple[dict[str, Any], dict[str, Any]]:
        values: dict[str, Any] = {}
        marks: dict[str, Any] = {}
        previous: Node = None
        for key, value in item.pairs:
            name = key.value
            if name not in _KINDS:
                if not comma_split(self.nodes.problems, previous, key, value, amounts=True):
                    hint = nearest(name, _KINDS) or f"an action has {', '.join(_KINDS)}"
                    self.refuse(key.start_mark, f"unknown key {quoted(name)}", hint)
            elif value is not None and not is_absent(value):
                marks[name] = value.start_mark
                if (found := self._value(name, value)) is not None:
                    values[name] = found
            previous = value
        return values, marks

    def _value(self, name: str, value: Any) -> Any:
        if _KINDS[name] is NAMES:
            return self._ids(name, value)
        if not isinstance(value, ScalarEvent):
            self.refuse(value.start_mark, f"one value belongs behind {quoted(name)}")
            return None
        if _KINDS[name] is WORDS:
            return self._words(name, value)
        return self._readers[name].read(value)

    def _ids(self, name: str, value: Any) -> tuple[str, ...] | None:
        items = value.items if isinstance(value, ListNode) else [value]
        if not all(isinstance(item, ScalarEvent) for item in items):
            hint = "such as [stock list, second van]"
            self.refuse(value.start_mark, f"{quoted(name)} takes ids of actions", hint)
            return None
        words = [self._words(name, item) for item in items]
        ids = tuple(word for word in words if word is not None)
        if len(set(ids)) < len(ids):
            message = f"{quoted(name)} names an action twice"
            self.refuse(value.start_mark, message, "keep one of them")
        return ids

    def _words(self, name: str, value: Any) -> str | None:
        if fault := words_fault(value.value):
            self.refuse(value.start_mark, f"{name} is {fault[0]}", fault[1])
            return None
        return str(value.value)


def _is_field(item: Node) -> bool:
    """Whether a mapping is but one field of an action."""
    return isinstance(item, MapNode) and len(item.pairs) == 1 and item.pairs[0][0].value in _KINDS


class ScenariosReader:
    """Reads the section of scenarios; `places` is where each, and each service in it, stands."""

    def __init__(self, nodes: NodeReader) -> None:
        self.nodes = nodes
        self.places: dict[str, Any] = {}
        self.found: list[Scenario] = []
        self._setting = FieldReader("quality", nodes, SETTING)

    def read(self, event: Any) -> None:
        """All of the section."""
        message = "'scenarios:' takes scenarios by name"
        hint = "such as 'new order form: {clerk->designer: 90%}'"
        for key, value in self.nodes.mapping(event, message, hint):
            self._scenario(key, value)

    def _scenario(self, key: ScalarEvent, value: Any) -> None:
        name, mark = key.value, key.start_mark
        problems = self.nodes.problems
        self.places[scenario_place(name)] = mark
        if fault := words_fault(name):
            problems.at(mark, f"a scenario's name is {fault[0]}", fault[1])
        before = len(problems.found)
        settings = self._settings(name, value)
        if not settings and len(problems.found) == before:
            problems.at(mark, f"scenario {quoted(name)} sets nothing", f"such as {_SUCH_AS}")
        self.found.append(Scenario(name, tuple(settings)))

    def _settings(self, name: str, event: Any) -> list[tuple[str, Setting]]:
        found: list[tuple[str, Setting]] = []
        message = f"scenario {quoted(name)} takes services, each with a quality"
        before: Any = None
        hint = f"such as {_SUCH_AS}, or target, or failed"
        for key, value in self.nodes.mapping(event, message, hint):
            if comma_split(self.nodes.problems, before, key, value):
                continue
            self.places[scenario_place(name, key.value)] = key.start_mark
            if isinstance(value, ScalarEvent) and is_absent(value):
                nothing = f"scenario {quoted(name)} sets {quoted(key.value)} to nothing"
                hint_at = "write 90% or 4.5/5, target or failed"
                self.nodes.problems.at(key.start_mark, nothing, hint_at)
                found.append((key.value, 0.0))
            else:  # where it is refused, whose it is still matters
                found.append((key.value, self._setting.read(value) or 0.0))
            before = value
        return found
