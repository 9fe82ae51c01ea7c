"""What is worth knowing of filling in a wave of a survey, as sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from valuechain.model.chain import ValueChain
from valuechain.survey.matching import Found, matched
from valuechain.survey.rows import SurveyRow

_NAMED = 5  # names in a sentence before the rest is only counted


def remarks(
    chain: ValueChain, rows: Sequence[SurveyRow], withheld: Collection[SurveyRow], least: int
) -> Iterator[str]:
    """What becomes of a chain that these rows are filled into.

    Args:
        chain: as it was.
        rows: of one wave.
        withheld: those that are left out.
        least: answers below which a group is small.
    """
    found, _ = matched(chain, rows)
    yield from _nobody_asked(chain, found)
    yield from _fewer_answers(chain, found)
    yield from _no_more_experts(chain, [pair for pair in found if pair[0] not in withheld])
    if withheld:
        names = _some([row.named for row in withheld])
        reason = f"so that nobody finds out what fewer than {least} answered"
        yield f"Withheld, {reason}: {names}."
    small = [row for row in rows if row.responses < least and row not in withheld]
    if small:
        few = f"Fewer than {least} answers, which withholding leaves out"
        yield f"{few}: {_some([f'{row.named} ({row.responses})' for row in small])}."


def _nobody_asked(chain: ValueChain, found: Found) -> Iterator[str]:
    asked = {service for _, service in found}
    silent = [service for service in chain.services if service not in asked]
    if silent:
        count = f"{len(silent)} of {len(chain.services)}"
        yield f"Nobody was asked about {count} services: {_some(silent)}."


def _fewer_answers(chain: ValueChain, found: Found) -> Iterator[str]:
    fewer = [
        f"{service} ({old.responses} before, {row.responses} now)"
        for row, service in found
        if not row.aspect
        and (old := chain.services[service].satisfaction)
        and (old.responses or 0) > row.responses
    ]
    if fewer:
        add = "To add to earlier answers, put all rows into one table."
        yield f"Replaced by fewer answers: {_some(fewer)}. {add}"


def _no_more_experts(chain: ValueChain, found: Found) -> Iterator[str]:
    experts = [
        service for row, service in found if chain.services[service].quality and not row.aspect
    ]
    if experts:
        yield f"Answers take the place of an expert's quality: {_some(sorted(experts))}."


def _some(names: Sequence[str]) -> str:
    some = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return some
    return f"{some} and {len(names) - _NAMED} more"
