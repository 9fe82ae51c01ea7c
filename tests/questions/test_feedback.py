"""Who must hear of what is weak."""

import random

import pytest

import valuechain as vc
from chains import random_chain


@pytest.mark.parametrize("seed", range(30))
def test_causes_and_sufferers_are_those_of_the_diagnosis(seed):
    draw = random.Random(seed)
    chain = random_chain(draw, parties=7, services=14, rule="mean", critical=0)
    diagnosis = vc.diagnose(chain)
    found = vc.feedback(diagnosis)
    first = set(diagnosis.advice.services)
    names = [row.id for row in diagnosis.weak_links]
    assert [row.id for row in found] == [
        *(name for name in names if name in first),
        *(name for name in names if name not in first),
    ]
    weak = {row.id for row in diagnosis.weak_links if row.verdict != "undecided"}
    start = {
        name
        for name in first
        if diagnosis[name].verdict != "undecided"
        and diagnosis[name].quality < diagnosis[name].reachable - 5e-4
    }
    assert set(found.start) == start
    for row in found:
        verdict = diagnosis[row.id].verdict
        explained = diagnosis.explain(row.id)
        every = dict(explained.sources) | {row.id: explained.own_shortfall}
        largest = sorted((part for part in every.values() if part >= 5e-4), reverse=True)
        if verdict == "undecided":
            assert row.causes == ()
        else:
            assert [part for _, part in row.causes] == pytest.approx(largest[:3])
            assert all(every[cause] == part for cause, part in row.causes)
        upstream = most_upstream(diagnosis, row.id) if verdict == "symptom" else {}
        assert dict(row.upstream) == pytest.approx(upstream)
        among = {cause for cause, _ in row.causes}
        among |= {cause for cause in every if chain.services[cause].provider in upstream}
        told = {
            chain.services[cause].provider for cause in among if cause in weak or cause in start
        }
        assert set(row.tell) == told
        spread = diagnosis.spread(row.id)
        felt = {who: lacks for who, lacks in spread.items() if lacks >= 0.005}
        assert dict(row.suffers) == pytest.approx(felt, abs=1e-12)
        kinds = [chain.parties[party].kind == "customer" for party, _ in row.suffers]
        assert kinds == sorted(kinds, reverse=True)
    thanked = {thanks.party for thanks in found.thanks}
    assert thanked == {
        party
        for party in {row.provider for row in diagnosis if row.verdict != "unmeasured"}
        if all(
            row.verdict in ("sound", "shield", "unmeasured")
            for row in diagnosis
            if row.provider == party
        )
    } - {chain.services[name].provider for name in start}
    assert not thanked & {party for row in found for party in row.tell}


def most_upstream(diagnosis, service_id):
    """Who adds most to what a service inherits, and whoever adds at least half as much."""
    added = {}
    for cause, part in diagnosis.explain(service_id).sources:
        provider = diagnosis.chain.services[cause].provider
        if diagnosis[cause].verdict != "undecided":
            added[provider] = added.get(provider, 0) + part
    most = max(added.values(), default=0)
    return {party: part for party, part in added.items() if part >= max(most / 2, 5e-4)}


SEVERAL = """
valuechain: 1
teams:
  p:
    name: Pia
    serves:
      b: [{delivers: x, satisfaction: 60%}, {delivers: y, satisfaction: 60%}, {delivers: z, satisfaction: 60%}]
  q: {name: Quin, serves: {b: {delivers: w, satisfaction: 10%}}}
  b: {name: Beta, serves: {k: {delivers: goods, satisfaction: 55%}}}
customers: {k: {name: Kunde}}
"""


def test_all_that_one_team_delivers_counts_together():
    found = vc.feedback(vc.loads(SEVERAL))
    (row,) = (row for row in found if row.id == "b->k")
    assert dict(row.upstream) == pytest.approx({"p": 0.24, "q": 0.18})
    assert "above all from Pia and Quin" in " ".join(found.details.split())
    assert "bring Pia and Kunde to one table" in " ".join(row.conversations)


def test_what_comes_from_whom_nobody_can_say_is_told():
    text = SEVERAL.replace("teams:", "suppliers:\n  v: {serves: {p: }}\nteams:")
    found = vc.feedback(vc.loads(text))
    (row,) = (row for row in found if row.id == "b->k")
    assert dict(row.upstream) == pytest.approx({"q": 0.18})
    assert row.hanging == pytest.approx(0.24)
    words = " ".join(found.details.split())
    assert "some hangs on what nobody was asked about, the rest comes above all from Quin" in words
    assert "to one table" not in " ".join(row.conversations)


def test_the_shop_in_words():
    found = vc.feedback(vc.example("flower_shop"))
    assert found.answer == (
        "Speak first with Inventory keeper about flowers and vases in stock. "
        "Tell Inventory keeper, Delivery person and Clerk. Answer Designer, Customer and Delivery person. "
        "Thank Floral auction."
    )
    said = " ".join(str(found).split())
    for told in (
        "Its provider's own doing costs the customers 21 points, of which 18 can be won back. Tell",
        "Who lacks for it: Customer (21 points), Designer (43 points) and Delivery person (27",
        "Most comes from upstream, above all from Inventory keeper.",
        "Delivery person mostly passes on what it gets: bring Inventory keeper and Customer to one",
        "Tell Customer what was heard about flowers at the door on time",
        "Thank Floral auction in front of others for fresh flowers, in the words of Inventory",
    ):
        assert told in said
    assert "call for pickup" not in said
    assert "call for pickup" in found.details


def test_an_expert_is_not_answered():
    text = "{valuechain: 1, teams: {a: {serves: {c: {quality: 50%}}}}, customers: {c: }}"
    (row,) = vc.feedback(vc.loads(text))
    assert (row.answer, row.answers) == ("", ())


def test_what_hangs_on_who_was_not_asked_and_what_cannot_be_better():
    text = """
valuechain: 1
reachable: 80%
target: 80%
teams:
  unasked: {serves: {a: }}
  a: {serves: {c: {satisfaction: 40%}}}
  b: {serves: {c: {satisfaction: 79.9%, target: 80%, reachable: 80%}}}
customers: {c: }
"""
    found = vc.feedback(vc.loads(text))
    assert {row.id: row.verdict for row in found}["a->c"] == "undecided"
    said = " ".join(str(found).split())
    assert "It hangs on what nobody was asked about." in said
    assert "Ask a about what it gets itself, before anybody is blamed." in said


def test_where_nothing_is_weak_nobody_is_told():
    text = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: %s}}}}, customers: {c: }}"
    good = vc.feedback(vc.loads(text.replace("%s", "95%")), vc.Playbook(()))
    assert good.answer == "Thank a."
    assert "a: all that it delivers is on target." in str(good)
    none = vc.feedback(vc.loads(text.replace("%s", "")))
    assert none.answer.startswith("There is nobody to tell yet")


def test_many_weak_links_are_told_on_one_screen():
    found = vc.feedback(vc.example("hospital"))
    assert len(found) > 10
    said = str(found)
    assert said.count("own doing costs the customers") <= 3
    assert len(found.details.splitlines()) > 2 * len(said.splitlines())
    assert found.table()[1][:2] == ["id", "verdict"]


def test_a_provider_as_good_as_can_be_reached_is_not_asked_for_more():
    text = """
valuechain: 1
target: 90%
reachable: 90%
teams:
  a: {serves: {c: {satisfaction: 89.99%}}}
customers: {c: }
"""
    (row,) = vc.feedback(vc.loads(text))
    assert not row.can_act
    assert "Its provider is as good as can be reached: say so." in " ".join(
        str(vc.feedback(vc.loads(text))).split()
    )


def test_whoever_is_to_start_is_spoken_with_first():
    """Two services of one link win more together than the one that costs most."""
    chain = vc.loads("""
valuechain: 1
teams:
  a: {serves: {c: [{delivers: x, satisfaction: 55%}]}}
  b: {serves: {c: [{delivers: y, satisfaction: 60%}, {delivers: z, satisfaction: 60%}]}}
customers: {c: }
""")
    found = vc.feedback(chain)
    assert str(found.diagnosis).count("Start with b -> c (y and z)") == 1
    assert [row.id for row in found] == ["b->c#1", "b->c#2", "a->c"]
    assert "Speak first with b about y." in " ".join(str(found).split())


_STORES = """
valuechain: 1
teams:
  c: {name: Stores, serves: {a: {delivers: parts, satisfaction: 78%}}}
  a: {name: Sales, serves: {cust: {delivers: goods, satisfaction: 70%}}}
customers: {cust: {name: Client}}
"""


def test_whoever_is_to_start_is_told_and_not_thanked_though_on_target():
    found = vc.feedback(vc.loads(_STORES))
    assert (
        found.diagnosis.answer.count("Start with Stores -> Sales (parts): worth 9.6 points.") == 1
    )
    assert found.answer == (
        "Speak first with Stores about parts: it is on target, and yet the step to start with. "
        "Tell Stores and Sales. Answer Client."
    )
    assert found.thanks == ()
    assert found["a->cust"].tell == ("c", "a")
    assert "above all from Stores" in " ".join(str(found).split())
    assert "Thank" not in str(found)


def test_whoever_is_to_start_hears_of_it_where_nothing_is_weak():
    found = vc.feedback(vc.loads(_STORES.replace("70%", "76%")))
    assert (found.rows, found.thanks[0].party) == ((), "a")
    assert found.answer == (
        "Speak first with Stores about parts: it is on target, and yet the step to start with. "
        "Tell Stores. Thank Sales."
    )


def test_whom_nobody_asked_is_not_answered_nor_quoted():
    """An expert's quality and counted work are no customer's words."""
    found = vc.feedback(
        vc.loads(
            "{valuechain: 1, teams: {b: {serves: {c: {delivers: goods, quality: 95%}}}, "
            "g: {serves: {c: {delivers: bags, satisfaction: {units: 100, on_time: 40}}}}, "
            "d: {serves: {c: {delivers: lids, satisfaction: 40%}}}}, customers: {c: }}"
        )
    )
    heard = {row.id: (row.answer, bool(row.answers)) for row in found.rows}
    assert heard == {"g->c": ("", False), "d->c": ("c", True)}
    (thanks,) = found.thanks
    assert (thanks.party, thanks.conversations) == ("b", ())
    assert "b: all that it delivers is on target." in str(found)
    more = vc.loads(
        "{valuechain: 1, teams: {b: {serves: {c: {quality: 95%}, d: x}}}, customers: {c: , d: }}"
    )
    assert "b: all of it that was measured is on target." in str(vc.feedback(more))


def test_what_nobody_was_asked_about_gets_no_complaints():
    text = (
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 30%%}}}, b: {serves: {c: {%s}}}}, "
        "customers: {c: }}"
    )
    assert "gets the complaints" in vc.diagnose(vc.loads(text % "satisfaction: 40%")).answer
    expert = vc.diagnose(vc.loads(text % "quality: 95%"))
    assert "symptom" in expert["b->c"].verdict
    assert expert.loudest is None
    assert "complaints" not in expert.answer


def test_most_comes_from_whom_most_comes_though_he_is_on_target():
    text = """
    valuechain: 1
    teams:
      a: {name: Alpha, serves: {b: {satisfaction: 76% (90 responses), weight: 5}}}
      w: {name: Wolf, serves: {b: {satisfaction: 70% (90 responses)}}}
      b: {name: Beta, serves: {k: {satisfaction: 74% (90 responses)}}}
      c: {name: Caro, serves: {k: {satisfaction: 30% (90 responses)}}}
    customers: {k: {name: Kunde}}
    """
    found = vc.feedback(vc.loads(text))
    assert found["b->k"].causes[0][0] == "a->b"
    assert "Most comes from upstream, above all from Alpha." in " ".join(str(found).split())
    assert "a" not in found["b->k"].tell  # it is on target
    assert any("Alpha" in words for words in found["b->k"].conversations)


def test_nobody_is_told_or_named_whose_doing_is_not_known():
    text = """
    valuechain: 1
    suppliers: {mill: {serves: {cut: x}}}
    teams:
      cut: {name: Cutting, serves: {fit: {satisfaction: 50%}}}
      fit: {name: Fitting, serves: {k: {satisfaction: 55%}}}
      glue: {name: Gluing, serves: {k: {satisfaction: 30%}}}
    customers: {k: }
    """
    found = vc.feedback(vc.loads(text))
    assert found["cut->fit"].verdict == "undecided"
    assert "cut" not in {party for row in found for party in row.tell}
    words = " ".join(str(found).split())
    assert "above all from Cutting" not in words
    assert "Most comes from upstream; whose doing, hangs on what nobody was asked about." in words
    assert "Ask Cutting about what it gets itself" in words
