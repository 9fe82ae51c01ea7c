"""How many of those who could be asked answered? Party by party, where its people are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from valuechain.model.chain import ValueChain
from valuechain.survey.rows import SurveyRow

_LOW = 0.5  # share of people below which it is told
_FEW = 8  # parties that a sentence names


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """How many of a party answered.

    Attributes:
        party: id.
        answered: how many people; where nobody knows who answered, those who did about the service
            with most answers, so that it may be more.
        people: how many could be asked.
    """

    party: str
    answered: int
    people: int

    @property
    def share(self) -> float:
        """Answered of those who could be asked, 0..1."""
        return self.answered / self.people


def response_rates(
    chain: ValueChain,
    found: Sequence[tuple[SurveyRow, str]],
    known: Mapping[tuple[str, str], frozenset[int]],
) -> dict[str, ResponseRate]:
    """The response rate of each party that was asked and whose people are known, in file order.

    Args:
        chain: with the parties.
        found: the rows of one wave, each with the id of its service.
        known: people who answered, by the party in the words of the table, of which it may have
            several, and the wave.
    """
    most: dict[str, int] = {}
    people: dict[str, frozenset[int]] = {}
    for row, service in found:
        party = chain.services[service].customer
        who = known.get((row.customer, row.wave), frozenset())
        people[party] = people.get(party, frozenset()) | who
        most[party] = max(most.get(party, 0), row.responses, len(people[party]))
    return {
        party.id: ResponseRate(party.id, most[party.id], party.people)
        for party in chain.parties.values()
        if party.people is not None and party.id in most
    }


def rates_told(chain: ValueChain, rates: Mapping[str, ResponseRate]) -> Iterator[str]:
    """The response rates in a sentence, and where few answered what that means."""
    if not rates:
        return
    told = [_told(chain, rate) for rate in rates.values()]
    more = f" and {len(told) - _FEW} more" if len(told) > _FEW else ""
    yield f"Answered: {', '.join(told[:_FEW])}{more}."
    over = [chain.parties[rate.party].name for rate in rates.values() if rate.share > 1]
    if over:
        more = f" and {len(over) - _FEW} more" if len(over) > _FEW else ""
        yield (
            f"More people answered of {', '.join(over[:_FEW])}{more} than there are: correct "
            "'people', or who is who; until then intervals are too narrow."
        )
    low = [chain.parties[rate.party].name for rate in rates.values() if rate.share < _LOW]
    if low:
        more = f" and {len(low) - _FEW} more" if len(low) > _FEW else ""
        yield (
            f"Fewer than half answered of {', '.join(low[:_FEW])}{more}: those who did not may "
            "think otherwise, which no interval knows."
        )


def _told(chain: ValueChain, rate: ResponseRate) -> str:
    percent = f"{100 * rate.share:.0f} %"
    return f"{chain.parties[rate.party].name} {rate.answered} of {rate.people} ({percent})"
