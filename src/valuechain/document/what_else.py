"""What else does the chain say? Who must hear, how it is built, time, defects and money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from valuechain.document.chapter import Chapter, chart
from valuechain.files.playbook import usual_playbook
from valuechain.language import say
from valuechain.model.playbook import Playbook
from valuechain.questions.defects import defects
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.feedback import Feedback
from valuechain.questions.money import money
from valuechain.questions.structure import structure
from valuechain.questions.timing import timing
from valuechain.reports.report import Report
from valuechain.results import Result


def what_else(diagnosis: Diagnosis, words: Callable[[Result[Any]], Report]) -> Iterator[Chapter]:
    """A chapter for each question to which the chain has an answer; `words` puts it into words."""
    told = Feedback.of(diagnosis, _conversations())
    if told.rows:
        first = replace(words(told), detail=None)  # a document does not preach
        yield Chapter("hear", say("Who must hear"), report=first)
    built = structure(diagnosis)
    if any(row.severity != "low" for row in built.rows):
        yield Chapter("structure", say("How it is built"), report=words(built))
    waiting = timing(diagnosis)
    if waiting.rows:
        drawn = chart(
            "time", say("How long it takes"), waiting, "chain", say("Services one after another")
        )
        if not waiting.leading:
            drawn = replace(drawn, shows=None)
        yield replace(drawn, report=words(waiting))
    right = defects(diagnosis)
    if right.rows:
        yield Chapter("defects", say("What is right first time"), report=words(right))
    worth = money(diagnosis)
    if worth.rows:
        yield Chapter("money", say("What it is worth"), report=words(worth))


def _conversations() -> Playbook:
    """What may be said about weak links, in the language of the document."""
    usual = usual_playbook()
    said = (replace(each, say=say(each.say)) for each in usual.conversations)
    return replace(usual, conversations=tuple(said), anything=say(usual.anything))
