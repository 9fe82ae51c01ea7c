"""What reports on a diagnosis share: how its services and parties are called, and who is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from valuechain.language import say
from valuechain.model.parts import Party
from valuechain.reports.report import FEW, Section, section_of
from valuechain.reports.words import (
    capital,
    decimal,
    names,
    percent,
    sentences,
    shown,
    when,
    whole_number,
)
from valuechain.tolerances import DIGITS, GUARANTEED

if TYPE_CHECKING:
    from valuechain.questions.diagnosis import Diagnosis
    from valuechain.questions.service import ServiceDiagnosis


class Delivered(Protocol):
    """Anything that is about a service: its id, and what it delivers."""

    @property
    def id(self) -> str:
        """Of the service."""

    @property
    def delivers(self) -> str:
        """What, ``""`` where not said."""


def headed(row: Delivered) -> str:
    """A service and what it delivers."""
    if not row.delivers:
        return shown(row.id)
    return f"{shown(row.id)} ({shown(row.delivers)})"


def name_of(parties: Mapping[str, Party], party: str) -> str:
    """What people call a party."""
    return shown(parties[party].name)


def known(satisfaction: Mapping[str, float | None]) -> dict[str, float]:
    """The parties of which something is known."""
    return {party: value for party, value in satisfaction.items() if value is not None}


def all_counted(diagnosis: Diagnosis) -> str:
    """What the customers of the outcome are called: not all have a share in it, or are known."""
    groups, counted = diagnosis.external_customers, diagnosis.solution.counted_customers
    left_out = [satisfied for party, satisfied in groups.items() if party not in counted]
    if not left_out:
        return say("All customers")
    if None in left_out:
        return say("Customers who are known")
    return say("Customers who count")


def outcome_of(diagnosis: Diagnosis) -> float:
    """The outcome, of a diagnosis that knows it."""
    assert diagnosis.outcome is not None
    return diagnosis.outcome


def unmeasured_that_matter(diagnosis: Diagnosis) -> list[ServiceDiagnosis]:
    """The services without a score that lead to a customer who counts, by importance.

    Those too that worse ones hide at present: nobody knows that they are better.
    """
    rows = [diagnosis[service] for service in diagnosis.solution.unasked]
    return sorted(rows, key=lambda row: (-round(row.importance, DIGITS), row.id))


def covered(diagnosis: Diagnosis) -> str:
    """How much of what matters was asked about, unless nobody can say how much matters."""
    hidden = [row for row in unmeasured_that_matter(diagnosis) if row.importance <= 0]
    if hidden:
        many = whole_number(len(hidden))
        return say("worse ones hide how much {number} of them may matter", number=many)
    return say("scores cover {coverage} of what matters", coverage=percent(diagnosis.coverage))


def is_straight(diagnosis: Diagnosis) -> bool:
    """Whether a second ten points that a service lacks cost as much as the first.

    Where one service alone may decide what its customer lacks, worse ones hide it at first.
    """
    return not diagnosis.solution.reading.network.any_critical


def only_so_exact(diagnosis: Diagnosis) -> str:
    """That the numbers are less exact than usual, where they are."""
    right = say("the numbers are right to {error} only", error=decimal(diagnosis.error, 1))
    return sentences(
        when(
            diagnosis.error > GUARANTEED,
            say("Some loops depend on themselves almost completely: {right}.", right=right),
        ),
        when(
            not diagnosis.solution.reading.all_returns,
            say("Some loops are so large that what returns on long ways is not counted as own."),
        ),
    )


def customers_section(items: Sequence[str], introduction: str = "") -> Section | None:
    """What is said of each external customer."""
    return section_of(say("Customers"), items, str, introduction, most=2 * FEW)


def loops_section(diagnosis: Diagnosis) -> Section | None:
    """Who serves one another in circles, if anybody does."""

    def item(loop: tuple[str, ...]) -> str:
        called = [diagnosis.chain.parties[party].name for party in loop]
        return say("{names} can all pass trouble round.", names=names(called, 6))

    return section_of(say("Loops"), diagnosis.loops, item)


def remarks_section(diagnosis: Diagnosis) -> Section | None:
    """The chain's warnings, if there are any."""
    return section_of(
        say("Worth a look"), diagnosis.chain.warnings, lambda warning: f"{capital(warning)}."
    )
