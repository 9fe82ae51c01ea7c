"""Would the first step be the same if services combined at their customers by another rule?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from valuechain.analysis.first_step import is_quick
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Rule
from valuechain.problems import ModelError
from valuechain.questions.diagnosis import Diagnosis, diagnose
from valuechain.tolerances import TIE, WORTH_NAMING

OTHERS: Mapping[Rule, tuple[Rule, ...]] = {
    "mean": ("weakest",),
    "weakest": ("mean",),
    "fdna": ("mean", "weakest"),
}
"""The rules that may say something else: without criticalities `fdna` says what `mean` does."""


def first_steps(diagnosis: Diagnosis) -> tuple[str, ...]:
    """Ids of the links that win most, ties included; none where none wins anything."""
    best = diagnosis.best_steps
    if not best or best[0].gain < WORTH_NAMING:
        return ()
    return tuple(sorted(step.id for step in best if step.gain >= best[0].gain - TIE))


def first_under_others(chain: ValueChain) -> dict[Rule, tuple[str, ...]]:
    """The first steps under each other rule; none where it would leave something without a cause.

    Only `fdna` knows what customers have left: criticalities are dropped.
    """
    return {rule: _first_under(chain, rule) for rule in OTHERS[chain.rule]}


def quickly_under_others(diagnosis: Diagnosis) -> dict[Rule, tuple[str, ...]]:
    """The same, where a further diagnosis is quick; else nothing."""
    return first_under_others(diagnosis.chain) if is_quick(diagnosis.solution) else {}


def differing(
    now: tuple[str, ...], others: Mapping[Rule, tuple[str, ...]]
) -> dict[Rule, tuple[str, ...]]:
    """The rules under which nothing is first that is first now, with what is then."""
    return {
        rule: first
        for rule, first in others.items()
        if set(first) != set(now) and not set(first) & set(now)
    }


def _first_under(chain: ValueChain, rule: Rule) -> tuple[str, ...]:
    services = {
        name: replace(service, criticality=None) for name, service in chain.services.items()
    }
    try:
        return first_steps(diagnose(replace(chain, services=services, rule=rule)))
    except ModelError:  # under the weakest link more loops depend on themselves completely
        return ()
