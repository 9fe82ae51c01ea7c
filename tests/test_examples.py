"""Every example through every function."""

import json
import pickle
from dataclasses import replace

import networkx
import pytest

import valuechain as vc
from chains import EXAMPLES
from valuechain.cli.main import main


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def path(request):
    return request.param


def test_there_are_examples():
    assert {
        "flower_shop",
        "first_shop",
        "hospital",
        "plant",
        "software_house",
        "professional_firm",
    } <= {path.stem for path in EXAMPLES}


def example(stem):
    return vc.load(next(path for path in EXAMPLES if path.stem == stem))


def depending(chain, dependence):
    """The chain with another dependence where a service has none of its own."""
    services = {
        name: service
        if service.dependence != chain.dependence
        else replace(service, dependence=dependence)
        for name, service in chain.services.items()
    }
    return replace(chain, dependence=dependence, services=services)


def test_everything(path, capsys):
    chain = vc.load(path)
    assert not chain.warnings
    assert vc.loads(vc.dumps(chain)) == chain
    assert vc.ValueChain.from_networkx(chain.graph) == chain
    assert pickle.loads(pickle.dumps(chain)) == chain
    diagnosis = vc.diagnose(chain)
    assert diagnosis == vc.diagnose(vc.load(path))
    assert json.loads(json.dumps(diagnosis.to_dict())) == diagnosis.to_dict()
    assert len(diagnosis.to_pandas()) == len(chain.services)
    for row in diagnosis.services:
        assert diagnosis.explain(row.id).id in str(diagnosis.explain(row.id))
        assert sum(part for _, part in diagnosis.explain(row.id).sources) == pytest.approx(
            row.inherited_shortfall, abs=1e-9
        )
        assert row.id in str(row)
        assert set(diagnosis.spread(row.id)) == set(chain.parties)
    for level in ("provider", "group", "delivers"):
        assert sum(diagnosis.by(level).values()) == pytest.approx(
            1 - (diagnosis.outcome or 1), abs=1e-9
        )
    assert "<table>" in diagnosis._repr_html_()
    assert "<svg" in diagnosis._repr_html_()
    assert "<svg" in chain._repr_html_()
    assert vc.what_if(diagnosis, {}).change == pytest.approx(0, abs=1e-12)
    assert vc.compare(chain, chain).change in (0, None)
    assert vc.robustness(diagnosis).first[-1].high == 2
    if diagnosis.outcome is not None:
        assert vc.promises(diagnosis).lift >= 0
        assert main(["promises", str(path)]) == 0
    if chain.scenarios:
        assert len(vc.side_by_side(diagnosis)) == len(chain.scenarios)
        assert main(["what-if", str(path)]) == 0
    if any(service.improve for service in chain.services.values()):
        assert vc.frontier(diagnosis).steps[-1].gain == pytest.approx(
            vc.plan(diagnosis, 10**9).gain, abs=1e-9
        )
        assert main(["plan", str(path)]) == 0
    assert main(["compare", str(path), str(path), "--format", "json"]) == 0
    assert main(["robustness", str(path), "--format", "json"]) == 0
    for verb in ("check", "diagnose"):
        assert main([verb, str(path)]) == 0
        assert main([verb, str(path), "--format", "json"]) == 0
    assert main(["explain", str(path), diagnosis.services[0].id]) == 0
    assert not capsys.readouterr().err


def test_graphml(path, tmp_path):
    chain = vc.load(path)
    networkx.write_graphml(chain.graph, tmp_path / "chain.graphml")
    back = networkx.read_graphml(tmp_path / "chain.graphml", force_multigraph=True)
    assert vc.ValueChain.from_networkx(back) == chain


def test_the_flower_shop_says_what_the_owner_needs_to_hear():
    path = next(path for path in EXAMPLES if path.stem == "flower_shop")
    diagnosis = vc.diagnose(vc.load(path))
    first = " ".join(str(diagnosis).split("\n\n")[1].split())
    assert first == (
        "Customers 64 % (target 75 %). Start with Inventory keeper -> Designer (flowers and vases in "
        "stock): worth 18 points. Delivery person gets the complaints, but 90 % of what is lacking "
        "there comes from upstream."
    )
    assert str(diagnosis.explain("delivery->customer")).startswith(
        "delivery->customer: 64.0 = 100 - 3.6 own - 32.4 inherited"
    )
    assert diagnosis["delivery->customer"].verdict == "symptom"
    assert diagnosis.steps[0].id == diagnosis.services[0].id == "inventory->designer"


def test_the_flower_shop_from_complaint_to_plan_to_proof():
    then, now = (
        next(vc.load(path) for path in EXAMPLES if path.stem == stem)
        for stem in ("flower_shop", "flower_shop_after")
    )
    diagnosis = vc.diagnose(then)
    assert "The first step is first for dependence from 0.48 to 1." in " ".join(
        str(diagnosis).split()
    )
    assert len([action for service in then.services.values() for action in service.improve]) == 3
    best, van = vc.plan(diagnosis, 1500), vc.what_if(diagnosis, "buy the van first")
    assert [action.id for action in best] == ["stock by list", "written order"]
    assert best.gain > van.change  # for less money than the van, at which the complaints point
    proof = vc.compare(then, now)
    assert proof.change == pytest.approx(0.16)
    assert proof.services[0].id == "inventory->designer"
    assert proof.sureness.outcome_exceeds
    assert proof.outcome_interval[0] < best.gain < proof.outcome_interval[1]


@pytest.mark.parametrize("dependence", [0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
def test_the_flower_shop_tells_its_story_at_every_plausible_dependence(dependence):
    diagnosis = vc.diagnose(depending(example("flower_shop"), dependence))
    assert diagnosis.loudest.services == ("delivery->customer",)
    assert diagnosis.loudest.passed_on
    assert diagnosis.steps[0].id == "inventory->designer"


def test_the_hospital_has_what_an_organisation_has():
    chain = example("hospital")
    diagnosis = vc.diagnose(chain)
    kinds = [party.kind for party in chain.parties.values()]
    assert 25 <= kinds.count("team") <= 30
    assert 55 <= len(chain.services) <= 70
    assert len(diagnosis.external_customers) == 3
    assert None not in diagnosis.external_customers.values()
    assert len(diagnosis.loops) >= 2
    assert len({service.dependence for service in chain.services.values()}) > 1
    assert len({s.score.scale for s in chain.services.values() if s.score}) >= 5
    assert len(chain.scenarios) == 2


@pytest.mark.parametrize("dependence", [0.6, 0.8, 1.0])
def test_the_hospital_would_blame_who_only_waits(dependence):
    diagnosis = vc.diagnose(depending(example("hospital"), dependence))
    first, second = diagnosis.steps[:2]
    assert diagnosis.loudest.provider == "emergency"
    assert diagnosis.loudest.passed_on
    assert first.id == "ward_physicians->bed_office"
    assert first.provider != diagnosis.loudest.provider
    assert first.gain > 1.3 * second.gain  # clearly, and not by a rounding


def test_the_hospital_does_not_know_whose_doing_the_claims_system_is():
    diagnosis = vc.diagnose(example("hospital"))
    undecided = [row for row in diagnosis.weak_links if row.verdict == "undecided"]
    assert "it->billing" in {row.id for row in undecided}
    assert all("software_vendor->it" in row.decided_by for row in undecided)
    assert "software_vendor->it" in diagnosis.unmeasured


def test_the_hospital_wins_more_by_a_habit_than_by_a_building():
    diagnosis = vc.diagnose(example("hospital"))
    building = vc.what_if(diagnosis, "enlarge the emergency department")
    best = vc.plan(diagnosis, 200)
    assert [action.id for action in best] == ["discharge round"]
    assert best.gain > 5 * building.change


def test_the_hospital_a_year_later():
    then, now = example("hospital"), example("hospital_after")
    proof = vc.compare(then, now)
    assert proof.services[0].id == "ward_physicians->bed_office"
    assert proof.sureness.outcome_exceeds
    later = vc.diagnose(now)
    first = later[later.steps[0].services[0]]
    assert first.verdict == "undecided"  # so that the answer says whom to ask first
    assert first.decided_by[0] == "software_vendor->it"


def test_the_formats_are_exercised():
    by_name = {path.stem: vc.load(path) for path in EXAMPLES}
    first, firm = by_name["first_shop"], by_name["professional_firm"]
    assert all(s.satisfaction is None for s in first.services.values())
    assert 40 <= len(firm.parties) <= 60
    assert len(firm.external_customers) > 1
    assert vc.diagnose(firm).unmeasured
    assert vc.diagnose(by_name["software_house"]).loops
    assert any(s.critical for s in by_name["plant"].services.values())
    assert any(s.quality for s in by_name["plant"].services.values())


def test_a_first_file_says_whom_to_ask():
    path = next(path for path in EXAMPLES if path.stem == "first_shop")
    diagnosis = vc.diagnose(vc.load(path))
    assert diagnosis.outcome is None
    assert diagnosis.external_customers == {"customer": None}
    assert diagnosis["clerk->designer"].loss_if_failed == pytest.approx(0.8)
    text = str(diagnosis)
    assert "Nothing is known yet" in text
    assert "Ask customer first" in text
