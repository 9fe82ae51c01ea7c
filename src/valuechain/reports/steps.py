"""A link, a team or a department to work on, in a sentence."""

from __future__ import annotations

from valuechain.questions.steps import GroupStep, Step, TeamStep
from valuechain.reports.words import counted, points, shown


def sentence(row: Step | TeamStep | GroupStep) -> str:
    """What it is, and what it wins."""
    services = counted(len(row.services), "service")
    return f"{shown(row.id)}: {services}, worth {points(row.gain)}"
