"""A chain in a sentence, and its services as a table."""

from __future__ import annotations

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import FEW, Report, table_of
from valuechain.reports.words import counted, names, shown, when

_MOST = 50  # services of a table


def report(chain: ValueChain) -> Report:
    """Who serves whom, with what, and how satisfied they are."""

    def cells(service: Service) -> tuple[str, ...]:
        provider, customer = (
            name_of(chain.parties, party) for party in (service.provider, service.customer)
        )
        return provider, customer, shown(service.delivers), _score(service)

    heads = ("provider", "serves", "delivers", "score")
    services = list(chain.services.values())
    table = table_of(heads, services, cells, "services", most=_MOST)
    return Report.of("", sentence(chain), (), table)


def sentence(chain: ValueChain) -> str:
    """How large it is, and where it ends."""
    title = when(chain.title, f"{shown(chain.title)}: ")
    customers = [chain.parties[party].name for party in chain.external_customers]
    services = counted(len(chain.services), "service")
    parties = counted(len(chain.parties), "party", "parties")
    return f"{title}{services} among {parties}, ending at {names(customers, FEW)}"


def _score(service: Service) -> str:
    if service.score is None:
        return "?"
    return f"{shown(service.score.short)}{when(service.quality, ' (expert)')}"
