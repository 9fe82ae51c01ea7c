"""What a diagnosis says, in words: the answer first, then what supports it, then the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from valuechain.analysis.diagnosis import LEVELS, Diagnosis, Level
from valuechain.analysis.service import ServiceDiagnosis
from valuechain.reports.words import arithmetic, bare_points, capital, counted, listed, percent, points, shown

_ROWS = 25  # table rows printed
_FEW = 5  # items told one by one in a section
_MOST = 0.8  # share of the loss that a roll-up must reach
_TOGETHER = 5  # services tried together where none alone wins anything
_NOTHING = 5e-4  # below this a gain is not worth naming

VERDICT_WORDS = {
    "root cause": "likely root cause",
    "symptom": "symptom: passes on what it receives",
    "undecided": "undecided: hangs on what nobody measured",
    "shield": "shields: delivers better than it is served",
    "sound": "on target",
    "unmeasured": "not measured",
}
_SHORT_VERDICTS = {
    "root cause": "root cause",
    "symptom": "symptom",
    "undecided": "undecided",
    "shield": "shields",
    "sound": "on target",
    "unmeasured": "-",
}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, an introduction in a sentence or two (or ``""``), and items."""

    heading: str
    introduction: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Column heads and rows of texts; `rest` says what was left out, ``""`` for nothing."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A diagnosis in words: `answer` is what to remember."""

    title: str
    answer: str
    sections: tuple[Section, ...]
    table: Table


def report(diagnosis: Diagnosis) -> Report:
    """Put a diagnosis into words."""
    if diagnosis.outcome is None:
        return _first_report(diagnosis)
    sections = [
        _customers(diagnosis),
        _root_causes(diagnosis),
        _symptoms(diagnosis),
        _undecided(diagnosis),
        _rolled_up(diagnosis),
        _unmeasured(diagnosis),
        _loops(diagnosis),
        _remarks(diagnosis),
        _assumptions(diagnosis),
    ]
    return Report(_title(diagnosis), _answer(diagnosis), tuple(s for s in sections if s), _table(diagnosis))


def _title(diagnosis: Diagnosis) -> str:
    return shown(diagnosis.chain.title)


# The answer: how satisfied the customer is, where to start, who is blamed wrongly.


def _answer(diagnosis: Diagnosis) -> str:
    return " ".join(part for part in (_outcome(diagnosis), start_with(diagnosis), _blamed(diagnosis)) if part)


def _outcome(diagnosis: Diagnosis) -> str:
    assert diagnosis.outcome is not None
    bound = "at most " if diagnosis.upper_bound else ""
    outcome, target = percent(diagnosis.outcome), percent(diagnosis.chain.target)
    if outcome == target and diagnosis.outcome < diagnosis.chain.target - 1e-9:
        outcome = f"just below {target}"
    return f"Customers {bound}{outcome} (target {target})."


def start_with(diagnosis: Diagnosis) -> str:
    """Where to start, in one sentence."""
    if not diagnosis.root_causes:
        return _start_without_root_cause(diagnosis)
    first = diagnosis.root_causes[0]
    if first.contribution < _NOTHING:
        return f"{shown(first.id)} misses its target by its own doing, but costs the external customers nothing."
    if first.gain >= _NOTHING:
        return f"Start with {shown(first.id)}: worth {points(first.gain)}."
    return _together(diagnosis, diagnosis.root_causes)


def _start_without_root_cause(diagnosis: Diagnosis) -> str:
    assert diagnosis.outcome is not None
    undecided = [row for row in diagnosis.weak_links if row.verdict == "undecided"]
    if undecided:
        return f"Where to start is undecided: first measure {shown(undecided[0].decided_by[0])}."
    largest = diagnosis.services[0]
    most = f"the largest part of the loss, {points(largest.contribution)}, comes from {shown(largest.id)}."
    if diagnosis.weak_links:
        return f"No weak link is a root cause; {most}"
    if diagnosis.outcome < diagnosis.chain.target - 1e-9:
        return f"Every measured service meets its own target; {most}"
    return "Every measured service meets its target."


def _together(diagnosis: Diagnosis, roots: Sequence[ServiceDiagnosis]) -> str:
    """Services that tie win nothing alone: as many as it takes, largest contribution first."""
    for count in range(2, min(len(roots), _TOGETHER) + 1):
        ids = tuple(row.id for row in roots[:count])
        gain = diagnosis.together(ids)
        if gain >= _NOTHING:
            return f"Fix together {listed([shown(i) for i in ids])}: worth {points(gain)}; none of them wins anything alone."
    return f"Start with {shown(roots[0].id)}, the largest part of the loss ({points(roots[0].contribution)}); alone it wins nothing."


def _blamed(diagnosis: Diagnosis) -> str:
    """The service that gets the complaints, if it mostly passes them on."""
    ends = [row for row in diagnosis.weak_links if diagnosis.chain.parties[row.customer].kind == "customer"]
    if not ends:
        return ""
    loudest = min(ends, key=lambda row: (row.satisfaction, row.id))
    if loudest.verdict != "symptom":
        return ""
    name = capital(shown(diagnosis.chain.parties[loudest.provider].name))
    return f"{name} gets the complaints but mostly passes them on."


# What supports it, section by section; a section that has nothing to say is None.


def _customers(diagnosis: Diagnosis) -> Section | None:
    known = {party: value for party, value in diagnosis.external_customers.items() if value is not None}
    left_out = [_name(diagnosis, party) for party in diagnosis.external_customers if party not in known]
    if len(diagnosis.external_customers) == 1:
        return None
    by_share = sorted(known, key=lambda party: -diagnosis.chain.parties[party].share)
    items = [f"{_name(diagnosis, party)}: {percent(known[party])}" for party in by_share[: 2 * _FEW]]
    if len(by_share) > len(items):
        items.append(f"and {len(by_share) - len(items)} more")
    note = f"{capital(listed(left_out, _FEW))}: left out, no scored service leads there." if left_out else ""
    return Section("Customers", note, tuple(items))


def _name(diagnosis: Diagnosis, party: str) -> str:
    return shown(diagnosis.chain.parties[party].name)


def _root_causes(diagnosis: Diagnosis) -> Section | None:
    rows = diagnosis.root_causes
    items = [f"{_headed(row)}: {_numbers(diagnosis, row)}. {_worth(row)}" for row in rows[:_FEW]]
    return _section("Likely root causes", "", items, len(rows))


def _worth(row: ServiceDiagnosis) -> str:
    """What it costs and what fixing it wins, which differ where bottlenecks hide one another."""
    if row.contribution < _NOTHING:
        return "At present it costs the external customers nothing."
    if row.contribution - row.gain < _NOTHING:
        return f"It costs the customer {points(row.contribution)}, which fixing it wins back."
    if row.gain < _NOTHING:
        return f"It costs the customer {points(row.contribution)}; fixing it alone wins nothing while others hold the customer back."
    return f"It costs the customer {points(row.contribution)}; fixing it alone wins {points(row.gain)}."


def _symptoms(diagnosis: Diagnosis) -> Section | None:
    rows = [row for row in diagnosis.weak_links if row.verdict == "symptom"]
    items = [f"{_headed(row)}: {_numbers(diagnosis, row)}, {_sources(diagnosis, row)}." for row in rows[:_FEW]]
    return _section("Symptoms: they pass on what they receive", "", items, len(rows))


def _undecided(diagnosis: Diagnosis) -> Section | None:
    rows = [row for row in diagnosis.weak_links if row.verdict == "undecided"]
    items = [
        f"{_headed(row)}: {_numbers(diagnosis, row)}; it hangs on {listed([shown(i) for i in row.decided_by], 3)}." for row in rows[:_FEW]
    ]
    return _section("Undecided: what nobody measured decides", "", items, len(rows))


def _section(heading: str, introduction: str, items: list[str], total: int) -> Section | None:
    if not items:
        return None
    if total > len(items):
        items = [*items, f"and {total - len(items)} more"]
    return Section(heading, introduction, tuple(items))


def _headed(row: ServiceDiagnosis) -> str:
    return f"{shown(row.id)} ({shown(row.delivers)})" if row.delivers else shown(row.id)


def _numbers(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    """Score and target, each on the score's own scale, and the arithmetic."""
    service = diagnosis.chain.services[row.id]
    sum_of = arithmetic(row.satisfaction, row.own_shortfall, row.inherited_shortfall)
    score = service.satisfaction
    if score is None:
        return f"{percent(row.satisfaction)} as modelled, target {percent(row.target)}; {sum_of}"
    return f"{shown(score.short)}, target {score.scale.show(row.target)}; {sum_of}"


def _sources(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    sources = diagnosis.explain(row.id).sources
    parts = [f"{shown(source)} ({bare_points(part)})" for source, part in sources if part >= _NOTHING]
    return f"which comes from {listed(parts, 3)}" if parts else "which comes from many small parts"


def _rolled_up(diagnosis: Diagnosis) -> Section | None:
    """Where the loss comes from, on the level that tells most of it in the fewest rows."""
    assert diagnosis.outcome is not None
    loss = 1 - diagnosis.outcome
    if loss < _NOTHING:
        return None
    rows, level = telling_level(diagnosis)
    name = {"delivers": ("thing delivered", "things delivered"), "group": ("department", "departments")}.get(level, (level, f"{level}s"))
    items = [f"{_part_name(diagnosis, level, key)}: {points(part)}" for key, part in rows[: 2 * _FEW]]
    reached = percent(sum(part for _, part in rows) / loss)
    introduction = (
        f"{capital(counted(len(rows), name[0], name[1]))} {'makes' if len(rows) == 1 else 'make'} {reached} of the {points(loss)} lost."
    )
    return _section("Where the loss comes from", introduction, items, len(rows))


def _part_name(diagnosis: Diagnosis, level: str, key: str) -> str:
    return _name(diagnosis, key) if level == "provider" else shown(key)


def telling_level(diagnosis: Diagnosis) -> tuple[list[tuple[str, float]], Level | str]:
    """The level that reaches 80 % of the loss in the fewest rows, ties to the finer, and those rows.

    A level must name what it counts: parts without a department do not count towards it, and one entry that holds
    everything tells nothing.
    """
    assert diagnosis.outcome is not None
    levels: list[tuple[str, dict[str, float]]] = [("service", {row.id: row.contribution for row in diagnosis.services})]
    levels += [(level, diagnosis.by(level)) for level in LEVELS]
    best: tuple[list[tuple[str, float]], str] | None = None
    for level, parts in levels:
        rows = _first_rows([(key, part) for key, part in parts.items() if key], _MOST * (1 - diagnosis.outcome))
        if rows and (level == "service" or len(parts) > 1) and (best is None or len(rows) < len(best[0])):
            best = rows, level
    assert best is not None  # the services reach all of it
    return best


def _first_rows(parts: list[tuple[str, float]], enough: float) -> list[tuple[str, float]]:
    """The first parts that make `enough`; none where all do not."""
    total = 0.0
    for count, (_, part) in enumerate(parts, 1):
        total += part
        if total >= enough - 1e-12:
            return parts[:count]
    return []


def _unmeasured(diagnosis: Diagnosis) -> Section | None:
    rows = [row for row in diagnosis.services if row.verdict == "unmeasured" and row.importance > 0]
    if not rows:
        return None
    rows.sort(key=lambda row: (-round(row.importance, 12), row.id))
    introduction = (
        f"{counted(len(rows), 'service')} without a score {'matters' if len(rows) == 1 else 'matter'} to the customer; "
        f"scores cover {percent(diagnosis.coverage)} of what matters. What nobody measured counts as perfect here, so it can only "
        "lower the outcome."
    )
    items = [
        f"{_headed(row)}: each 10 points it lacks of its own would cost the customer {points(row.importance / 10)}; "
        f"ask {_name(diagnosis, row.customer)}."
        for row in rows[:_FEW]
    ]
    return _section("Nobody measured", introduction, items, len(rows))


def _loops(diagnosis: Diagnosis) -> Section | None:
    items = [f"{listed([_name(diagnosis, party) for party in loop], 6)} serve one another in a circle." for loop in diagnosis.loops[:_FEW]]
    return _section("Loops", "", items, len(diagnosis.loops))


def _remarks(diagnosis: Diagnosis) -> Section | None:
    warnings = diagnosis.chain.warnings
    return _section("Worth a look", "", [f"{capital(warning)}." for warning in warnings[:_FEW]], len(warnings))


def _assumptions(diagnosis: Diagnosis) -> Section:
    text = (
        "The model attributes; it does not prove causes. How much of what a provider lacks it passes on, its dependence, is an "
        f"assumption ({diagnosis.chain.dependence:g} unless the file says otherwise)."
    )
    if any(row.tipping_dependence is not None for row in diagnosis.weak_links):
        text += " 'Tips at' in the table is the dependence below which a weak link is a root cause and from which on it is a symptom."
    if diagnosis.error > 1e-10:
        text += f" Some loops depend on themselves almost completely: the numbers are right to {diagnosis.error:.0e} only."
    return Section("How sure this is", text)


def _table(diagnosis: Diagnosis) -> Table:
    order = {"root cause": 0, "symptom": 1, "undecided": 2}
    weak = sorted(diagnosis.weak_links, key=lambda row: order[row.verdict])
    others = [row for row in diagnosis.services if row.verdict not in order]
    rows = [*weak, *others][:_ROWS]
    heads = ("service", "verdict", "satisfied", "target", "own", "inherited", "costs", "fixing wins", "tips at")
    rest = f"and {len(diagnosis) - len(rows)} more services" if len(diagnosis) > len(rows) else ""
    return Table(heads, tuple(_cells(diagnosis, row) for row in rows), rest)


def _cells(diagnosis: Diagnosis, row: ServiceDiagnosis) -> tuple[str, ...]:
    measured = row.verdict != "unmeasured"
    return (
        shown(row.id),
        _SHORT_VERDICTS[row.verdict],
        percent(row.satisfaction) if measured else "?",
        percent(row.target),
        bare_points(row.own_shortfall) if measured else "?",
        bare_points(row.inherited_shortfall),
        bare_points(row.contribution) if measured else "?",
        (bare_points(row.gain) if diagnosis.gains_at_hand else "") if measured else "?",
        "" if row.tipping_dependence is None else f"{row.tipping_dependence:.2f}",
    )


# A first file, without scores that lead to a customer.


def _first_report(diagnosis: Diagnosis) -> Report:
    scored = len(diagnosis.chain.services) - len(diagnosis.unmeasured)
    why = "no service has a score" if not scored else "no scored service leads to an external customer"
    ranked = list(_ranked(diagnosis))
    row, worth = ranked[0]
    answer = f"Nothing is known yet: {why}. Ask {_name(diagnosis, row.customer)} first, about {_headed(row)}: {_failure(diagnosis, worth)}."
    what = "loses if it fails" if diagnosis.losses_at_hand else "importance"
    heads = ("service", "delivers", "ask", what)
    rows = tuple((shown(r.id), shown(r.delivers), _name(diagnosis, r.customer), bare_points(w)) for r, w in ranked[:_ROWS])
    rest = f"and {len(ranked) - len(rows)} more services" if len(ranked) > len(rows) else ""
    sections = [
        Section(
            "What to do next",
            "Below, every service by what its failure would cost the external customers, in points: the order in which to ask. "
            "Ask each party how satisfied it is with what it receives, and write it behind the service: "
            "'satisfaction: 3.4/5 (9 responses)'.",
        ),
        _loops(diagnosis),
        _remarks(diagnosis),
        Section(
            "How sure this is",
            "The model attributes; it does not prove causes. What a failure would cost rests on the dependences, which are assumptions "
            f"({diagnosis.chain.dependence:g} unless the file says otherwise).",
        ),
    ]
    return Report(_title(diagnosis), answer, tuple(s for s in sections if s), Table(heads, rows, rest))


def _failure(diagnosis: Diagnosis, worth: float) -> str:
    if diagnosis.losses_at_hand:
        return f"its failure would cost the customers {points(worth)}"
    return f"each 10 points it lacks would cost the customers {points(worth / 10)}"


def _ranked(diagnosis: Diagnosis) -> Iterator[tuple[ServiceDiagnosis, float]]:
    """The unmeasured services by what their failure would cost; above 5,000 services by importance, which costs no solves."""
    rows = [row for row in diagnosis.services if row.verdict == "unmeasured"] or list(diagnosis.services)
    worth = {row.id: row.loss_if_failed if diagnosis.losses_at_hand else row.importance for row in rows}
    for row in sorted(rows, key=lambda row: (-round(worth[row.id], 12), row.id)):
        yield row, worth[row.id]
