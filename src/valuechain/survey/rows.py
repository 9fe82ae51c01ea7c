"""One question of a survey and what was answered."""

from __future__ import annotations

from dataclasses import dataclass

from valuechain.model.score import Score
from valuechain.problems import Problem


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One question of one wave and what was answered.

    Attributes:
        provider, customer, delivers: the service, in the words of the table.
        aspect: of the service, ``""`` for the service as a whole.
        wave: of the survey, ``""`` where there is one.
        responses: how many answered.
        score: what they said, in its own words and as a fraction.
        from_aspects: whether nobody was asked about the service as a whole, and the score is the
            mean over its aspects.
        place: the first row of the table that has it.
    """

    provider: str
    customer: str
    delivers: str
    aspect: str
    wave: str
    responses: int
    score: Score
    from_aspects: bool
    place: Problem
