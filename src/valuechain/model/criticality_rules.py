"""Which criticality can hold? Under the rule that knows it, and no more than dependence leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from valuechain.model.parts import Service
from valuechain.model.score import as_percentage
from valuechain.problems import Fault, quoted
from valuechain.tolerances import DIGITS, FAVOUR

OTHER_RULE = "a criticality counts under 'rule: fdna' only"


def broken_criticalities(services: Collection[Service], rule: object) -> Iterator[Fault]:
    """Criticalities under a rule that knows none, beside `critical`, or above 1 - dependence.

    Whoever depends to a has 1 - a left when its provider has nothing (Garvey & Pinto 2009): a
    criticality above that would never count. Of the kind ``rule``, for they may follow from what
    was refused elsewhere: the rule, or a dependence.
    """
    told = [service for service in services if service.criticality is not None]
    if told and rule != "fdna":
        others = f" and {len(told) - 1} more" * (len(told) > 1)
        hint = "write 'rule: fdna' at the top of the file, or leave it out"
        message = f"service {quoted(told[0].id)}{others}: {OTHER_RULE}"
        yield Fault(message, hint, place=told[0].id, kind="rule")
        return
    for service in told:
        if service.critical:
            message = f"service {quoted(service.id)}: 'criticality' beside 'critical'"
            hint = "keep one: critical leaves its customer nothing that the service does not have"
            yield Fault(message, hint, place=service.id, kind="service")
        left = round(1.0 - service.dependence, DIGITS)
        if service.criticality is not None and service.criticality > left + FAVOUR:
            own, depends = as_percentage(service.criticality), as_percentage(service.dependence)
            yield Fault(
                f"service {quoted(service.id)}: a criticality of {own} never counts where the "
                f"dependence is {depends}",
                f"write at most {as_percentage(left)}: with nothing from its provider, its "
                "customer has no more left",
                place=service.id,
                kind="rule",
            )
