"""Who is meant? A report in the names that people use, where it tells of services by their ids."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from valuechain.language import say
from valuechain.model.chain import ValueChain
from valuechain.reports.diagnosed import name_of
from valuechain.reports.report import ALL, Report, Section, Table


def in_names(report: Report, *chains: ValueChain) -> Report:
    """The report with `Clerk \u2192 Designer` where it says `clerk->designer`.

    Args:
        report: of services of these chains.
        chains: the first that knows an id says what it is called.
    """
    called: dict[str, str] = {}
    for chain in reversed(chains):
        called |= {service: _called(chain, service) for service in chain.services}
    longest_first = sorted(map(re.escape, called), key=len, reverse=True)
    meant = re.compile(rf"(?<![\w>-])(?:{'|'.join(longest_first)})(?![\w#])")
    return _renamed(report, lambda text: meant.sub(lambda found: called[found[0]], text))


def _called(chain: ValueChain, service_id: str) -> str:
    service = chain.services[service_id]
    ends = (service.provider, service.customer)
    number = service_id.rpartition("#")[2] if "#" in service_id else ""
    name = " \u2192 ".join(name_of(chain.parties, party) for party in ends)
    return f"{name} ({number})" if number else name


def _renamed(report: Report, named: Callable[[str], str]) -> Report:
    detail = report.detail
    table = report.table
    rest = table.rest.replace(say(ALL), "").rstrip()  # a client has no command line
    return replace(
        report,
        answer=named(report.answer),
        sections=tuple(_section(section, named) for section in report.sections),
        table=Table(table.heads, tuple(tuple(map(named, row)) for row in table.rows), rest),
        detail=None if detail is None else lambda: _renamed(detail(), named),
    )


def _section(section: Section, named: Callable[[str], str]) -> Section:
    if section.verbatim:
        return section
    return replace(
        section,
        introduction=named(section.introduction),
        items=tuple(map(named, section.items)),
    )
