"""What is said of actions wherever they are told: which were left out, and what their numbers rest on."""

from __future__ import annotations

from valuechain.model.actions import Action
from valuechain.reports.report import FEW, Section, section_of
from valuechain.reports.words import listed, shown

ESTIMATES = "Qualities reached are the file's estimates; how sure the present ones are, given how many answered, says 'valuechain simulate'."


def left_out(idle: tuple[Action, ...], unmeasured: tuple[Action, ...]) -> Section | None:
    items = []
    if idle:
        names = listed([f"'{shown(action.action)}'" for action in idle], FEW)
        items.append(
            f"Would change nothing, because that is reached already or no customer hangs on it: {names}."
        )
    if unmeasured:
        names = listed(
            [f"'{shown(action.action)}' ({shown(action.service)})" for action in unmeasured], FEW
        )
        items.append(
            f"Nobody measured the service, so what it would win cannot be told; ask first: {names}."
        )
    return section_of("Not considered", "", items, len(items))
