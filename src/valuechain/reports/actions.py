"""What is said of actions in every report: which were left out, and what their numbers rest on."""

from __future__ import annotations

from collections.abc import Container, Sequence

from valuechain.language import say
from valuechain.model.actions import Action
from valuechain.reports.report import FEW, Section, section_of
from valuechain.reports.words import listed, shown

ESTIMATES = (
    "Qualities reached are the file's estimates; how sure the present ones are, given how many "
    "answered, says 'valuechain simulate'."
)
_IDLE = (
    "Would change nothing, because that is reached already or no customer who counts hangs on it"
)
_UNMEASURED = "Nobody measured the service, so what it would win cannot be told; ask first"


def in_quotes(action: Action) -> str:
    """An action among other words."""
    return say("'{action}'", action=shown(action.action))


def left_out(
    idle: Sequence[Action], unmeasured: Sequence[Action], done: Container[str]
) -> Section | None:
    """The actions that were not considered, and why.

    Without those that are done all the same, because others need them.
    """
    groups = {
        say(_IDLE): [in_quotes(action) for action in idle if action.id not in done],
        say(_UNMEASURED): [
            f"{in_quotes(action)} ({shown(action.service)})"
            for action in unmeasured
            if action.id not in done
        ],
    }
    items = [f"{why}: {listed(actions, FEW)}." for why, actions in groups.items() if actions]
    return section_of(say("Not considered"), items, str)
