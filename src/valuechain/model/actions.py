"""What can be done about a service: its actions, each with what it costs and the quality it reaches."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST = 1e15
"""The highest cost."""


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

    action: str
    cost: float
    quality: float
    id: str = ""
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    service: str = ""

    def __str__(self) -> str:
        return f"{self.action} ({self.service})" if self.service else self.action

    @property
    def named(self) -> bool:
        """Whether its id was given, and does not follow from its words."""
        return self.id != own_id(self.service, self.action)

    def of(self, service_id: str) -> Action:
        """The same as an action of this service, its id filled in."""
        given = (
            self.id
            if self.id and (self.named or not self.service)
            else own_id(service_id, self.action)
        )
        return (
            self
            if (given, service_id) == (self.id, self.service)
            else replace(self, id=given, service=service_id)
        )


def own_id(service_id: str, action: str) -> str:
    """The id of an action that was given none."""
    return f"{service_id}: {action}"
