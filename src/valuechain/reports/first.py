"""What can be said of a chain without scores that lead to a customer: whom to ask first."""

from __future__ import annotations

from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.report import (
    MODEST,
    ROWS,
    Report,
    Section,
    Table,
    headed,
    loops_section,
    name_of,
    remarks_section,
)
from valuechain.reports.words import bare_points, points, shown


def report(diagnosis: Diagnosis) -> Report:
    """Put a diagnosis whose outcome nobody knows into words."""
    ranked = _ranked(diagnosis)
    sections = [
        Section("What to do next", _next_steps(diagnosis)),
        loops_section(diagnosis),
        remarks_section(diagnosis),
        _assumptions(diagnosis),
    ]
    return Report(
        shown(diagnosis.chain.title),
        answer(diagnosis),
        tuple(s for s in sections if s),
        _table(diagnosis, ranked),
    )


def answer(diagnosis: Diagnosis) -> str:
    """Whom to ask first, and about what."""
    scored = len(diagnosis) - len(diagnosis.unmeasured)
    why = (
        "no scored service leads to an external customer who counts"
        if scored
        else "no service has a score"
    )
    row, worth = _ranked(diagnosis)[0]
    return f"Nothing is known yet: {why}. Ask {name_of(diagnosis, row.customer)} first, about {headed(row)}: {_failure(diagnosis, worth)}."


def _ranked(diagnosis: Diagnosis) -> list[tuple[ServiceDiagnosis, float]]:
    """The services to ask about, by what their failure would cost; above 5,000 services by importance, which costs no solves.

    Those without a score, or all where each has one that leads nowhere.
    """
    rows = [row for row in diagnosis.services if row.verdict == "unmeasured"] or list(
        diagnosis.services
    )
    worth = {
        row.id: row.loss_if_failed if diagnosis.solution.few else row.importance for row in rows
    }
    return [
        (row, worth[row.id])
        for row in sorted(rows, key=lambda row: (-round(worth[row.id], 12), row.id))
    ]


def _failure(diagnosis: Diagnosis, worth: float) -> str:
    if diagnosis.solution.few:
        return f"its failure would cost the customers {points(worth)}"
    return f"each 10 points it lacks would cost the customers {points(worth / 10)}"


def _next_steps(diagnosis: Diagnosis) -> str:
    measure = (
        "by what its failure would cost the customers, in points"
        if diagnosis.solution.few
        else "by how much it matters to the customers"
    )
    return (
        f"Below, every service without a score {measure}: the order in which to ask. Ask each party how satisfied it is with what it "
        "receives, and write it behind the service: 'satisfaction: 3.4/5 (9 responses)'."
    )


def _assumptions(diagnosis: Diagnosis) -> Section:
    text = f"{MODEST} What a failure would cost rests on the dependences, which are assumptions"
    return Section(
        "How sure this is",
        f"{text} ({diagnosis.chain.dependence:g} unless the file says otherwise).",
    )


def _table(diagnosis: Diagnosis, ranked: list[tuple[ServiceDiagnosis, float]]) -> Table:
    heads = (
        "service",
        "delivers",
        "ask",
        "failure costs" if diagnosis.solution.few else "importance",
    )
    shape = bare_points if diagnosis.solution.few else "{:.2f}".format
    rows = tuple(
        (shown(row.id), shown(row.delivers), name_of(diagnosis, row.customer), shape(worth))
        for row, worth in ranked[:ROWS]
    )
    return Table(
        heads,
        rows,
        f"and {len(ranked) - len(rows)} more services" if len(ranked) > len(rows) else "",
    )
