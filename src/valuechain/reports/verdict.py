"""What a diagnosis says, in words: the answer first, then what supports it, then the table."""

from __future__ import annotations

from collections.abc import Sequence

from valuechain.model.parts import Service
from valuechain.questions.diagnosis import LEVELS, Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.reports.dependence import holds_line
from valuechain.reports.report import (
    FEW,
    MODEST,
    ROWS,
    Report,
    Section,
    Table,
    headed,
    loops_section,
    name_of,
    remarks_section,
    section_of,
)
from valuechain.reports.words import (
    arithmetic,
    bare_points,
    capital,
    counted,
    listed,
    parts,
    percent,
    points,
    shown,
)

_MOST = 0.8  # share of the loss that a roll-up must reach
_MOSTLY = (
    1.1  # times its own part: what is inherited for a service to pass on most of what it lacks
)
_TOGETHER = 5  # services tried together where none alone wins anything
_DRAGS = 0.05  # by how much an aspect lies below its service to be named
_NOTHING = 1e-9

VERDICT_WORDS = {
    "root cause": "likely root cause",
    "symptom": "symptom: passes on what it receives",
    "undecided": "undecided: hangs on what nobody measured",
    "shield": "shields: delivers better than it is served",
    "sound": "on target",
    "unmeasured": "not measured",
}
IN_TABLE = {"shield": "shields", "sound": "on target", "unmeasured": "not measured"}
from valuechain.tolerances import WORTH_NAMING


def report(diagnosis: Diagnosis) -> Report:
    """Put a diagnosis with a known outcome into words."""
    sections = [
        _customers(diagnosis),
        _root_causes(diagnosis),
        _symptoms(diagnosis),
        _undecided(diagnosis),
        _rolled_up(diagnosis),
        _unmeasured(diagnosis),
        loops_section(diagnosis),
        remarks_section(diagnosis),
        _assumptions(diagnosis),
    ]
    return Report(
        shown(diagnosis.chain.title),
        answer(diagnosis),
        tuple(s for s in sections if s),
        _table(diagnosis),
    )


# The answer: how satisfied the customer is, where to start, who is blamed wrongly.


def answer(diagnosis: Diagnosis) -> str:
    return " ".join(
        part for part in (_outcome(diagnosis), _start_with(diagnosis), _blamed(diagnosis)) if part
    )


def _outcome(diagnosis: Diagnosis) -> str:
    assert diagnosis.outcome is not None
    bound = "at most " if diagnosis.upper_bound else ""
    target = diagnosis.chain.target
    return f"Customers {bound}{against(diagnosis.outcome, target)} (target {percent(target)})."


def against(outcome: float, target: float) -> str:
    """An outcome as a percentage that does not look like the target where it misses it.

    >>> against(0.6, 0.75), against(0.7499, 0.75)
    ('60 %', 'just below 75 %')
    """
    told = percent(outcome)
    return f"just below {told}" if told == percent(target) and outcome < target - _NOTHING else told


def _start_with(diagnosis: Diagnosis) -> str:
    """Where to start, in one sentence."""
    if not diagnosis.root_causes:
        return _start_without_root_cause(diagnosis)
    first = diagnosis.root_causes[0]
    if first.contribution < _NOTHING:
        return f"The root causes cost the customers nothing at present; {_largest_part(diagnosis)}"
    if first.gain >= WORTH_NAMING or first.gain >= first.contribution - _NOTHING:
        return f"Start with {shown(first.id)}: worth {points(first.gain)}."
    return _together(diagnosis, diagnosis.root_causes)


def _start_without_root_cause(diagnosis: Diagnosis) -> str:
    assert diagnosis.outcome is not None
    undecided = [row for row in diagnosis.weak_links if row.verdict == "undecided"]
    if undecided:
        return f"Where to start is undecided: first measure {shown(undecided[0].decided_by[0])}."
    if diagnosis.weak_links:
        return f"No weak link is a root cause; {_largest_part(diagnosis)}"
    if diagnosis.outcome < diagnosis.chain.target - _NOTHING:
        return f"Every measured service meets its own target; {_largest_part(diagnosis)}"
    return "Every measured service meets its target."


def _largest_part(diagnosis: Diagnosis) -> str:
    largest = diagnosis.services[0]
    return f"the largest part of the loss, {points(largest.contribution)}, comes from {shown(largest.id)}."


def _together(diagnosis: Diagnosis, roots: Sequence[ServiceDiagnosis]) -> str:
    """Services that tie win nothing alone: as many as it takes, largest contribution first."""
    for count in range(2, min(len(roots), _TOGETHER) + 1):
        ids = tuple(row.id for row in roots[:count])
        gain = diagnosis.together(ids)
        if gain >= WORTH_NAMING:
            alone = "neither" if count == 2 else "none of them"
            return f"Fix together {listed([shown(i) for i in ids])}: worth {points(gain)}; {alone} wins anything alone."
    return f"Start with {shown(roots[0].id)}, the largest part of the loss ({points(roots[0].contribution)}); alone it wins nothing."


def _blamed(diagnosis: Diagnosis) -> str:
    """The service that gets the complaints, if it mostly passes them on."""
    ends = [
        row
        for row in diagnosis.weak_links
        if diagnosis.chain.parties[row.customer].kind == "customer"
    ]
    if not ends:
        return ""
    loudest = min(ends, key=lambda row: (row.satisfaction, row.id))
    if loudest.verdict != "symptom":
        return ""
    name = capital(shown(diagnosis.chain.parties[loudest.provider].name))
    if loudest.inherited_shortfall < _MOSTLY * loudest.own_shortfall:
        return f"{name} gets the complaints, but no more than half of them by its own doing."
    return f"{name} gets the complaints but mostly passes them on."


# What supports it, section by section; a section that has nothing to say is None.


def _customers(diagnosis: Diagnosis) -> Section | None:
    if len(diagnosis.external_customers) == 1:
        return None
    known = {
        party: value for party, value in diagnosis.external_customers.items() if value is not None
    }
    left_out = [
        name_of(diagnosis, party) for party in diagnosis.external_customers if party not in known
    ]
    by_share = sorted(known, key=lambda party: -diagnosis.chain.parties[party].share)
    items = [
        f"{name_of(diagnosis, party)}: {percent(known[party])}" for party in by_share[: 2 * FEW]
    ]
    if len(by_share) > len(items):
        items.append(f"and {len(by_share) - len(items)} more")
    note = (
        f"{capital(listed(left_out, FEW))}: left out, no scored service leads there."
        if left_out
        else ""
    )
    return Section("Customers", note, tuple(items))


def _root_causes(diagnosis: Diagnosis) -> Section | None:
    rows = diagnosis.root_causes
    items = [
        f"{headed(row)}: {_numbers(diagnosis, row)}{_dragged(diagnosis, row)}. {_worth(row)}"
        for row in rows[:FEW]
    ]
    introduction = [_all_fixed(diagnosis) if len(rows) > 1 else "", holds_line(diagnosis)]
    return section_of("Likely root causes", " ".join(filter(None, introduction)), items, len(rows))


def _all_fixed(diagnosis: Diagnosis) -> str:
    """What the root causes are worth together."""
    assert diagnosis.outcome is not None
    gain = diagnosis.together([row.id for row in diagnosis.root_causes])
    them = "both" if len(diagnosis.root_causes) == 2 else f"all {len(diagnosis.root_causes)}"
    return (
        f"Fixing {them} would win {points(gain)}: customers at {percent(diagnosis.outcome + gain)}."
    )


def _worth(row: ServiceDiagnosis) -> str:
    """What it costs and what fixing it wins, which differ where bottlenecks hide one another."""
    if row.contribution < _NOTHING:
        return "At present it costs the customers nothing."
    if row.contribution - row.gain < WORTH_NAMING:
        return f"It costs the customers {points(row.contribution)}, which fixing it wins back."
    if row.gain < WORTH_NAMING:
        return f"It costs the customers {points(row.contribution)}; fixing it alone wins nothing while others hold the customer back."
    return f"It costs the customers {points(row.contribution)}; fixing it alone wins {points(row.gain)}."


def _symptoms(diagnosis: Diagnosis) -> Section | None:
    rows = [row for row in diagnosis.weak_links if row.verdict == "symptom"]
    items = [
        f"{headed(row)}: {_numbers(diagnosis, row)}, {_sources(diagnosis, row)}{_dragged(diagnosis, row)}.{_own_part(row)}"
        for row in rows[:FEW]
    ]
    introduction = "In brackets, how many of the service's own points come from there."
    return section_of("Symptoms: they pass on what they receive", introduction, items, len(rows))


def _own_part(row: ServiceDiagnosis) -> str:
    """What a symptom's own part costs: often more than any single root cause, and yet not where the trouble starts."""
    return (
        f" Its own part costs the customers {points(row.contribution)}."
        if row.contribution >= WORTH_NAMING
        else ""
    )


def _undecided(diagnosis: Diagnosis) -> Section | None:
    rows = [row for row in diagnosis.weak_links if row.verdict == "undecided"]
    items = [
        f"{headed(row)}: {_numbers(diagnosis, row)}; it hangs on {listed([shown(i) for i in row.decided_by], 3)}."
        for row in rows[:FEW]
    ]
    return section_of("Undecided: what nobody measured decides", "", items, len(rows))


def _numbers(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    """Score and target, each on the score's own scale, and the arithmetic."""
    service = diagnosis.chain.services[row.id]
    sum_of = arithmetic(row.satisfaction, row.own_shortfall, row.inherited_shortfall)
    score = service.satisfaction
    if score is None:
        return f"{percent(row.satisfaction)} as modelled, target {percent(row.target)}; {sum_of}"
    return f"{shown(score.short)}, target {score.scale.show(row.target)}; {sum_of}"


def lowest_aspect(service: Service) -> str:
    """The aspect that drags a service, with its score; ``""`` where none lies clearly below it."""
    score = service.score
    if score is None or not service.aspects:
        return ""
    word, lowest = min(service.aspects, key=lambda aspect: (aspect[1].value, aspect[0]))
    return f"{shown(word)} ({shown(lowest.short)})" if lowest.value < score.value - _DRAGS else ""


def _dragged(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    told = lowest_aspect(diagnosis.chain.services[row.id])
    return f"; lowest in {told}" if told else ""


def _sources(diagnosis: Diagnosis, row: ServiceDiagnosis) -> str:
    sources = diagnosis.explain(row.id).sources
    named = [
        f"{shown(source)} ({bare_points(part)})" for source, part in sources if part >= WORTH_NAMING
    ]
    return f"which comes from {listed(named, 3)}" if named else "which comes from many small parts"


def _rolled_up(diagnosis: Diagnosis) -> Section | None:
    """Where the loss comes from, on the level that tells most of it in the fewest rows."""
    assert diagnosis.outcome is not None
    loss = 1 - diagnosis.outcome
    if loss < _NOTHING:
        return None
    rows, level = telling_level(diagnosis)
    name = {
        "delivers": ("thing delivered", "things delivered"),
        "group": ("department", "departments"),
    }.get(level, (level, f"{level}s"))
    items = [
        f"{_part_name(diagnosis, level, key)}: {points(part)}" for key, part in rows[: 2 * FEW]
    ]
    reached = percent(sum(part for _, part in rows) / loss)
    introduction = f"{capital(counted(len(rows), name[0], name[1]))} {'makes' if len(rows) == 1 else 'make'} {reached} of the {points(loss)} lost."
    return section_of("Where the loss comes from", introduction, items, len(rows))


def _part_name(diagnosis: Diagnosis, level: str, key: str) -> str:
    return name_of(diagnosis, key) if level == "provider" else shown(key)


def telling_level(diagnosis: Diagnosis) -> tuple[list[tuple[str, float]], str]:
    """The level that reaches 80 % of the loss in the fewest rows, ties to the finer, and those rows.

    A level must name what it counts: parts without a department do not count towards it, and one
    entry that holds everything tells nothing.
    """
    assert diagnosis.outcome is not None
    levels: list[tuple[str, dict[str, float]]] = [
        ("service", {row.id: row.contribution for row in diagnosis.services})
    ]
    levels += [(level, diagnosis.by(level)) for level in LEVELS]
    best: tuple[list[tuple[str, float]], str] | None = None
    for level, sums in levels:
        rows = _first_rows(
            [(key, part) for key, part in sums.items() if key], _MOST * (1 - diagnosis.outcome)
        )
        if (
            rows
            and (level == "service" or len(sums) > 1)
            and (best is None or len(rows) < len(best[0]))
        ):
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
        f"{counted(len(rows), 'service')} without a score {'matters' if len(rows) == 1 else 'matter'} to the customers; "
        f"scores cover {percent(diagnosis.coverage)} of what matters. What nobody measured counts as perfect here, so it can only "
        "lower the outcome."
    )
    items = [
        f"{headed(row)}: each 10 points it lacks of its own would cost the customers {points(row.importance / 10)}; "
        f"ask {name_of(diagnosis, row.customer)}."
        for row in rows[:FEW]
    ]
    return section_of("Nobody measured", introduction, items, len(rows))


def _assumptions(diagnosis: Diagnosis) -> Section:
    text = (
        f"{MODEST} Dependence, the share of what a provider lacks that it passes on, is an assumption "
        f"({diagnosis.chain.dependence:g} unless the file says otherwise). Fixing a service means that nothing is lacking by its own "
        "doing any more; reaching only its target wins less."
    )
    if any(row.tipping_dependence is not None for row in diagnosis.weak_links):
        text += " 'Tips at' in the table: at or above this dependence a weak link is a symptom, below it a root cause."
    if diagnosis.error > 1e-10:
        text += f" Some loops depend on themselves almost completely: the numbers are right to {diagnosis.error:.0e} only."
    if any(
        service.score and service.score.responses for service in diagnosis.chain.services.values()
    ):
        text += " What so many answers can tell, and what they cannot, says 'valuechain simulate'."
    return Section("How sure this is", text)


def _table(diagnosis: Diagnosis) -> Table:
    order = {"root cause": 0, "symptom": 1, "undecided": 2}
    weak = sorted(diagnosis.weak_links, key=lambda row: order[row.verdict])
    others = [row for row in diagnosis.services if row.verdict not in order]
    rows = [*weak, *others][:ROWS]
    heads = (
        "service",
        "verdict",
        "satisfied",
        "target",
        "own",
        "inherited",
        "costs customers",
        "fixing wins",
        "tips at",
    )
    rest = (
        f"and {len(diagnosis) - len(rows)} more services (all of them: --format json, to_pandas())"
        if len(diagnosis) > len(rows)
        else ""
    )
    return Table(heads, tuple(_cells(diagnosis, row) for row in rows), rest)


def _cells(diagnosis: Diagnosis, row: ServiceDiagnosis) -> tuple[str, ...]:
    measured = row.verdict != "unmeasured"
    satisfied, own, inherited = parts(row.satisfaction, row.own_shortfall)
    return (
        shown(row.id),
        IN_TABLE.get(row.verdict, row.verdict),
        satisfied if measured else "?",
        f"{100 * row.target:.1f}",
        own if measured else "?",
        inherited,
        bare_points(row.contribution) if measured else "?",
        (bare_points(row.gain) if diagnosis.solution.gains_at_hand else "") if measured else "?",
        "" if row.tipping_dependence is None else f"{row.tipping_dependence:.2f}",
    )
