"""What one service did to the outcome between two chains, in a sentence."""

from __future__ import annotations

from valuechain.language import say
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.words import shown, signed_points, when


def sentence(change: ServiceChange) -> str:
    """Its part of the change."""
    fate = when(change.fate != "kept", f"; {change.fate}")
    return f"{shown(change.id)}: {part_of(change)}{fate}"


def part_of(change: ServiceChange) -> str:
    """Its part of the change: won by itself, only learnt, or only shifted by others."""
    points = signed_points(change.part)
    if change.measured_once:
        return say("{points} learnt, not won", points=points)
    if change.shifted:
        return say("{points} only shifted, not by its own score", points=points)
    return say("won the customers {points}", points=points)
