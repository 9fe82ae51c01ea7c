"""What the first step would be under another rule, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from valuechain.language import say
from valuechain.model.parts import Rule
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.other_rules import differing, first_steps
from valuechain.reports.advice import link_named
from valuechain.reports.words import listed

_MEANING: Mapping[Rule, str] = {
    "weakest": "every service is critical",
    "mean": "services count by their weights",
}
_NAMED = 3


def by_other_rules(diagnosis: Diagnosis, others: Mapping[Rule, Sequence[str]]) -> str:
    """The end of a sentence about what is first: whether it is so under the other rules, too."""
    found = differing(first_steps(diagnosis), {rule: tuple(ids) for rule, ids in others.items()})
    same = [f"'{rule}'" for rule in others if rule not in found]
    too = say(", and under the {rules} too", rules=_rules(same)) if same else ""
    parts = (
        say("under the rule '{rule}' {called} is", rule=rule, called=_called(diagnosis, ids))
        for rule, ids in found.items()
    )
    return "; ".join((too, *parts)) if found else too


def under_other_rules(diagnosis: Diagnosis, others: Mapping[Rule, Sequence[str]]) -> str:
    """What each other rule means, and what is first under it."""
    now = first_steps(diagnosis)
    found = differing(now, {rule: tuple(ids) for rule, ids in others.items()})
    said = []
    for rule in others:
        first = say("the first step is the same")
        if not now:
            first = say("no step wins anything either")
        if rule in found:
            first = say(
                "the first step is {called}", called=_called(diagnosis, found[rule], "none")
            )
        said.append(
            say(
                "Where {meaning} (rule: {rule}), {first}.",
                meaning=say(_MEANING[rule]),
                rule=rule,
                first=first,
            )
        )
    return " ".join(said)


def _rules(names: Sequence[str]) -> str:
    template = "rule {names}" if len(names) == 1 else "rules {names}"
    return say(template, names=listed(names))


def _called(diagnosis: Diagnosis, steps: Sequence[str], nothing: str = "nothing") -> str:
    """Links in names."""
    parties = diagnosis.chain.parties
    named = [link_named(parties, *step.split("->")) for step in steps]
    return listed(named, _NAMED, last="or") or say(nothing)
