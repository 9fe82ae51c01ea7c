"""The chain: parties and services as one frozen value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from valuechain.model.action_rules import action_faults, broken_plans, futile, scenario_faults
from valuechain.model.compounds import DEPENDENCE
from valuechain.model.fields import entry, fields_of
from valuechain.model.numbers import Range
from valuechain.model.parts import (
    HOW_MUCH,
    REACHABLE,
    TARGET,
    USUAL_DEPENDENCE,
    Party,
    Rule,
    Service,
)
from valuechain.model.rules import broken_structure, broken_values, remarks
from valuechain.model.scenarios import Scenario, by_name
from valuechain.model.values import CORRELATION, PERCENTAGE, RULE, TEXT
from valuechain.problems import ArgumentError, Fault, ModelError, Problem, quoted
from valuechain.results import Shown

if TYPE_CHECKING:
    import networkx

    from valuechain.model.tables import Tables

_Part = TypeVar("_Part", Party, Service, Scenario)


@dataclass(frozen=True, init=False)
class ValueChain(Shown):
    """Who serves whom, down to the external customers; every default resolved.

    Attributes:
        parties: read-only mapping of `Party` by id, in file order.
        services: read-only mapping of `Service` by id, in file order.
        title: of the whole, ``""`` for none.
        target: satisfaction aimed at where a service says nothing, 0..1.
        dependence: likewise, 0..1.
        reachable: own quality that a well-run provider reaches, likewise, 0..1.
        rater_correlation: share of the variance of an answer that is the person who gave it, 0..1;
            0 where it is not known.
        repeat_sd: by how much one person's answers to the same question vary, as a standard
            deviation of satisfaction, 0..1; 0 where it is not known.
        dependence_range: the ends between which that dependence lies, of which it is the middle, or
            ``None``.
        rule: ``mean``; ``weakest``, under which every service is critical; or ``fdna``, under which
            a criticality bounds what its customer has left.
        scenarios: read-only mapping of `Scenario` by name: questions that the file asks of itself.

    Made by `load`, `loads`, `ValueChain.from_networkx`, or from parties and services in Python (an
    iterable or a mapping of each). Equal by content; a change is a copy (`dataclasses.replace`).

    Raises:
        ModelError: carrying every rule that the values break.

    >>> chain = ValueChain([Party("clerk"), Party("customer", kind="customer")],
    ...                    [Service("clerk->customer", "clerk", "customer")])
    >>> chain.external_customers
    ('customer',)
    """

    parties: Mapping[str, Party]
    services: Mapping[str, Service]
    title: str = entry("", TEXT, "What the chain is called.", heading="name")
    target: float = entry(
        TARGET, PERCENTAGE, "Satisfaction aimed at where a service says nothing, such as 75%."
    )
    dependence: float = entry(
        USUAL_DEPENDENCE,
        DEPENDENCE,
        "Share of what a provider lacks that it passes on, where a service says nothing: "
        f"{HOW_MUCH}. A range such as 0.5..0.9 is one unknown number that all services share.",
    )
    reachable: float = entry(
        REACHABLE,
        PERCENTAGE,
        "Own quality that a well-run provider reaches, where a service says nothing, such as 90%: "
        "gains are counted up to it, never to perfection.",
    )
    rater_correlation: float = entry(
        0.0,
        CORRELATION,
        "How alike one person's answers about several services are, beside what the services are: "
        "0 where nobody knows, 1 where each person says the same of all.",
    )
    repeat_sd: float = entry(
        0.0,
        CORRELATION,
        "By how much one person's answers vary who is asked the same again (standard deviation, "
        "0.12 or 12% of the scale): doubt that stays where everybody answered. 0 where nobody "
        "knows.",
    )
    rule: Rule = entry(
        "mean",
        RULE,
        "How services combine at their customer: mean; weakest, under which every service is "
        "critical; or fdna, under which a criticality bounds what is left.",
    )
    dependence_range: Range | None = None
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)

    def __init__(  # noqa: PLR0913  the fields of a chain
        self,
        parties: Mapping[str, Party] | Iterable[Party],
        services: Mapping[str, Service] | Iterable[Service],
        title: str = "",
        target: float = TARGET,
        dependence: float = USUAL_DEPENDENCE,
        rule: Rule = "mean",
        dependence_range: Range | None = None,
        scenarios: Mapping[str, Scenario] | Iterable[Scenario] = (),
        reachable: float = REACHABLE,
        rater_correlation: float = 0.0,
        repeat_sd: float = 0.0,
        *,
        _checked: bool = False,
    ) -> None:
        members = _listed(parties, Party, checked=_checked)
        delivered = _listed(services, Service, checked=_checked)
        asked = _listed(scenarios, Scenario, checked=_checked)
        own = {
            "parties": MappingProxyType({party.id: party for party in members}),
            "services": MappingProxyType({service.id: service for service in delivered}),
            "title": title,
            "target": target,
            "dependence": dependence,
            "reachable": reachable,
            "rater_correlation": rater_correlation,
            "repeat_sd": repeat_sd,
            "rule": rule,
            "dependence_range": dependence_range,
            "scenarios": by_name(asked),
        }
        for name, value in own.items():
            object.__setattr__(self, name, value)
        if not _checked:  # the reader checked everything where it stands in the file
            _check(self, members, delivered, asked)

    def __hash__(self) -> int:
        return hash((self.title, self.rule, frozenset(self.parties), frozenset(self.services)))

    def __getstate__(self) -> dict[str, Any]:
        return {own.name: _thawed(getattr(self, own.name)) for own in fields(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, _frozen(value))

    @cached_property
    def external_customers(self) -> tuple[str, ...]:
        """Ids of the parties where the chain ends, in file order."""
        return tuple(party.id for party in self.parties.values() if party.kind == "customer")

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """What is allowed and yet worth a look.

        Such as a team from which no customer can be reached.
        """
        faults = (*remarks(self.parties, self.services.values()), *futile(self.services.values()))
        return tuple(f"{fault.message}: {fault.hint}" for fault in faults)

    @cached_property
    def graph(self) -> networkx.MultiDiGraph[str]:
        """The chain as a frozen networkx graph: nodes are party ids, edge keys service ids.

        Attributes bear the file format's names and hold scalars only, so that networkx can write
        every format it knows; what is not known is left out. `satisfaction` and `quality` are
        fractions, their words stand in `satisfaction_text` and `quality_text`; a service's target
        is called `target_satisfaction`, for writers use ``target`` for the end of an edge;
        `aspects`, `improve` and `scenarios` (what each sets the service to) are JSON. What is read
        back is the same chain: `from_networkx`.
        """
        from valuechain.model.graph import to_networkx

        return to_networkx(self, CHAIN_FIELDS)

    def to_tables(self) -> Tables:
        """The chain as two lists of rows, `parties` and `services`.

        Their keys are the file format's names. The first row of the parties has the kind ``chain``:
        its title (as `name`), target, dependence and rule. Scores are texts in their own words,
        aspects stand in columns of their own (``aspects.timeliness``), and what is not known is
        ``None``.
        ``read_tables(*chain.to_tables()) == chain``.

        >>> chain = ValueChain([Party("clerk"), Party("customer", kind="customer")],
        ...                    [Service("clerk->customer", "clerk", "customer", "flowers")])
        >>> chain.to_tables().services[0]["delivers"]
        'flowers'
        """
        from valuechain.model.tables import to_tables

        return to_tables(self, CHAIN_FIELDS)

    @classmethod
    def from_networkx(cls, graph: networkx.Graph[Any]) -> ValueChain:
        """The chain that a directed networkx graph describes, in the attributes that `graph` has.

        Args:
            graph: a DiGraph or MultiDiGraph. Nodes without ``kind`` are teams; ids become texts;
                `satisfaction` and `quality` may be fractions or score texts such as ``"3.4/5"``,
                `aspects`, `improve` and `scenarios` mappings and lists or their JSON. Values that
                came as texts are read as in a file; None, NaN and NA are absent. An attribute that
                nearly is one of these is a problem; others are left alone.

        Raises:
            ArgumentError: `graph` is not a directed networkx graph.
            ModelError: it is no value chain; carries every problem.

        >>> import networkx
        >>> graph = networkx.DiGraph([("clerk", "customer")])
        >>> graph.nodes["customer"]["kind"] = "customer"
        >>> list(ValueChain.from_networkx(graph).services)
        ['clerk->customer']
        """
        from valuechain.model.graph import parts_of

        parties, services, own, problems = parts_of(graph, CHAIN_FIELDS)
        try:
            chain = cls(parties, services, **own)
        except ModelError as error:
            said = {problem.message for problem in problems}
            problems += [problem for problem in error.problems if problem.message not in said]
        if problems:
            raise ModelError(problems)
        return chain


def _thawed(value: Any) -> Any:
    """A read-only mapping cannot be pickled: what it shows can."""
    return dict(value) if isinstance(value, MappingProxyType) else value


def _frozen(value: Any) -> Any:
    return MappingProxyType(value) if isinstance(value, dict) else value


def _listed(
    parts: Mapping[str, _Part] | Iterable[_Part], kind: type[_Part], *, checked: bool
) -> list[_Part]:
    """The parties, services or scenarios handed in, whether as a mapping or one by one."""
    name = kind.__name__
    try:
        found = list(parts.values() if isinstance(parts, Mapping) else parts)
    except TypeError:
        message = f"a ValueChain takes {name} values, not {type(parts).__name__}"
        raise ArgumentError(message) from None
    if checked:
        return found
    key = _KEYS.get(name, "id")
    for part in found:
        if not isinstance(part, kind) or not isinstance(getattr(part, key), str):
            message = f"a ValueChain takes {name} values with a text as {key}, not {part!r:.60}"
            raise ArgumentError(message)
    keys = [getattr(part, key) for part in found]
    if isinstance(parts, Mapping) and list(parts) != keys:
        raise ArgumentError(f"the keys of a mapping of {name} values are their {key}s")
    return found


_KEYS = {"Scenario": "name"}
"""What scenarios are known by; all else has an id."""


def _check(
    chain: ValueChain, parties: list[Party], services: list[Service], scenarios: list[Scenario]
) -> None:
    """Raise every rule that is broken, all at once."""
    faults = [Fault(*said) for own in CHAIN_FIELDS for said in own.faults(chain)]
    faults += broken_values(parties, services)
    faults += action_faults(services)
    faults += scenario_faults(scenarios)
    for party_id, count in Counter(party.id for party in parties).items():
        if count > 1:
            faults.append(Fault(f"party {quoted(party_id)} is defined twice"))
    if not faults:
        whole = {field.name: getattr(chain, field.name) for field in CHAIN_FIELDS}
        faults += broken_structure(chain.parties, services, whole)
        faults += broken_plans(services, scenarios)
    if faults:
        raise ModelError(Problem(fault.message, fault.hint) for fault in faults)


CHAIN_FIELDS = fields_of(ValueChain)
