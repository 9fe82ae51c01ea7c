"""Tests of `reports.aspects` and `reports.dragging`: which aspects drag, in words; all outputs say the same."""

import json

import pytest

import valuechain as vc
from helpers.dragging import CLINIC
from helpers.verbs import flat, said
from valuechain.reports.aspects import _points_below


@pytest.fixture(scope="module")
def found():
    return vc.aspects(vc.loads(CLINIC))


def answer_of(text):
    return vc.aspects(vc.loads(text)).answer


def test_the_answer_names_what_drags_what(found):
    assert found.answer == "Speed (30 %) drags IT helpdesk -> Surgical ward."
    text = flat(str(found))
    assert "it->lab: speed 40 % (18 to 65); manners 75 % (49 to 92)." in text
    assert "Perhaps dragged by speed (40 %): too few answers." in text
    assert (
        "IT helpdesk (2 services): speed 35 %" in text and "Speed drags over all of them." in text
    )
    assert "Weak links whose aspects nobody was asked about * lab->ward." in text


def test_or_that_too_few_answers_tell():
    few = CLINIC.replace("60 responses", "4 responses").replace("58 responses", "4 responses")
    assert answer_of(few) == (
        "Too few answers tell which aspect drags. As far as one sees: speed (30 %) drags "
        "IT helpdesk -> Surgical ward; speed (40 %) drags IT helpdesk -> Laboratory."
    )


def test_or_that_all_are_alike():
    alike = CLINIC.replace("30%", "57%").replace("55%", "57%").replace("40%", "71%")
    alike = alike.replace("65%", "57%")
    assert answer_of(alike) == (
        "No aspect stands out: each weak link is as weak in all that was asked about it."
    )


def test_or_that_nobody_was_asked():
    none = CLINIC.replace("aspects:", "#")
    assert answer_of(none).startswith("Nobody was asked about aspects of a weak link")
    assert "Weak links whose" not in str(vc.aspects(vc.loads(none)))
    sound = "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 90%}}}}, customers: {c: }}"
    assert answer_of(sound) == "There is no weak link, so no aspect drags one."


def test_many_are_counted():
    teams = "\n".join(
        f"  t{i}: {{serves: {{c: {{satisfaction: {40 + i}%, aspects: {{a: 10%, b: 70%}}}}}}}}"
        for i in range(6)
    )
    text = f"valuechain: 1\nteams:\n{teams}\ncustomers: {{c: }}\n"
    assert answer_of(text).endswith(", and 3 further weak links.")
    two = "{valuechain: 1, customers: {c: }, teams: {x: {serves: {c: {satisfaction: 40%, aspects: {a: 10%, b: 10%, d: 90%, e: 90%}}}}}}"
    assert answer_of(two) == "A (10 %) and b (10 %) drag x -> c."
    provider = two.replace(
        "c: {satis", "y: {satisfaction: 40%, aspects: {a: 10%, b: 10%, d: 90%}}, c: {satis"
    )
    provider = provider.replace("teams: {", "teams: {y: {serves: {c: }}, ")
    assert "A and b drag over all of them." in flat(str(vc.aspects(vc.loads(provider))))


def over_services(*aspects_of_each):
    """What is said of a provider whose services were asked about these aspects."""
    serves = ", ".join(
        f"d{at}: {{satisfaction: 55%, aspects: {each}}}" for at, each in enumerate(aspects_of_each)
    )
    customers = ", ".join(f"d{at}: " for at in range(len(aspects_of_each)))
    text = f"{{valuechain: 1, teams: {{a: {{serves: {{{serves}}}}}}}, customers: {{{customers}}}}}"
    return flat(str(vc.aspects(vc.loads(text))))


@pytest.mark.parametrize(
    ("aspects_of_each", "said"),
    [
        (
            ("{speed: 20%, manners: 90%}", "{manners: 90%, price: 85%}"),
            "Speed drags where it was asked about: in 1 of 2 services.",
        ),
        (
            ("{x: 20%, y: 10%, manners: 90%, z: 90%}", "{manners: 90%, price: 85%}"),
            "Y and x drag where they were asked about: in 1 of 2 services.",
        ),
        (
            ("{x: 20%, y: 20%, m: 90%, n: 90%}", "{x: 20%, m: 90%, n: 90%}", "{x: 20%, y: 20%, m: 90%, n: 90%}"),
            "X drags over all of them. Y drags where it was asked about: in 2 of 3 services.",
        ),
        (
            ("{x: 20%, m: 90%}", "{x: 20%, n: 90%}", "{m: 90%, n: 90%}"),
            "X drags where it was asked about: in 2 of 3 services.",
        ),
    ],
)  # fmt: skip
def test_an_aspect_drags_only_where_it_was_asked_about(aspects_of_each, said):
    told = over_services(*aspects_of_each)
    assert f"a ({len(aspects_of_each)} services): " in told and said in told


def test_all_outputs_say_the_same(found, tmp_path):
    """The table, the JSON, the explanation, the diagnosis in detail and the simulation."""
    path = tmp_path / "clinic.yaml"
    path.write_text(CLINIC, encoding="utf-8")
    told = json.loads(said("aspects", path, "--format", "json").out)
    assert told == found.to_dict()
    detail = flat(said("diagnose", path, "--detail").out)
    simulated = flat(said("simulate", path, "--draws", "500").out)
    for service in dict.fromkeys(row.service for row in found):
        rows = [row for row in found if row.service == service]
        why = flat(said("explain", path, service).out)
        data = json.loads(said("explain", path, service, "--format", "json").out)
        assert data["aspects"] == [
            each for each in told["weak_links"] if each["service"] == service
        ]
        drags = [row for row in rows if row.verdict == "drags"]
        perhaps = [row for row in rows if row.verdict == "too few answers"]
        assert ("Dragged by" in why) == bool(drags)
        assert ("Perhaps dragged by" in why) == (bool(perhaps) and not drags)
        for row in drags:
            words = f"ragged by {row.aspect} ({100 * row.satisfaction:.0f} %)"
            assert words in why and words in detail and words in simulated
    assert "Its aspects" not in said("explain", path, "lab->ward").out
    table = said("aspects", path, "--format", "csv").out
    assert all(row.id in table for row in found)


def test_how_sure_is_asked_in_percent(tmp_path):
    path = tmp_path / "clinic.yaml"
    path.write_text(CLINIC, encoding="utf-8")
    half = json.loads(said("aspects", path, "--level", "50%", "--format", "json").out)
    assert half["level"] == 0.5
    with pytest.raises(SystemExit) as caught:
        said("aspects", path, "--level", "half")
    assert caught.value.code == 2


def test_a_difference_that_is_hardly_more_than_none_is_told_so():
    assert _points_below((0.001, 0.352)) == "up to 36 points"
    assert _points_below((0.052, 0.352)) == "5 to 36 points"


def test_of_several_services_between_two_it_says_which_is_dragged():
    tea = "{delivers: tea, satisfaction: 40%, aspects: {speed: 30% (99 responses), manners: 90% (99 responses)}}"
    two = f"valuechain: 1\nteams:\n  a: {{serves: {{c: [{tea}, {{delivers: news, satisfaction: 90%}}]}}}}\ncustomers: {{c: }}"
    assert answer_of(two) == "Speed (30 %) drags a -> c (tea)."
