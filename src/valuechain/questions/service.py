"""The diagnosis of one service: a row of numbers and a verdict."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import repeat
from typing import Any

from valuechain.analysis.verdict import Verdict
from valuechain.results import Shown


class _Later(Shown):
    """A value some fields of which are computed when first asked for."""

    __slots__ = ("_later",)
    _later: Callable[[str, str], Any]


@dataclass(frozen=True, slots=True)
class ServiceDiagnosis(_Later):
    """The numbers of one service, all on the 0..1 scale.

    Attributes:
        id, provider, customer, delivers: as in the chain.
        satisfaction: the score, or as modelled where there is none.
        target: satisfaction aimed at.
        own_shortfall, inherited_shortfall: what its provider causes, with what of that returns
            through loops, and what everyone else does; they sum to 1 - satisfaction.
        quality: the provider's own, 1 - u.
        effective_dependence: dependence with which the model reproduces the score.
        importance: points won at the external customers per point of the service's own quality.
        contribution: the part of the external shortfall put down to this service.
        reachable: own quality that a well-run provider reaches, never below the present one.
        gain: the outcome if its own quality were that, less the outcome now. Solved for when first
            asked; ``None`` in the `rows` of a chain so large that this takes long.
        potential: the same if nothing were lacking by its own doing; 0 <= gain <= potential <=
            contribution.
        loss_if_failed: the outcome now, less the outcome with this service's shortfall held at 1;
            likewise.
        tipping_dependence: below it a root cause, from it on a symptom; ``None`` where it does not
            tip.
        verdict: root cause, symptom, undecided, shield, sound or unmeasured.
        decided_by: for an undecided service, the unmeasured services upstream of it, those that
            change most first; else empty.
    """

    id: str
    provider: str
    customer: str
    delivers: str
    satisfaction: float
    target: float
    own_shortfall: float
    inherited_shortfall: float
    quality: float
    effective_dependence: float
    importance: float
    contribution: float
    reachable: float
    gain: float = field(repr=False, compare=False)
    potential: float = field(repr=False, compare=False)
    loss_if_failed: float = field(repr=False, compare=False)
    tipping_dependence: float | None
    verdict: Verdict
    decided_by: tuple[str, ...] = field(repr=False, compare=False)

    @classmethod
    def of_columns(
        cls, columns: Mapping[str, Sequence[Any]], later: Callable[[str, str], Any]
    ) -> list[ServiceDiagnosis]:
        """Rows of columns, one of which is ``id``.

        Any other field is had from `later(id, field)` when first asked for. Filled column by
        column, which takes half the time of one call for each row.
        """
        rows = [object.__new__(cls) for _ in columns["id"]]
        filled: dict[str, Iterable[Any]] = {**columns, "_later": repeat(later)}
        for name, values in filled.items():
            deque(map(getattr(cls, name).__set__, rows, values), maxlen=0)
        return rows

    def __getattr__(self, name: str) -> Any:
        """What was not computed yet."""
        if name not in _FIELDS:
            raise AttributeError(f"a service's diagnosis has no {name!r}")
        value = self._later(self.id, name)
        object.__setattr__(self, name, value)
        return value


_FIELDS = frozenset(each.name for each in fields(ServiceDiagnosis))
