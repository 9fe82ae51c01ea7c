"""What makes actions and scenarios sound: rules like those of `rules`, for what a chain says may be done.

The subject of a fault is a `place`: of an action its service and number, of a scenario its name and
service, and the field.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from valuechain.model.actions import MOST, Action
from valuechain.model.parts import Service
from valuechain.model.rules import SUGGESTED, number_within, text_faults
from valuechain.model.scenarios import Scenario, setting_of
from valuechain.model.score import Score
from valuechain.problems import Fault, ModelError, nearest, quoted

_WORK = 2_000_000  # actions looked at as needed by others; what needs still more is not looked into


def place(*parts: object) -> str:
    """What a fault of an action concerns: no id can be taken for it, since none has a line break."""
    return "\n".join(map(str, parts))


def scenario_place(*parts: object) -> str:
    """What a fault of a scenario concerns: nothing else begins with a line break."""
    return place("", *parts)


# Values of the wrong type or out of range, for what was made in Python; a file's are checked where
# they stand.


def action_faults(services: Iterable[Any]) -> Iterator[Fault]:
    """What is wrong with actions themselves."""
    for service in services:
        if not (
            isinstance(service.improve, tuple)
            and all(isinstance(action, Action) for action in service.improve)
        ):
            yield Fault(
                f"service {quoted(service.id)}: improve is {service.improve!r:.60}",
                "a tuple of Action values",
                place=service.id,
                kind="action",
            )
            continue
        for number, action in enumerate(service.improve):
            for message, hint in _action_values(action):
                yield Fault(
                    f"service {quoted(service.id)}: {message}",
                    hint,
                    place=place(service.id, number),
                    kind="action",
                )


def _action_values(action: Any) -> Iterator[tuple[str, str]]:
    for name in ("action", "id"):
        if (fault := words_fault(getattr(action, name))) is not None:
            yield f"an action's {name} is {fault[0]}", fault[1]
    if not number_within(action.cost, 0, MOST):
        yield f"a cost of {action.cost!r}", f"a number from 0 to {MOST:g}"
    if not (
        number_within(action.quality, 0, 1) and Score.of(action.quality).value == action.quality
    ):
        yield f"a quality of {action.quality!r}", "a fraction from 0 to 1"
    for name in ("needs", "excludes"):
        others = getattr(action, name)
        if not (isinstance(others, tuple) and all(isinstance(other, str) for other in others)):
            yield f"{name} is {others!r:.60}", "a tuple of ids of actions"
        elif len(set(others)) < len(others):
            yield f"{name} names an action twice", "keep one of them"


def words_fault(text: Any) -> tuple[str, str] | None:
    """Why a text cannot stand for an action or a scenario (message, hint), or ``None``."""
    if text == "<<":
        return "'<<', which YAML keeps for itself", "a few words"
    if isinstance(text, str) and (not text or text != text.strip()):
        return (f"{quoted(text)} with white space at its ends" if text else "empty"), "a few words"
    if isinstance(text, str) and any(sign in text for sign in "\n\t"):
        return f"{quoted(text)} with a line break or tab", "a few words in one line"
    return next(text_faults(text), None)


def scenario_faults(scenarios: Collection[Any]) -> Iterator[Fault]:
    """What is wrong with scenarios themselves."""
    seen: set[str] = set()
    for scenario in scenarios:
        where, shown = scenario_place(scenario.name), f"scenario {quoted(scenario.name)}"
        if (fault := words_fault(scenario.name)) is not None:
            yield Fault(f"a scenario's name is {fault[0]}", fault[1], place=where, kind="scenario")
        if scenario.name in seen:
            yield Fault(
                f"{shown} is defined twice", "give it another name", place=where, kind="scenario"
            )
        seen.add(scenario.name)
        if scenario.settings == ():
            yield Fault(f"{shown} sets nothing", _SETS, place=where, kind="scenario")
        for message, hint in settings_faults(scenario.settings):
            yield Fault(f"{shown}: {message}", hint, place=where, kind="scenario")


_SETS = "such as 'clerk->designer: 90%', or target, or failed"


def settings_faults(settings: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with the settings of a scenario, whatever services there are."""
    if not (
        isinstance(settings, tuple)
        and all(isinstance(pair, tuple) and len(pair) == 2 for pair in settings)
    ):
        yield (
            f"settings are {settings!r:.60}",
            "a tuple of pairs, each a service id and its quality",
        )
        return
    if not all(isinstance(service, str) for service, _ in settings):
        yield f"settings are {settings!r:.60}", "service ids are texts"
        return
    if len(dict(settings)) < len(settings):
        yield "a service is set twice", "keep one of them"
    for _, setting in settings:
        yield from _setting_faults(setting)


def _setting_faults(setting: object) -> Iterator[tuple[str, str]]:
    """Why a value sets no quality."""
    try:
        told = setting_of(setting)
        if told != setting or (not isinstance(told, str) and Score.of(told).value != told):
            yield f"a quality of {setting!r:.60}", _SETS
    except ModelError as error:
        yield f"a quality of {setting!r:.60}", error.problems[0].hint


# How actions and scenarios fit the services and one another.


def broken_plans(
    services: Collection[Service], scenarios: Iterable[Scenario], refused: Collection[str] = ()
) -> Iterator[Fault]:
    """The rules about what actions and scenarios name; `refused` are ids and words of actions that could not be read."""
    yield from _unknown_services(services, scenarios)
    actions = [
        (place(service.id, number), action)
        for service in services
        for number, action in enumerate(service.improve)
    ]
    if not actions:
        return
    first: dict[str, Action] = {}
    sound = True
    for where, action in actions:
        other = first.setdefault(unicodedata.normalize("NFKC", action.id), action)
        if other is not action:
            sound = False
            yield _twice(where, action, other)
    known = {action.id: action for _, action in actions}
    suggested = 0
    for where, action in actions:
        for field in ("needs", "excludes"):
            for named in getattr(action, field):
                if named not in known or named == action.id:
                    sound = False
                    if named != action.id and _may_be(named, refused):
                        continue
                    suggested += 1
                    yield _misnamed(
                        place(where, field),
                        action,
                        field,
                        named,
                        known if suggested <= SUGGESTED else {},
                    )
    if sound:
        yield from _circles({action.id: (where, action) for where, action in actions})


def _may_be(named: str, refused: Collection[str]) -> bool:
    """Whether a name may be that of an action which was refused."""
    return "" in refused or any(named == words or named.endswith(f": {words}") for words in refused)


def _twice(where: str, action: Action, other: Action) -> Fault:
    if action.id != other.id:
        message = f"the id {quoted(action.id)} looks like {quoted(other.id)}"
        return Fault(
            message, "use one spelling for one action", place=place(where, "id"), kind="action"
        )
    if action.named:
        return Fault(
            f"two actions have the id {quoted(action.id)}",
            "give each one of its own",
            place=place(where, "id"),
            kind="action",
        )
    message = f"service {quoted(action.service)} has the action {quoted(action.action)} twice"
    return Fault(message, "keep one of them, or give them ids", place=where, kind="action")


def _misnamed(
    where: str, action: Action, field: str, other: str, known: Mapping[str, Action]
) -> Fault:
    if other == action.id:
        return Fault(
            f"action {quoted(action.action)} {field} itself",
            "leave it out",
            place=where,
            kind="action",
        )
    meant = next(
        (found.id for found in known.values() if found.action.casefold() == other.casefold()), ""
    )
    hint = (
        f"did you mean {quoted(meant)}?"
        if meant
        else nearest(other, known) or "name the 'id:' of another action"
    )
    return Fault(
        f"action {quoted(action.action)} {field} {quoted(other)}, and there is no such action",
        hint,
        place=where,
        kind="action",
    )


def _unknown_services(
    services: Iterable[Service], scenarios: Iterable[Scenario]
) -> Iterator[Fault]:
    known = {service.id for service in services}
    for scenario in scenarios:
        for service, _ in scenario.settings:
            if service not in known:
                message = f"scenario {quoted(scenario.name)} sets {quoted(service)}, and there is no such service"
                yield Fault(
                    message,
                    which_service(service, known),
                    place=scenario_place(scenario.name, service),
                    kind="scenario",
                )


def which_service(name: str, known: Collection[str]) -> str:
    """A hint at the service that is meant."""
    if own := [service for service in known if service.startswith(f"{name}->")]:
        return f"its services are {listed_few(sorted(own))}"
    if f"{name}#1" in known:
        several = [service for service in known if service.startswith(f"{name}#")]
        return (
            f"there are {len(several)}: {quoted(f'{name}#1')} to {quoted(f'{name}#{len(several)}')}"
        )
    return nearest(name, known) or "services are named 'provider->customer'"


def listed_few(names: Sequence[str]) -> str:
    """The first names, and that there are more."""
    return ", ".join(map(quoted, names[:5])) + (", ..." if len(names) > 5 else "")


def _circles(actions: Mapping[str, tuple[str, Action]]) -> Iterator[Fault]:
    """Actions that need one another in a circle, each circle once, and those that can never be done."""
    done: set[str] = set()
    sound = True
    for start in actions:
        way: list[str] = []
        if circle := _circle_from(start, actions, way, done):
            sound = False
            where, _ = actions[circle[0]]
            told = " -> ".join([*circle, circle[0]])
            yield Fault(
                f"actions need one another in a circle: {told}",
                "leave one of these needs out",
                place=place(where, "needs"),
                kind="action",
            )
    if sound:
        yield from _impossible(actions)


def _circle_from(
    start: str, actions: Mapping[str, tuple[str, Action]], way: list[str], done: set[str]
) -> list[str]:
    """The first circle that a walk along the needs meets; without recursion, since needs may be many."""
    stack = [(start, iter(actions[start][1].needs))] if start not in done else []
    way += [start] if stack else []
    while stack:
        here, needs = stack[-1]
        following = next(needs, None)
        if following is None:
            done.add(here)
            way.pop()
            stack.pop()
        elif following in way:
            done.update(way)
            return way[way.index(following) :]
        elif following not in done:
            way.append(following)
            stack.append((following, iter(actions[following][1].needs)))
    return []


def _impossible(actions: Mapping[str, tuple[str, Action]]) -> Iterator[Fault]:
    """Actions that need two which cannot both be done; of those that need one another only the first."""
    needs = {key: found.needs for key, (_, found) in actions.items()}

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
    why = (
        f"{both} improve the same service, of whose actions one is done"
        if one.service == other.service
        else f"{both} exclude one another"
    )
    return Fault(
        f"action {quoted(action.action)} can never be done: {why}",
        "change its needs",
        place=where,
        kind="action",
    )


def all_needed(start: str, needs: Mapping[str, Collection[str]]) -> list[str]:
    """All that something needs, directly or not, sorted."""
    found: set[str] = set()
    frontier = list(needs[start])
    while frontier:
        other = frontier.pop()
        if other not in found:
            found.add(other)
            frontier += needs[other]
    return sorted(found)


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
    """Actions that surely change nothing: own quality is at least the satisfaction, or is what the expert said."""
    for service in services:
        for number, action in enumerate(service.improve):
            if service.score is not None and action.quality <= service.score.value:
                told = f"action {quoted(action.action)} reaches no more than {quoted(service.id)} is at already"
                yield Fault(
                    f"{told} ({service.score.short})",
                    "it would change nothing",
                    place=place(service.id, number, "quality"),
                    kind="action",
                )
