"""Did it help, in words: what the customers won, whose doing it is, and what of it is more than chance."""

from __future__ import annotations

from valuechain.model.differences import Difference
from valuechain.questions.comparison import Comparison, ServiceChange
from valuechain.questions.diagnosis import Level
from valuechain.reports.report import FEW, MODEST, ROWS, Report, Section, Table, headed, section_of
from valuechain.reports.verdict import IN_TABLE, VERDICT_WORDS
from valuechain.reports.words import counted, from_to, listed, percent, shown, signed, signed_points
from valuechain.tolerances import WORTH_NAMING


def report(found: Comparison) -> Report:
    """Put a comparison into words."""
    sections = [
        _customers(found),
        _parts(found),
        _chance(found),
        _verdicts(found),
        _parties(found),
        _rolled_up(found),
        _written(found),
        _how(found),
    ]
    return Report(
        _title(found),
        answer(found),
        tuple(section for section in sections if section),
        _table(found),
    )


def _title(found: Comparison) -> str:
    then, now = shown(found.before.chain.title), shown(found.after.chain.title)
    return now if then in (now, "") else f"{now} (before: {then})"


def answer(found: Comparison) -> str:
    if found.change is None:
        which = [
            when
            for when, diagnosis in (("before", found.before), ("after", found.after))
            if diagnosis.outcome is None
        ]
        return f"Whether the customers are better off nobody can say: how satisfied they are is not known {listed(which)}."
    assert found.before.outcome is not None
    assert found.after.outcome is not None
    if abs(found.change) < WORTH_NAMING:
        bound = "at most " if found.after.upper_bound else ""
        told = f"Customers as satisfied as before: {bound}{percent(found.after.outcome)}."
    else:
        spanned = from_to(
            found.before.outcome,
            found.after.outcome,
            (found.before.upper_bound, found.after.upper_bound),
        )
        told = f"Customers from {spanned} ({signed_points(found.change)}{_sure(found)})."
    return " ".join(part for part in (told, _most(found)) if part)


def _sure(found: Comparison) -> str:
    """Whether the change of the outcome is more than chance; nothing where that is not known."""
    if not found.is_quickly_sure or found.sureness is None or found.outcome_interval is None:
        return ""
    low, high = found.outcome_interval
    if found.exact:
        return (
            f"; {signed(low)} to {signed(high)} if the scores without a number of answers are exact"
        )
    why = "more than chance" if found.sureness.outcome_exceeds else "which may be chance"
    return f", {why}: {signed(low)} to {signed(high)}, 95 % sure" if low < high else f", {why}"


def _most(found: Comparison) -> str:
    """What did most, and what worked against it."""
    assert found.change is not None  # else nothing is said of it
    up = [row for row in found.services if row.part >= WORTH_NAMING]
    down = [row for row in found.services if row.part <= -WORTH_NAMING]
    if abs(found.change) < WORTH_NAMING:
        return (
            f"{shown(up[0].id)} ({signed(up[0].part)}) and {shown(down[0].id)} ({signed(down[0].part)}) made up for one another."
            if up and down
            else ""
        )
    first = up if found.change > 0 else down
    against = down if first is up else up
    if not first:
        return ""
    told = f"Most of it through {shown(first[0].id)} ({signed(first[0].part)})"
    return (
        f"{told}; {shown(against[0].id)} worked against it ({signed(against[0].part)})."
        if against
        else f"{told}."
    )


def _customers(found: Comparison) -> Section | None:
    if len(found.customers) < 2:
        return None
    parties = dict(found.before.chain.parties) | dict(found.after.chain.parties)
    items = []
    for party, change in found.customers.items():
        then, now = (
            found.before.external_customers.get(party),
            found.after.external_customers.get(party),
        )
        if then is not None and now is not None and change is not None:
            items.append(
                f"{shown(parties[party].name)}: {from_to(then, now)} ({signed_points(change)})"
            )
        else:
            told = ["unknown" if value is None else percent(value) for value in (then, now)]
            items.append(f"{shown(parties[party].name)}: {told[0]} before, {told[1]} after")
    return section_of("Customers", "", items[: 2 * FEW], len(items))


def _parts(found: Comparison) -> Section | None:
    rows = [row for row in found.services if abs(row.part) >= WORTH_NAMING]
    items = [f"{headed(row)}: {_part(row)}." for row in rows[:FEW]]
    introduction = (
        "Points that the customers won through each service; together they are the change."
    )
    return section_of("What did it", introduction, items, len(rows))


def _part(row: ServiceChange) -> str:
    if row.fate != "kept":
        return f"{signed_points(row.part)}; it {row.fate}"
    told = f"{signed_points(row.part)}; {_moved(row)}{_contrary(row)}"
    if abs(row.position) < WORTH_NAMING:
        return told
    why = f"because it matters {'more' if row.position < 0 else 'less'} than it did"
    if abs(row.quality) < WORTH_NAMING:
        return f"{told}; all of it {why}"
    return f"{told}; {signed(row.quality)} by its own quality, {signed(row.position)} {why}"


def _moved(row: ServiceChange) -> str:
    then, now = row.satisfaction_before, row.satisfaction_after
    if row.satisfaction is None or then is None or now is None:
        return "not measured both times"
    return f"satisfaction {from_to(then, now)}"


def _contrary(row: ServiceChange) -> str:
    """Why a service that satisfies more may cost more, and the other way round."""
    rise = row.satisfaction or 0.0
    if abs(row.quality) < WORTH_NAMING or rise * row.quality >= 0:
        return ""
    return (
        ", for it receives better, and adds more of its own"
        if rise > 0
        else ", for it receives worse, and adds less of its own"
    )


def _chance(found: Comparison) -> Section | None:
    """Which changes of satisfaction are more than the numbers of answers explain."""
    changed = [
        row
        for row in found.services
        if row.satisfaction is not None and abs(row.satisfaction) > 1e-9
    ]
    if not changed or not found.is_quickly_sure:
        return None
    significant = found.significant
    groups = {
        "More than the answers' numbers explain": [row for row in changed if significant[row.id]],
        "May be chance": [row for row in changed if significant[row.id] is False],
        "Cannot be told, for want of a number of answers": [
            row for row in changed if significant[row.id] is None
        ],
    }
    items = [
        f"{name}: {listed([f'{shown(row.id)} ({signed(row.satisfaction or 0.0)})' for row in rows], FEW)}."
        for name, rows in groups.items()
        if rows
    ]
    return Section(
        "Is it more than chance?",
        "Changes of satisfaction, in points, 95 % sure; both surveys taken as independent.",
        tuple(items),
    )


def _verdicts(found: Comparison) -> Section | None:
    rows = found.verdicts_changed
    items = [
        f"{headed(row)}: {_word(row.verdict_before)} became {_word(row.verdict_after)}."
        for row in rows[:FEW]
    ]
    return section_of("Verdicts that changed", "", items, len(rows))


def _word(verdict: str | None) -> str:
    return VERDICT_WORDS[verdict or ""].partition(":")[0]


def _parties(found: Comparison) -> Section | None:
    moved = [
        (party, rise)
        for party, rise in found.parties.items()
        if abs(rise) >= WORTH_NAMING and party not in found.customers
    ]
    told = [*moved[:FEW], *(pair for pair in moved[FEW:][-FEW:] if pair[1] < 0)]
    names = found.after.chain.parties
    items = [
        f"{shown(names[party].name)}: {from_to(found.before.received[party], found.after.received[party])}"
        for party, _ in told
    ]
    better, worse = (any(sign * rise > 0 for _, rise in moved) for sign in (1, -1))
    heading = (
        "Who receives better, and who worse"
        if better and worse
        else "Who receives better (nobody worse)"
        if better
        else "Who receives worse"
    )
    return section_of(heading, "Satisfaction with all that they receive.", items, len(moved))


def _rolled_up(found: Comparison) -> Section | None:
    if found.change is None:
        return None
    items = []
    levels: tuple[tuple[Level, str], ...] = (
        ("provider", "By provider"),
        ("group", "By department"),
    )
    for level, what in levels:
        sums = [
            (name, won)
            for name, won in found.by(level).items()
            if name and abs(won) >= WORTH_NAMING
        ]
        if len(sums) > 1:
            items.append(
                f"{what}: {listed([f'{shown(name)} {signed(won)}' for name, won in sums], FEW)}."
            )
    return section_of("Whose it is", "", items, len(items))


def _written(found: Comparison) -> Section | None:
    """What is written otherwise, the scores aside: those stand in the table."""
    others = [
        difference
        for difference in found.differences
        if difference.field not in ("satisfaction", "title")
    ]
    scores = len(found.differences) - len(others)
    items = [f"{_shown(difference)}." for difference in others[: 2 * FEW]]
    introduction = (
        f"Beside {counted(scores, 'score or title', 'scores or titles')}." if scores else ""
    )
    return section_of("What is written otherwise", introduction, items, len(others))


def _shown(difference: Difference) -> str:
    text = "".join(c if c.isprintable() else " " for c in str(difference))
    return text if len(text) <= 160 else text[:157] + "..."


def _how(found: Comparison) -> Section:
    told = (
        f"{MODEST} A service's part is what it cost the customers before, less what it costs them now: by what its own quality did, and by "
        "what its place in the chain did."
    )
    if found.exact:
        told += f" Without a number of answers, so taken as exact: {listed([shown(name) for name in found.exact], FEW)}."
    known = [
        {party for party, value in each.external_customers.items() if value is not None}
        for each in (found.before, found.after)
    ]
    if known[0] != known[1]:
        told += (
            " Not the same customers are known both times, so part of the change is whom it counts."
        )
    return Section("How this was found", told)


def _table(found: Comparison) -> Table:
    heads = ("service", "won", "by quality", "by position", "satisfied", "now", "sure", "verdict")
    rest = (
        f"and {len(found) - ROWS} more services (all of them: --format json, to_pandas())"
        if len(found) > ROWS
        else ""
    )
    return Table(heads, tuple(_cells(found, row) for row in found.services[:ROWS]), rest)


def _cells(found: Comparison, row: ServiceChange) -> tuple[str, ...]:
    kept = row.fate == "kept"
    both = (row.verdict_before, row.verdict_after)
    verdicts = [IN_TABLE.get(verdict, verdict) for verdict in both if verdict]
    chance = (
        {True: "yes", False: "may be chance", None: "?"}[found.significant[row.id]]
        if kept and found.is_quickly_sure
        else ""
    )
    moved = row.satisfaction is not None and abs(row.satisfaction) > 1e-9
    return (
        shown(row.id),
        signed(row.part),
        signed(row.quality) if kept else "",
        signed(row.position) if kept else "",
        _satisfied(row.satisfaction_before, row.verdict_before),
        _satisfied(row.satisfaction_after, row.verdict_after),
        chance if moved else "",
        " -> ".join(dict.fromkeys(verdicts)) if kept else f"{row.fate} ({verdicts[0]})",
    )


def _satisfied(satisfaction: float | None, verdict: str | None) -> str:
    if satisfaction is None:
        return ""
    return "?" if verdict == "unmeasured" else f"{100 * satisfaction:.1f}"


def sentence(change: ServiceChange) -> str:
    """What one service won."""
    fate = "" if change.fate == "kept" else f"; {change.fate}"
    return f"{shown(change.id)}: won the customers {signed_points(change.part)}{fate}"
