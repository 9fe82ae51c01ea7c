"""Chains as tables, with words that try to be more than words."""

import re
from dataclasses import replace

import pytest

import valuechain as vc
from chains import random_chain
from valuechain.model.numbers import middle

ODD = [
    "=1+1",
    "+49 30 1",
    "-",
    "@home",
    "'quoted",
    "'=x",
    "''+",
    "a,b",
    'say "x"',
    "a;b|c",
    "  at the ends ",
    "two\nlines",
    "\ttab",
    " ",
]


ODD += [
    "no",
    "true",
    "007",
    "1e5",
    "2026-05-04",
    "4/5",
    "nan",
    "None",
    "NA",
    "#REF!",
    "b\u00fccher \u82b1 \U0001f33b",
    "_x0041_",
    "<b>&amp;",
]


ODD_IDS = [
    "=1+1",
    "+x",
    "-x",
    "@x",
    "'y",
    "a,b",
    'a"b',
    "a;b",
    "1.0",
    "007",
    "true",
    "nan",
    "\u82b1",
    "two words",
    "_x0041_",
    "chain",
    "x" * 300,
]


SCORES = [
    "81%",
    "3.4/5 (9 responses)",
    "NPS -31 (140 responses)",
    "CES 5.2/7",
    "CSAT 60% (12 responses)",
    "0.5",
    ".25",
    "1.0",
]


SCORES += [
    "{scale: 1-5, answers: {1: 0, 2: 1, 3: 4, 4: 3, 5: 1}}",
    "{scale: nps, responses: 140, promoters: 62, detractors: 19}",
]


SCORES += [
    "{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}",
    "{scale: csat, satisfied: 7, responses: 9}",
]


PARTIES = [["id", "kind", "people"], ["clerk", "team", 2], ["customer", "customer", None]]


def enough_people(parties, services, least=0):
    """The parties, as many people as answered where they are known to be fewer."""
    answered = dict.fromkeys((party.id for party in parties), least)
    for service in services:
        for score in (service.satisfaction, *(score for _, score in service.aspects)):
            answers = (score.responses or 0) if score else 0
            answered[service.customer] = max(answered[service.customer], answers)
    return [
        replace(party, people=party.people and max(party.people, answered[party.id]))
        for party in parties
    ]


def odd_chain(rng, *, fine=False):
    """A random chain with everything a file can say; `fine` numbers take all their digits."""
    chain = random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(1, 12))

    def number(*usual):
        return rng.random() if fine else rng.choice(usual)

    new = (
        dict(zip(chain.parties, rng.sample(ODD_IDS, len(chain.parties)), strict=True))
        if rng.random() < 0.5
        else {i: i for i in chain.parties}
    )
    parties = [
        replace(
            party,
            id=new[party.id],
            name=rng.choice([*ODD, party.name]),
            group=rng.choice(["", *ODD]),
            people=rng.choice([None, 1, 15, 999_999_999]),
            share=number(1.0, 2.0, 0.5) + 0.25 if party.kind == "customer" else 1.0,
            column=rng.choice([None, 1, 4]) if party.kind != "customer" else None,
        )
        for party in chain.parties.values()
    ]
    words = rng.sample(
        ["time", "Time", "quality", "a.b", "a  b", "x,y", "=x", "\u82b1"], rng.randint(0, 4)
    )
    services = []
    for service in chain.services.values():
        ends = rng.choice(
            [
                None,
                None,
                (0.5, 0.9),
                (0.0, 0.25),
                tuple(sorted((rng.random() / 2, 0.5 + rng.random() / 3))),
            ]
        )
        if ends is not None and not fine:
            ends = (round(ends[0], 3), round(ends[1], 3))
        score = rng.choice([None, vc.Score.parse(rng.choice(SCORES))])
        expert = rng.random() < 0.2
        provider, customer = new[service.provider], new[service.customer]
        depends = number(0.8, 0.0, 0.123) if ends is None else middle(ends)
        services.append(
            replace(
                service,
                id=f"{provider}->{customer}" + "".join(re.findall(r"#\d+$", service.id)),
                provider=provider,
                customer=customer,
                delivers=rng.choice(["", *ODD]),
                satisfaction=None if expert else score,
                quality=score if expert else None,
                weight=number(1.0, 2.5, 1e-7, 1e17, 123456789.0) or 1.0,
                dependence=depends,
                dependence_range=ends,
                criticality=service.criticality if depends < 0.9 else None,
                target=number(0.75, 0.0, 1.0, 1e-10),
                aspects=tuple(
                    (word, vc.Score.parse(rng.choice(SCORES)))
                    for word in words
                    if rng.random() < 0.5
                ),
            )
        )
    ends = rng.choice([None, (0.5, 0.75)])
    return vc.ValueChain(
        enough_people(parties, services),
        services,
        title=rng.choice(["", *ODD]),
        target=number(0.75, 0.8),
        dependence=number(0.8, 0.5) if ends is None else middle(ends),
        rule=chain.rule,
        dependence_range=ends,
    )


def problems(read, *arguments):
    with pytest.raises(vc.FormatError) as caught:
        read(*arguments)
    return caught.value.problems


def party(*cells, heads="id,kind,name,group,people,share,column,target,dependence,rule"):
    """Parties with one more row, the fourth."""
    return f"{heads}\nclerk,team\ncustomer,customer\n" + ",".join(cells) + "\n"


def service(
    *cells,
    heads="provider,customer,delivers,satisfaction,quality,weight,dependence,critical,target,aspects.time",
):
    """Services with one more row, the third."""
    return f"{heads}\nclerk,customer\n" + ",".join(cells) + "\n"


TINY = "valuechain: 1\nteams:\n  clerk: {serves: {customer: flowers}}\ncustomers:\n  customer:\n"
