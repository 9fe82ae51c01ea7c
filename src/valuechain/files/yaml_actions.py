"""What a file says may be done: the actions of a service, and scenarios; each with the places of its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from valuechain.files.nodes import ListNode, MapNode, Node, NodeReader, is_absent
from valuechain.files.yaml_fields import Field, amount, comma_split, quality, setting
from valuechain.model.action_rules import place, scenario_place, words_fault
from valuechain.model.actions import Action
from valuechain.model.scenarios import Scenario, Setting
from valuechain.model.tables import ACTION_FIELDS
from valuechain.problems import Fault, nearest, quoted

REQUIRED = ("action", "cost", "quality")
_SHAPE = "such as '- {action: order form on paper, cost: 400, quality: 90%}'"


class Improve(NamedTuple):
    """The actions of a service, and where the fields of each stand: `marks` by field, ``""`` for the whole."""

    actions: tuple[Action, ...]
    marks: tuple[dict[str, Any], ...]

    def places(self, service_id: str) -> dict[str, Any]:
        """The places by what a fault concerns."""
        found: dict[str, Any] = {}
        for at, marks in enumerate(self.marks):
            own = place(service_id, at)
            found |= {
                own: marks[""],
                **{place(own, name): marks.get(name, marks[""]) for name in ACTION_FIELDS},
            }
        return found


class ImproveField(Field[Improve]):
    """A list of actions."""

    def __init__(self, name: str, nodes: NodeReader, parse: Callable[[str], Improve]) -> None:
        super().__init__(name, nodes, parse)
        self.refused: set[str] = (
            set()
        )  # ids and words of actions with a mistake that is noted already, ``""`` for unknown ones
        self._cost, self._quality = (
            Field(key, nodes, parse) for key, parse in (("cost", amount), ("quality", quality))
        )

    def _structured(self, event: Any) -> Improve | None:
        if not isinstance(event, SequenceStartEvent):
            if isinstance(event, MappingStartEvent):
                self.refuse(
                    event.start_mark,
                    "a list of actions belongs here",
                    f"begin each with '- ', {_SHAPE}",
                )
                self.nodes.skip(event)
                self.refused.add("")
                return None
            return super()._structured(event)
        node = self.nodes.node(event)
        assert isinstance(node, ListNode)
        if not node.items:
            self.refuse(
                node.start_mark,
                "an empty list of actions",
                "list what can be done, or leave the line out",
            )
        if len(node.items) > 1 and all(_is_field(item) for item in node.items):
            self.refuse(
                node.start_mark,
                "the fields of an action stand apart",
                f"put them in braces, {_SHAPE}",
            )
            self.refused.add("")
            return None
        found = [self._action(item) for item in node.items]
        made = [pair for pair in found if pair is not None]
        return (
            Improve(tuple(action for action, _ in made), tuple(marks for _, marks in made))
            if made
            else None
        )

    def _action(self, item: Node) -> tuple[Action, dict[str, Any]] | None:
        before = len(self.nodes.problems.found)
        if not isinstance(item, MapNode):
            if item is not None:  # else it is noted already
                self.refuse(item.start_mark, "an action is more than one word", _SHAPE)
            self.refused.add("")
            return None
        told, marks = self._fields(item)
        refused = (
            any(value is None for _, value in item.pairs) or len(self.nodes.problems.found) > before
        )
        missing = [name for name in REQUIRED if name not in told]
        if missing and not refused:
            self.refuse(item.start_mark, f"an action needs its {quoted(missing[0])}", _SHAPE)
        if missing or refused:
            self.refused |= {told[name] for name in ("action", "id") if name in told} or {""}
            return None
        return Action(**told), marks | {"": item.start_mark}

    def _fields(self, item: MapNode) -> tuple[dict[str, Any], dict[str, Any]]:
        told: dict[str, Any] = {}
        marks: dict[str, Any] = {}
        previous: Node = None
        for key, value in item.pairs:
            name = key.value
            if name not in ACTION_FIELDS:
                if not comma_split(self.nodes.problems, previous, key, value, amounts=True):
                    hint = (
                        nearest(name, ACTION_FIELDS) or f"an action has {', '.join(ACTION_FIELDS)}"
                    )
                    self.refuse(key.start_mark, f"unknown key {quoted(name)}", hint)
            elif value is not None and not is_absent(value):
                marks[name] = value.start_mark
                if (found := self._value(name, value)) is not None:
                    told[name] = found
            previous = value
        return told, marks

    def _value(self, name: str, value: Node) -> Any:
        if name in ("needs", "excludes"):
            return self._ids(name, value)
        if not isinstance(value, ScalarEvent):
            assert value is not None  # it is not absent
            self.refuse(value.start_mark, f"one value belongs behind {quoted(name)}")
            return None
        if name == "cost":
            return self._cost.read(value)
        return self._quality.read(value) if name == "quality" else self._words(name, value)

    def _ids(self, name: str, value: Node) -> tuple[str, ...] | None:
        items = value.items if isinstance(value, ListNode) else [value]
        if any(not isinstance(item, ScalarEvent) for item in items):
            assert value is not None  # it is not absent
            self.refuse(
                value.start_mark,
                f"{quoted(name)} takes ids of actions",
                "such as [stock list, second van]",
            )
            return None
        ids = [word for item in items if (word := self._words(name, item)) is not None]
        if len(set(ids)) < len(ids):
            assert value is not None  # it has items
            self.refuse(
                value.start_mark, f"{quoted(name)} names an action twice", "keep one of them"
            )
        return tuple(ids)

    def _words(self, name: str, value: Any) -> str | None:
        if fault := words_fault(value.value):
            self.refuse(value.start_mark, f"{name} is {fault[0]}", fault[1])
            return None
        return str(value.value)


def _is_field(item: Node) -> bool:
    """Whether a mapping is but one field of an action."""
    return (
        isinstance(item, MapNode)
        and len(item.pairs) == 1
        and item.pairs[0][0].value in ACTION_FIELDS
    )


def improve(text: str) -> Improve:
    """Actions are no single value."""
    raise Fault(f"{quoted(text)} is no list of actions", _SHAPE)


class ScenariosReader:
    """Reads the section of scenarios; `places` is where each of them, and each service in it, stands."""

    def __init__(self, nodes: NodeReader) -> None:
        self.nodes = nodes
        self.places: dict[str, Any] = {}
        self.found: list[Scenario] = []
        self._setting = Field("quality", nodes, setting)

    def read(self, event: Any) -> None:
        """All of the section."""
        for key, value in self.nodes.mapping(
            event,
            "'scenarios:' takes scenarios by name",
            "such as 'new order form: {clerk->designer: 90%}'",
        ):
            name = key.value
            self.places[scenario_place(name)] = key.start_mark
            if fault := words_fault(name):
                self.nodes.problems.at(key.start_mark, f"a scenario's name is {fault[0]}", fault[1])
            before = len(self.nodes.problems.found)
            settings = self._settings(name, value)
            if not settings and len(self.nodes.problems.found) == before:
                self.nodes.problems.at(
                    key.start_mark,
                    f"scenario {quoted(name)} sets nothing",
                    "such as {clerk->designer: 90%}",
                )
            self.found.append(Scenario(name, tuple(settings)))

    def _settings(self, name: str, event: Any) -> list[tuple[str, Setting]]:
        found: list[tuple[str, Setting]] = []
        message = f"scenario {quoted(name)} takes services, each with a quality"
        before: Any = None
        for key, value in self.nodes.mapping(
            event, message, "such as {clerk->designer: 90%}, or target, or failed"
        ):
            if comma_split(self.nodes.problems, before, key, value):
                continue
            self.places[scenario_place(name, key.value)] = key.start_mark
            if isinstance(value, ScalarEvent) and is_absent(value):
                hint = "write 90% or 4.5/5, target or failed"
                self.nodes.problems.at(
                    key.start_mark,
                    f"scenario {quoted(name)} sets {quoted(key.value)} to nothing",
                    hint,
                )
                found.append((key.value, 0.0))
            else:
                found.append(
                    (key.value, self._setting.read(value) or 0.0)
                )  # where it is refused, whose it is still matters
            before = value
        return found
