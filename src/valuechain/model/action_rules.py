"""What makes actions and scenarios sound: rules like those of `rules`.

The subject of a fault is a `place`: of an action its service and number, of a scenario its name and
service, and the field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from valuechain.model.actions import ACTION_FIELDS, Action
from valuechain.model.compounds import are_pairs
from valuechain.model.parts import Service, are_actions
from valuechain.model.scenarios import Scenario, setting_of
from valuechain.model.score import Score
from valuechain.model.texts import Said, words_fault
from valuechain.problems import PRINTED, Fault, ModelError, nearest, quoted
from valuechain.walks import beyond, circles

_WORK = 2_000_000  # actions looked at as needed by others; what needs still more is not looked into


def place(*parts: object) -> str:
    """What a fault of an action concerns: no id is like it, since none has a line break."""
    return "\n".join(map(str, parts))


def scenario_place(*parts: object) -> str:
    """What a fault of a scenario concerns: nothing else begins with a line break."""
    return place("", *parts)


# Values of the wrong type or out of range, for what was made in Python; a file's are checked where
# they stand.


def action_faults(services: Iterable[Any]) -> Iterator[Fault]:
    """What is wrong with actions themselves."""
    for service in services:
        shown = f"service {quoted(service.id)}"
        if not are_actions(service.improve):
            message = f"{shown}: improve is {service.improve!r:.60}"
            yield Fault(message, "a tuple of Action values", place=service.id, kind="action")
            continue
        for number, action in enumerate(service.improve):
            where = place(service.id, number)
            for field in ACTION_FIELDS:
                for message, hint in field.faults(action):
                    yield Fault(f"{shown}: {message}", hint, place=where, kind="action")


def scenario_faults(scenarios: Collection[Any]) -> Iterator[Fault]:
    """What is wrong with scenarios themselves."""
    seen: set[str] = set()
    for scenario in scenarios:
        shown = f"scenario {quoted(scenario.name)}"
        found: list[Said] = []
        if (fault := words_fault(scenario.name)) is not None:
            found.append((f"a scenario's name is {fault[0]}", fault[1]))
        if scenario.name in seen:
            found.append((f"{shown} is defined twice", "give it another name"))
        seen.add(scenario.name)
        if scenario.settings == ():
            found.append((f"{shown} sets nothing", _SETS))
        wrong = settings_faults(scenario.settings)
        found += [(f"{shown}: {message}", hint) for message, hint in wrong]
        for message, hint in found:
            yield Fault(message, hint, place=scenario_place(scenario.name), kind="scenario")


_SETS = "such as 'clerk->designer: 90%', or target, or failed"


def settings_faults(settings: Any) -> Iterator[Said]:
    """What is wrong with the settings of a scenario, whatever services there are."""
    if not are_pairs(settings):
        hint = "a tuple of pairs, each a service id and its quality"
        yield f"settings are {settings!r:.60}", hint
        return
    if not all(isinstance(service, str) for service, _ in settings):
        yield f"settings are {settings!r:.60}", "service ids are texts"
        return
    if len(dict(settings)) < len(settings):
        yield "a service is set twice", "keep one of them"
    for _, setting in settings:
        yield from _setting_faults(setting)


def _setting_faults(setting: object) -> Iterator[Said]:
    """Why a value sets no quality."""
    try:
        meant = setting_of(setting)
        exact = isinstance(meant, str) or Score.of(meant).value == meant
        if meant != setting or not exact:
            yield f"a quality of {setting!r:.60}", _SETS
    except ModelError as error:
        yield f"a quality of {setting!r:.60}", error.problems[0].hint


# How actions and scenarios fit the services and one another.


def broken_plans(
    services: Collection[Service], scenarios: Iterable[Scenario], refused: Collection[str] = ()
) -> Iterator[Fault]:
    """The rules about what actions and scenarios name.

    `refused` are ids and words of actions that could not be read.
    """
    yield from _unknown_services(services, scenarios)
    actions = [
        (place(service.id, number), action)
        for service in services
        for number, action in enumerate(service.improve)
    ]
    if not actions:
        return
    alike = list(_alike(actions))
    misnamed = list(_misnamed(actions, refused))
    yield from alike
    yield from (fault for fault in misnamed if fault is not None)
    if not alike and not misnamed:
        yield from _circles({action.id: (where, action) for where, action in actions})


def _alike(actions: Iterable[tuple[str, Action]]) -> Iterator[Fault]:
    first: dict[str, Action] = {}
    for where, action in actions:
        other = first.setdefault(unicodedata.normalize("NFKC", action.id), action)
        if other is not action:
            yield _twice(where, action, other)


def _misnamed(
    actions: Sequence[tuple[str, Action]], refused: Collection[str]
) -> Iterator[Fault | None]:
    """Actions that name none, or themselves; ``None`` for a name that may be of a refused one."""
    known = {action.id: action for _, action in actions}
    suggested = 0
    for where, action, field, named in _links(actions):
        if named == action.id:
            message = f"action {quoted(action.action)} {field} itself"
            yield Fault(message, "leave it out", place=place(where, field), kind="action")
        elif named not in known and _may_be(named, refused):
            yield None
        elif named not in known:
            suggested += 1
            hint = _which_action(named, known if suggested <= PRINTED else {})
            what = f"action {quoted(action.action)} {field} {quoted(named)}"
            message = f"{what}, and there is no such action"
            yield Fault(message, hint, place=place(where, field), kind="action")


def _links(actions: Iterable[tuple[str, Action]]) -> Iterator[tuple[str, Action, str, str]]:
    """What actions name: the place of each, itself, the field, the name."""
    for where, action in actions:
        for field in ("needs", "excludes"):
            for named in getattr(action, field):
                yield where, action, field, named


def _may_be(named: str, refused: Collection[str]) -> bool:
    """Whether a name may be that of an action which was refused."""
    return "" in refused or any(named == words or named.endswith(f": {words}") for words in refused)


def _twice(where: str, action: Action, other: Action) -> Fault:
    own = place(where, "id")
    if action.id != other.id:
        message = f"the id {quoted(action.id)} looks like {quoted(other.id)}"
        return Fault(message, "use one spelling for one action", place=own, kind="action")
    if action.named:
        message = f"two actions have the id {quoted(action.id)}"
        return Fault(message, "give each one of its own", place=own, kind="action")
    message = f"service {quoted(action.service)} has the action {quoted(action.action)} twice"
    return Fault(message, "keep one of them, or give them ids", place=where, kind="action")


def _which_action(name: str, known: Mapping[str, Action]) -> str:
    for found in known.values():
        if found.action.casefold() == name.casefold():
            return f"did you mean {quoted(found.id)}?"
    return nearest(name, known) or "name the 'id:' of another action"


def _unknown_services(
    services: Iterable[Service], scenarios: Iterable[Scenario]
) -> Iterator[Fault]:
    known = {service.id for service in services}
    for scenario in scenarios:
        for service, _ in scenario.settings:
            if service not in known:
                what = f"scenario {quoted(scenario.name)} sets {quoted(service)}"
                where = scenario_place(scenario.name, service)
                yield Fault(
                    f"{what}, and there is no such service",
                    which_service(service, known),
                    place=where,
                    kind="scenario",
                )


def which_service(name: str, known: Collection[str]) -> str:
    """A hint at the service that is meant."""
    if own := [service for service in known if service.startswith(f"{name}->")]:
        return f"its services are {listed_few(sorted(own))}"
    if f"{name}#1" in known:
        count = sum(service.startswith(f"{name}#") for service in known)
        return f"there are {count}: {quoted(f'{name}#1')} to {quoted(f'{name}#{count}')}"
    return nearest(name, known) or "services are named 'provider->customer'"


def listed_few(names: Sequence[str]) -> str:
    """The first names, and that there are more."""
    return ", ".join([*map(quoted, names[:5]), *["..."] * (len(names) > 5)])


def _circles(actions: Mapping[str, tuple[str, Action]]) -> Iterator[Fault]:
    """Actions that need one another in a circle, and those that can never be done."""
    needs = {key: action.needs for key, (_, action) in actions.items()}
    found = list(circles(actions, needs))
    for circle in found:
        way = " -> ".join([*circle, circle[0]])
        yield Fault(
            f"actions need one another in a circle: {way}",
            "leave one of these needs out",
            place=place(actions[circle[0]][0], "needs"),
            kind="action",
        )
    if not found:
        yield from _impossible(actions, needs)


def _impossible(
    actions: Mapping[str, tuple[str, Action]], needs: Mapping[str, Collection[str]]
) -> Iterator[Fault]:
    """Actions that need two which cannot both be done.

    Of those that need one another only the first is named.
    """

    def conflict(key: str) -> tuple[Action, Action] | None:
        return _at_odds([actions[key][1], *(actions[other][1] for other in all_needed(key, needs))])

    work = 0
    for key, (where, action) in actions.items():
        if action.needs and work < _WORK:
            work += len(all_needed(key, needs))
            if (pair := conflict(key)) and not any(map(conflict, action.needs)):
                yield _never(place(where, "needs"), action, *pair)


def _never(where: str, action: Action, one: Action, other: Action) -> Fault:
    both = f"{quoted(one.id)} and {quoted(other.id)}"
    why = f"{both} exclude one another"
    if one.service == other.service:
        why = f"{both} improve the same service, of whose actions one is done"
    message = f"action {quoted(action.action)} can never be done: {why}"
    return Fault(message, "change its needs", place=where, kind="action")


def all_needed(start: str, needs: Mapping[str, Collection[str]]) -> list[str]:
    """All that something needs, directly or not, sorted."""
    return sorted(beyond([start], needs))


def _at_odds(together: list[Action]) -> tuple[Action, Action] | None:
    """Two actions that cannot both be done."""
    ids = {action.id: action for action in together}
    services: dict[str, Action] = {}
    for action in together:
        if (other := services.setdefault(action.service, action)) is not action:
            return other, action
        excluded = next((name for name in action.excludes if name in ids), None)
        if excluded is not None:
            return action, ids[excluded]
    return None


def futile(services: Iterable[Service]) -> Iterator[Fault]:
    """Actions that surely change nothing.

    Own quality is at least the satisfaction, or is what the expert said.
    """
    for service in services:
        for number, action in enumerate(service.improve):
            if service.score is not None and action.quality <= service.score.value:
                what = f"action {quoted(action.action)} reaches no more than {quoted(service.id)}"
                yield Fault(
                    f"{what} is at already ({service.score.short})",
                    "it would change nothing",
                    place=place(service.id, number, "quality"),
                    kind="action",
                )
