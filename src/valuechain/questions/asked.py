"""What is asked: scenarios that fit a chain, how sure; what is wrong with it, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from valuechain.model.action_rules import settings_faults, which_service
from valuechain.model.chain import ValueChain
from valuechain.model.scalars import scalar
from valuechain.model.scenarios import Scenario, Setting, setting_of
from valuechain.problems import (
    ArgumentError,
    ModelError,
    Problem,
    UnknownNameError,
    nearest,
    quoted,
)


def checked_level(level: object) -> float:
    """How sure an interval is to be.

    Raises:
        ArgumentError: it is no number between 0 and 1.
    """
    given = scalar(level)
    if not isinstance(given, int | float) or not 0 < given < 1:
        raise ArgumentError(f"level={level!r}: above 0 and below 1, such as 0.95")
    return given


def scenario_of(chain: ValueChain, asked: object, name: str = "") -> Scenario:
    """What is asked, as a scenario that fits the chain.

    Raises:
        ModelError, UnknownNameError, ArgumentError: as `what_if`.
    """
    if isinstance(asked, str):
        return _named(chain, asked)
    if isinstance(asked, Scenario):
        if faults := list(settings_faults(asked.settings)):
            raise ModelError([Problem(message, hint) for message, hint in faults])
        name, asked = name or asked.name, asked.by_service
    if not isinstance(asked, Mapping):
        raise ArgumentError(
            "settings are qualities by service id, or the name of a scenario, "
            f"not {type(asked).__name__}"
        )
    return Scenario(name, tuple(_settings(chain, asked)))


def _named(chain: ValueChain, name: str) -> Scenario:
    if name in chain.scenarios:
        return chain.scenarios[name]
    there = f"the file has {', '.join(map(quoted, list(chain.scenarios)[:8])) or 'none'}"
    raise UnknownNameError(f"no scenario {quoted(name)}: {nearest(name, chain.scenarios) or there}")


def _settings(chain: ValueChain, asked: Mapping[Any, Any]) -> Iterable[tuple[str, Setting]]:
    problems: list[Problem] = []
    found = []
    for service, value in asked.items():
        problems += _unknown(chain, service)
        try:
            found.append((service, setting_of(value)))
        except ModelError as error:
            message = error.problems[0].message.replace("a satisfaction", "a quality")
            problems.append(Problem(f"{quoted(str(service))}: {message}", error.problems[0].hint))
    problems += _set_twice(chain, asked)
    if problems:
        raise ModelError(problems)
    return found


def _unknown(chain: ValueChain, name: object) -> Iterator[Problem]:
    """What is neither a service nor a party that serves somebody."""
    if name in chain.services or services_of(chain, name):
        return
    shown = str(name)
    if name in chain.parties:
        yield Problem(f"{quoted(shown)} serves nobody", "set a service, or a party that serves")
    else:
        providers = {service.provider for service in chain.services.values()}
        team = "" if "->" in shown else nearest(shown, sorted(providers))
        yield Problem(f"no service {quoted(shown)}", team or which_service(shown, chain.services))


def _set_twice(chain: ValueChain, asked: Mapping[Any, Any]) -> Iterator[Problem]:
    """Services that are set by themselves and with their provider."""
    for name in asked:
        own = [service for service in services_of(chain, name) if service in asked]
        if own:
            both = f"{quoted(str(name))} and {quoted(own[0])}, which is one of its services"
            yield Problem(f"both {both}, are set", "set the party, or single services of it")


def services_of(chain: ValueChain, name: object) -> list[str]:
    """The ids of all services of a party, none where it is no party."""
    if name not in chain.parties:
        return []
    return [service.id for service in chain.services.values() if service.provider == name]


def set_services(chain: ValueChain, scenario: Scenario) -> list[tuple[str, Setting]]:
    """What a scenario sets, service by service: of a party all that it delivers."""
    return [
        (service, setting)
        for name, setting in scenario.settings
        for service in services_of(chain, name) or [name]
    ]


def scenarios_of(chain: ValueChain, scenarios: object) -> list[Scenario]:
    """Several scenarios that fit the chain; all of its own where none are asked for.

    Raises:
        ModelError, ArgumentError: as `side_by_side`.
    """
    found: list[Scenario] = []
    problems: list[Problem] = []
    named = _pairs(chain, scenarios)
    for name, asked in named:
        try:
            found.append(scenario_of(chain, _unnamed(asked), name))
        except ModelError as error:
            problems += [
                Problem(f"scenario {quoted(name)}: {problem.message}", problem.hint)
                for problem in error.problems
            ]
    problems += _repeated([name for name, _ in named])
    if problems:
        raise ModelError(problems)
    if not found:
        raise ArgumentError("there are no scenarios to compare")
    return found


def _pairs(chain: ValueChain, scenarios: object) -> list[tuple[str, object]]:
    """What is asked, with names."""
    if scenarios is None:
        scenarios = chain.scenarios.values()
        if not chain.scenarios:
            raise ArgumentError(
                "the chain has no scenarios: "
                "give some, or write them under 'scenarios:' in the file"
            )
    if isinstance(scenarios, Mapping):
        return [(str(name), asked) for name, asked in scenarios.items()]
    if not isinstance(scenarios, Iterable) or isinstance(scenarios, str):
        raise _no_scenarios(scenarios)
    return [(_name(asked), asked) for asked in scenarios]


def _name(scenario: object) -> str:
    if not isinstance(scenario, Scenario):
        raise _no_scenarios(scenario)
    return str(scenario.name)


def _no_scenarios(given: object) -> ArgumentError:
    kind = type(given).__name__
    return ArgumentError(f"scenarios are settings by name, or Scenario values, not {kind}")


def _unnamed(asked: object) -> object:
    """What one of several is: never the name of another."""
    if isinstance(asked, Scenario | Mapping):
        return asked
    return None


def _repeated(names: list[str]) -> Iterator[Problem]:
    """Every name that was there before."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Problem(f"scenario {quoted(name)} is here twice", "give it another name")
        seen.add(name)
