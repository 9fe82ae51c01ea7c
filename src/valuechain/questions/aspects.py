"""Is it speed or manners? The aspects that drag weak links, and providers over all they serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from valuechain.model.chain import ValueChain
from valuechain.questions.asked import checked_level
from valuechain.questions.aspect_rows import (
    LEVEL,
    AspectRow,
    ProviderAspect,
    aspect_rows,
    provider_rows,
)
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.of_diagnosis import OfDiagnosis
from valuechain.questions.what_if import based_on
from valuechain.results import Recipe, Result, plain


@dataclass(frozen=True, eq=False, repr=False)
class Aspects(OfDiagnosis, Result[AspectRow]):
    """The aspects of weak links: made by `aspects`.

    Attributes:
        diagnosis: of the chain.
        level: how sure the intervals are, 0..1.
        rows: a row for each aspect of each weak link that has some; what costs the customers most
            first, of one link the lowest aspect first.
        providers: a row for each aspect of each provider, over all that it serves, weak or not.
    """

    diagnosis: Diagnosis
    level: float
    rows: tuple[AspectRow, ...]
    providers: tuple[ProviderAspect, ...]

    row_kind = "aspect of a weak link"
    row_type: ClassVar[type[Any] | None] = AspectRow

    def _recipe(self) -> Recipe:
        return aspects, (self.diagnosis, self.level)

    def _summary(self) -> str:
        dragging = sum(row.verdict == "drags" for row in self.rows)
        return f"{dragging} of {len(self.rows)} aspects of weak links drag"

    def _data(self, *, full: bool) -> dict[str, Any]:
        del full
        weak, providers = plain(self.rows), plain(self.providers)
        return {"level": self.level, "weak_links": weak, "providers": providers}


def aspects(chain: ValueChain | Diagnosis, level: float = LEVEL) -> Aspects:
    """Say which aspects drag the weak links, and how sure that is.

    An aspect drags where it is below its service's target and surely below the mean of its
    service's other aspects: the interval of that difference, drawn from the answers as `simulate`
    does, leaves out 0 for all aspects of the service at once (Bonferroni's inequality).

    Args:
        chain: the chain, or its diagnosis.
        level: how sure the intervals are, between 0 and 1.

    Raises:
        ArgumentError: `level` is no such number, or `chain` something else.

    >>> from valuechain import loads
    >>> found = aspects(loads('''
    ... valuechain: 1
    ... teams:
    ...   it:
    ...     serves:
    ...       desk:
    ...         satisfaction: 60% (40 responses)
    ...         aspects: {speed: 40% (40 responses), manners: 80% (40 responses)}
    ...   desk: {serves: {customer: {satisfaction: 70%}}}
    ... customers: {customer: }
    ... '''))
    >>> [(row.aspect, row.verdict) for row in found]
    [('speed', 'drags'), ('manners', 'on target')]
    """
    diagnosis = based_on(chain, "aspects")
    sure = checked_level(level)
    services = diagnosis.chain.services
    weak = [services[row.id] for row in diagnosis.weak_links]
    rows = [row for service in weak for row in aspect_rows(diagnosis.chain, service, sure)]
    found = [
        row
        for provider in dict.fromkeys(each.provider for each in services.values() if each.aspects)
        for row in provider_rows(diagnosis.chain, provider, sure)
    ]
    return Aspects(diagnosis, sure, tuple(rows), tuple(found))
