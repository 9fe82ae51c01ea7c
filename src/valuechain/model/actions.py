"""What can be done about a service: actions, what each costs and the quality it reaches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from valuechain.model.fields import described, entry, fields_of
from valuechain.model.values import AMOUNT, NAMES, QUALITY, WORDS


def _follows(action: Action) -> str:
    return own_id(action.service, action.action)


@dataclass(frozen=True, slots=True)
class Action:
    """One way to improve a service.

    Attributes:
        action: what is done, in words.
        cost: in whatever unit the budget is in, 0 to 1e15.
        quality: own quality that the service reaches by it, 0..1: what its provider does well,
            whatever it receives.
        id: unique in the chain; ``service id: action`` where none is given.
        needs: ids of actions without which it cannot be done.
        excludes: ids of actions beside which it cannot be done.
        service: id of the service, filled in by the `Service` that has the action.

    Of the actions of one service at most one is done.

    >>> print(Action("order form on paper", 400, 0.9, service="clerk->designer"))
    order form on paper (clerk->designer)
    """

    action: str = field(metadata=described(WORDS, "What is done, in a few words."))
    cost: float = field(
        metadata=described(AMOUNT, "In the unit of the budget, from 0, such as 400.")
    )
    quality: float = field(
        metadata=described(
            QUALITY,
            "The own quality that the service reaches by it, written as any score, such as 90% or "
            "4.5/5: what its provider does well, whatever it receives. What is no better than at "
            "present changes nothing (a warning where that is sure).",
        )
    )
    id: str = entry(
        "",
        WORDS,
        "A name by which other actions can need or exclude it.",
        follows=(_follows, "`service: action`"),
    )
    needs: tuple[str, ...] = entry(
        (), NAMES, "Ids of actions without which it cannot be done: one, or a list."
    )
    excludes: tuple[str, ...] = entry(
        (), NAMES, "Ids of actions beside which it cannot be done: one, or a list."
    )
    service: str = ""

    def __str__(self) -> str:
        return f"{self.action} ({self.service})" if self.service else self.action

    @property
    def named(self) -> bool:
        """Whether its id was given, and does not follow from its words."""
        return self.id != own_id(self.service, self.action)

    def of(self, service_id: str) -> Action:
        """The same as an action of this service, its id filled in."""
        keeps = self.id and (self.named or not self.service)
        given = self.id if keeps else own_id(service_id, self.action)
        if (given, service_id) == (self.id, self.service):
            return self
        return replace(self, id=given, service=service_id)


def own_id(service_id: str, action: str) -> str:
    """The id of an action that was given none."""
    return f"{service_id}: {action}"


ACTION_FIELDS = fields_of(Action)
ACTION_NAMES = tuple(field.name for field in ACTION_FIELDS)
REQUIRED = tuple(field.name for field in ACTION_FIELDS if field.required)
