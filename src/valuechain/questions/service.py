"""The diagnosis of one service: a row of numbers and a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from valuechain.analysis.verdict import Verdict
from valuechain.results import Shown


@dataclass(frozen=True)
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
        gain: the outcome if this service's own shortfall were 0, less the outcome now; 0 <= gain
            <= contribution. Solved for when first asked; ``None`` in the `rows` of a chain so large
            that this takes long.
        loss_if_failed: the outcome now, less the outcome with this service's shortfall held at 1;
            likewise.
        tipping_dependence: below it a root cause, from it on a symptom; ``None`` where it does not
            tip.
        verdict: root cause, symptom, undecided, shield, sound or unmeasured.
        decided_by: for an undecided service, the unmeasured services upstream of it, largest
            importance first; else empty.
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
    gain: float = field(repr=False, compare=False)
    loss_if_failed: float = field(repr=False, compare=False)
    tipping_dependence: float | None
    verdict: Verdict
    decided_by: tuple[str, ...] = field(repr=False, compare=False)

    @classmethod
    def made(cls, known: Mapping[str, Any], later: Callable[[str, str], Any]) -> ServiceDiagnosis:
        """A row of what is `known`.

        Any other field is had from `later(id, field)` when first asked for.
        """
        row = object.__new__(cls)
        row.__dict__.update(known, _later=later)
        return row

    def known(self) -> dict[str, Any]:
        """The fields that need no further computation."""
        return {name: value for name, value in self.__dict__.items() if name in _FIELDS}

    def __getattr__(self, name: str) -> Any:
        """What was not computed yet."""
        if name not in _FIELDS or "_later" not in self.__dict__:
            raise AttributeError(f"a service's diagnosis has no {name!r}")
        value = self.__dict__["_later"](self.id, name)
        self.__dict__[name] = value
        return value

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _FIELDS}


_FIELDS = frozenset(each.name for each in fields(ServiceDiagnosis))
