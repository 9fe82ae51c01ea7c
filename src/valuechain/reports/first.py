"""What can be said of a chain without scores that lead to a customer: whom to ask first."""

from __future__ import annotations

from valuechain.language import numeral, say
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.advice import link_named
from valuechain.reports.dependence import usual_dependence
from valuechain.reports.diagnosed import is_straight, loops_section, name_of, remarks_section
from valuechain.reports.report import MODEST, Report, Section, Table, how_sure, table_of
from valuechain.reports.words import bare_points, points, shown, when
from valuechain.tolerances import DIGITS

_BY_FAILURE = "by what its failure would cost the customers, in points"
_BY_IMPORTANCE = "by how much it matters to the customers"


def report(diagnosis: Diagnosis) -> Report:
    """Put a diagnosis whose outcome nobody knows into words."""
    sections = [
        Section(say("What to do next"), _next_steps(diagnosis)),
        loops_section(diagnosis),
        remarks_section(diagnosis),
        _assumptions(diagnosis),
    ]
    title = shown(diagnosis.chain.title)
    return Report.of(title, answer(diagnosis), sections, _table(diagnosis))


def answer(diagnosis: Diagnosis) -> str:
    """Whom to ask first, and about what."""
    row, _ = _ranked(diagnosis)[0]
    whom = name_of(diagnosis.chain.parties, row.customer)
    link = link_named(diagnosis.chain.parties, row.provider, row.customer)
    about = say(
        "about {link}{more}", link=link, more=when(row.delivers, f" ({shown(row.delivers)})")
    )
    asks = say(
        "Ask {whom} first, {about}: {failure}.",
        whom=whom,
        about=about,
        failure=_failure(diagnosis, row),
    )
    return say("Nothing is known yet: {why}. {asks}", why=_why(diagnosis), asks=asks)


def _why(diagnosis: Diagnosis) -> str:
    if len(diagnosis.unmeasured) == len(diagnosis):
        return say("no service has a score")
    return say("no scored service leads to an external customer who counts")


def _ranked(diagnosis: Diagnosis) -> list[tuple[ServiceDiagnosis, float]]:
    """The services to ask about, with what their failure would cost.

    Those without a score, or all where each has one that leads nowhere. Above 5,000 services by
    importance, which costs no solves.
    """
    rows = [row for row in diagnosis.services if row.verdict == "unmeasured"]
    ranked = [(row, _worth(diagnosis, row)) for row in rows or diagnosis.services]
    return sorted(ranked, key=lambda pair: (-round(pair[1], DIGITS), pair[0].id))


def _worth(diagnosis: Diagnosis, row: ServiceDiagnosis) -> float:
    if diagnosis.solution.few:
        return row.loss_if_failed
    return row.importance


def _failure(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    if diagnosis.solution.few or not is_straight(diagnosis):
        return say("its failure would cost the customers {worth}", worth=points(row.loss_if_failed))
    worth = points(row.importance / 10)
    return say("each 10 points it lacks would cost the customers {worth}", worth=worth)


def _next_steps(diagnosis: Diagnosis) -> str:
    measure = say(_BY_IMPORTANCE)
    if diagnosis.solution.few:
        measure = say(_BY_FAILURE)
    return say(
        "Below, every service without a score {measure}: the order in which to ask. "
        "Ask each party how satisfied it is with what it receives, and write it "
        "behind the service: 'satisfaction: 3.4/5 (9 responses)'.",
        measure=measure,
    )


def _assumptions(diagnosis: Diagnosis) -> Section:
    rests = say("What a failure would cost rests on the dependences, which are assumptions")
    return how_sure(say(MODEST), f"{rests} {usual_dependence(diagnosis.chain)}.")


def _table(diagnosis: Diagnosis) -> Table:
    few = diagnosis.solution.few

    def cells(pair: tuple[ServiceDiagnosis, float]) -> tuple[str, ...]:
        row, worth = pair
        asked = name_of(diagnosis.chain.parties, row.customer)
        cost = bare_points(worth) if few else numeral(f"{worth:.2f}")
        return shown(row.id), shown(row.delivers), asked, cost

    heads = ("service", "delivers", "ask", "failure costs" if few else "importance")
    return table_of(heads, _ranked(diagnosis), cells, "services")
