"""What one service won between two chains, in a sentence."""

from __future__ import annotations

from valuechain.language import say
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.who_won import LEARNT
from valuechain.reports.words import shown, signed_points, when


def sentence(change: ServiceChange) -> str:
    """What one service won."""
    if change.measured_once:
        learnt = say(LEARNT, points=signed_points(change.part))
        return f"{shown(change.id)}: {learnt}"
    fate = when(change.fate != "kept", f"; {change.fate}")
    return f"{shown(change.id)}: won the customers {signed_points(change.part)}{fate}"
