"""Verbs that need a word more than their question: names, settings, files to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from valuechain.cli.reading import read
from valuechain.cli.verb import Usage
from valuechain.files.playbook import feedback
from valuechain.files.survey import read_survey
from valuechain.model.chain import ValueChain
from valuechain.model.names import service_named, setting_named
from valuechain.model.scenarios import Scenario
from valuechain.problems import ModelError, UnknownNameError, quoted
from valuechain.questions.asked import scenario_of
from valuechain.questions.comparison import Comparison, compare
from valuechain.questions.diagnosis import diagnose
from valuechain.questions.explanation import Explanation
from valuechain.questions.feedback import Feedback
from valuechain.questions.frontier import Frontier, frontier
from valuechain.questions.plan import Plan, plan
from valuechain.questions.side_by_side import SideBySide, side_by_side
from valuechain.questions.what_if import WhatIf, what_if
from valuechain.survey.pairs import Pairs


def explained(chain: ValueChain, service: str) -> Explanation:
    """One service, by its id or by the names of its ends."""
    return diagnose(chain).explain(service_named(chain, service))


def planned(chain: ValueChain, budget: float | None, seconds: float) -> Plan | Frontier:
    """What to do with a budget, or what every budget would win."""
    if budget is None:
        return frontier(chain, seconds=seconds)
    return plan(chain, budget, seconds=seconds)


def told_back(chain: ValueChain, playbook: str | None) -> Feedback:
    """Who must hear what, by a playbook of one's own or the usual one."""
    return feedback(chain, playbook)


# What if.


def what_would_be(
    chain: ValueChain, scenarios: Sequence[str], settings: Sequence[str]
) -> WhatIf | SideBySide:
    """One what-if, or several side by side."""
    asked = [scenario_of(chain, name) for name in scenarios]
    if settings:
        asked.append(_set(chain, settings, "as set" if asked else ""))
    asked = asked or list(chain.scenarios.values())
    if not asked:
        example = "--set 'clerk->designer=90%'"
        raise Usage(f"nothing is asked: give {example}, or write 'scenarios:' in the file")
    if len(asked) > 1:
        return side_by_side(chain, asked)
    (one,) = asked
    return what_if(chain, Scenario(one.name, one.settings))


def _set(chain: ValueChain, settings: Sequence[str], name: str) -> Scenario:
    pairs: dict[str, str] = {}
    for text in settings:
        service, quality = _pair(chain, text)
        if service in pairs:
            raise Usage(f"--set {service}: it is set twice; keep one of them")
        pairs[service] = quality
    try:
        return scenario_of(chain, pairs, name)
    except ModelError as error:
        raise Usage(str(error)) from None


def _pair(chain: ValueChain, text: str) -> tuple[str, str]:
    name, equals, quality = text.rpartition("=")
    if not equals or not name.strip():
        example = "such as --set 'clerk->designer=90%'"
        raise Usage(f"--set {text}: write a service and its quality, {example}")
    try:
        return setting_named(chain, name.strip()), quality.strip()
    except UnknownNameError:
        return name.strip(), quality.strip()  # what is wrong with it is told with all else


# Before and after.


def compared(
    before: ValueChain, new: str | None, survey: str | None, waves: Sequence[str] | None
) -> Comparison:
    """Two files, or two waves of a survey."""
    if (new is None) == (survey is None):
        raise Usage("compare takes two files, or one and --survey ANSWERS")
    if waves and survey is None:
        raise Usage("--waves needs --survey ANSWERS")
    if survey is None:
        return compare(before, read(str(new)).chain)
    (then, now), pairs = _waves(before, survey, waves)
    return compare(then, now, pairs)


def _waves(
    chain: ValueChain, file: str, asked: Sequence[str] | None
) -> tuple[tuple[ValueChain, ...], dict[str, Pairs]]:
    """The chain of two waves, and how the answers of the same people changed."""
    survey = read_survey(file, chain=chain)
    there = [wave for wave in survey.waves if wave]
    if not asked and len(there) > 1 and not survey.in_order:
        names = ", ".join(map(quoted, there))
        raise Usage(
            f"{file}: which waves, and which of them came first? There are {names}: "
            "name two with --waves FIRST SECOND"
        )
    waves = asked or there[-2:]
    if len(set(waves)) < 2:
        needs = "there are not two waves to compare; a column 'wave' tells them apart"
        raise Usage(f"{file}: {needs}")
    titles = [", ".join(filter(None, (chain.title, wave))) for wave in waves]
    both = survey.per_wave(chain, waves)
    named = tuple(replace(each, title=title) for each, title in zip(both, titles, strict=True))
    return named, survey.pairs(chain, *waves)
