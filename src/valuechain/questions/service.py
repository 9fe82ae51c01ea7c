"""The diagnosis of one service: a row of numbers and a verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from valuechain.analysis.changes import Changes
from valuechain.analysis.verdict import Verdict
from valuechain.model.showing import Shown


@dataclass(frozen=True, slots=True)
class ServiceDiagnosis(Shown):
    """The numbers of one service, all on the 0..1 scale.

    Attributes:
        id, provider, customer, delivers: as in the chain.
        satisfaction: the score, or as modelled where there is none.
        target: satisfaction aimed at.
        own_shortfall, inherited_shortfall: what its provider causes and what it passes on; they sum
            to 1 - satisfaction.
        effective_dependence: dependence with which the model reproduces the score.
        importance: points won at the external customers per point of the service's own quality.
        contribution: the part of the external shortfall put down to this service.
        tipping_dependence: below it a root cause, from it on a symptom; ``None`` where it does not
            tip.
        verdict: root cause, symptom, undecided, shield, sound or unmeasured.
    """

    id: str
    provider: str
    customer: str
    delivers: str
    satisfaction: float
    target: float
    own_shortfall: float
    inherited_shortfall: float
    effective_dependence: float
    importance: float
    contribution: float
    tipping_dependence: float | None
    verdict: Verdict
    _at: int = field(repr=False, compare=False)  # in the order of solution
    _changes: Changes = field(repr=False, compare=False)
    _deciding: Callable[[str], tuple[str, ...]] = field(repr=False, compare=False)

    @property
    def gain(self) -> float:
        """The outcome if this service's own shortfall were 0, less the outcome now; 0 <= gain <= contribution."""
        return self._changes.gain(self._at)

    @property
    def loss_if_failed(self) -> float:
        """The outcome now, less the outcome with this service's shortfall held at 1."""
        return self._changes.loss(self._at)

    @property
    def decided_by(self) -> tuple[str, ...]:
        """For an undecided service, the unmeasured services upstream of it, largest importance first; else empty."""
        return self._deciding(self.id) if self.verdict == "undecided" else ()
