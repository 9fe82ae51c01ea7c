"""Exit status 3: the outcome is not what was asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuechain.reports.words import percent, signed_points
from valuechain.tolerances import FAVOUR

if TYPE_CHECKING:
    from valuechain.questions.comparison import Comparison
    from valuechain.questions.diagnosis import Diagnosis

MISSED = 3


def of_diagnosis(diagnosis: Diagnosis, fail_below: float | None) -> int:
    """Whether the outcome is below a limit, or unknown; of an upper bound that it is one."""
    outcome = diagnosis.outcome
    if fail_below is None:
        return 0
    if outcome is not None and outcome >= fail_below - FAVOUR:
        if diagnosis.upper_bound:
            bound = f"the outcome is at most {percent(outcome)}: what nobody measured may lower it"
            print(f"valuechain: {bound}", file=sys.stderr)
        return 0
    told = f"{'at most ' * diagnosis.upper_bound}{_against(outcome, fail_below)}"
    print(f"valuechain: the outcome is {told}", file=sys.stderr)
    return MISSED


def _against(outcome: float | None, limit: float) -> str:
    """How the outcome misses the limit; with more digits where rounding would hide it."""
    if outcome is None:
        return f"unknown; at least {percent(limit)} is asked for"
    shown, asked = percent(outcome), percent(limit)
    if shown == asked:
        shown, asked = f"{100 * outcome:.6g} %", f"{100 * limit:.6g} %"
    return f"{shown}; at least {asked} is asked for"


def of_comparison(found: Comparison, *, fail_if_worse: bool) -> int:
    """Whether the outcome fell, or whether that cannot be told."""
    if not fail_if_worse:
        return 0
    told, change = "unknown", found.change
    if change is not None:
        if change >= -FAVOUR and not found.asked_less:
            return 0
        less = ", and what matters is no longer measured" * found.asked_less
        told = f"{signed_points(change)}{less}"
    print(f"valuechain: the change of the outcome is {told}", file=sys.stderr)
    return MISSED
