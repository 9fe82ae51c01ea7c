"""A chain in a sentence, and its services as a table."""

from __future__ import annotations

from valuechain.model.chain import ValueChain
from valuechain.model.parts import Service
from valuechain.reports.report import FEW, Report, table_of
from valuechain.reports.words import counted, listed, shown

_MOST = 50  # services of a table


def sentence(chain: ValueChain) -> str:
    """How large it is, and where it ends."""
    title = f"{shown(chain.title)}: " if chain.title else ""
    customers = [shown(chain.parties[party].name) for party in chain.external_customers]
    services = counted(len(chain.services), "service")
    parties = counted(len(chain.parties), "party", "parties")
    return f"{title}{services} among {parties}, ending at {listed(customers, FEW)}"


def report(chain: ValueChain) -> Report:
    """Who serves whom, with what, and how satisfied they are."""

    def cells(service: Service) -> tuple[str, ...]:
        provider, customer = (
            shown(chain.parties[party].name) for party in (service.provider, service.customer)
        )
        return provider, customer, shown(service.delivers), _score(service)

    heads = ("provider", "serves", "delivers", "score")
    services = list(chain.services.values())
    table = table_of(heads, services, cells, "services", where="", most=_MOST)
    return Report("", sentence(chain), (), table)


def _score(service: Service) -> str:
    if service.score is None:
        return "?"
    expert = " (expert)" if service.quality else ""
    return f"{shown(service.score.short)}{expert}"
