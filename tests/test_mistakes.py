"""Every mistake of the file format: one problem each, at its place, with its remedy; by both parsers alike."""

import gc
import re

import pytest
import yaml

import valuechain as vc
from helpers.broken import GOOD, served, team
from helpers.mistakes import MISTAKES
from valuechain.files import nodes, yaml_services


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request, monkeypatch):
    if request.param == "pure":
        monkeypatch.setattr(nodes, "_Parser", yaml.SafeLoader)
    return request.param


def problems(text):
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    return caught.value.problems


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [case[1:] for case in MISTAKES],
    ids=[case[0] for case in MISTAKES],
)
def test_one_mistake_is_one_problem(text, line, column, message, hint):
    found = problems(text)
    assert len(found) == 1 or "[[[[" in text, [str(problem) for problem in found]
    (problem, *_) = found
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.line, problem.column) == (line, column) or line is None
    if problem.source:
        assert problem.source[problem.caret :] != "" or problem.column == 1


def test_tag_and_anchor_are_two_mistakes():
    assert len(problems(served("!x &a flowers"))) == 2


def test_the_collector_is_left_as_it_was():
    assert gc.isenabled()
    vc.loads(GOOD)
    assert gc.isenabled()
    gc.disable()
    try:
        vc.loads(GOOD)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_flags():
    assert [
        vc.loads(served(f"{{critical: {word}}}")).services["clerk->customer"].critical
        for word in ("true", "False")
    ] == [True, False]


def test_an_empty_serves_of_a_customer_is_no_service():
    assert vc.loads(
        GOOD.replace("  customer:\n", "  customer: {serves: }\n")
    ).external_customers == ("customer",)


def test_every_total_loop_is_told():
    text = "valuechain: 1\ndependence: 1\nteams:\n"
    for a, b in (("a", "b"), ("d", "e")):
        text += f"  {a}: {{serves: {{{b}: x}}}}\n  {b}: {{serves: {{{a}: x, c: y}}}}\n"
    found = problems(text + "customers:\n  c:\n")
    assert ["a -> b" in p.message or "b -> a" in p.message for p in found] == [True, False]
    assert len(found) == 2


def test_independent_mistakes_of_the_whole_are_told_together():
    text = "valuechain: 1\nteams:\n  a: {serves: {b: {dependence: 1}, zz: y}}\n  b: {serves: {a: {dependence: 1}}}\n"
    found = problems(text + "customers:\n  c: {share: 0}\n")
    assert {p.message.split()[0] for p in found} == {"no", "all", "the"}


def test_all_problems_come_at_once_in_the_order_of_the_text():
    text = (
        "\n".join([case[1] for case in MISTAKES if case[0] == "unknown key at the top"])
        + "titel: y\n"
    )
    text = text.replace("80%", "81").replace("flowers", "!!str flowers")
    found = problems(text)
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
    assert len(found) == 4


def test_the_report_has_file_line_column_caret_and_hint(tmp_path):
    path = tmp_path / "shop.yaml"
    path.write_text(GOOD.replace("80%", "81"), encoding="utf-8")
    with pytest.raises(vc.FormatError) as caught:
        vc.load(path)
    lines = str(caught.value).split("\n")
    assert lines[0] == f"{path}:5:{lines[1].index('81}') + 1}: satisfaction: '81' has no scale"
    assert lines[2].index("^") == lines[1].index("81}")
    assert "'81%'" in lines[3]


def test_the_caret_stands_under_the_place_in_any_script():
    (problem,) = problems(served("{delivers: \u82b1\u82b1, weight: x}"))
    lines = str(problem).split("\n")
    assert lines[2] == " " * (lines[1].index("weight: x") + len("weight: ") + 2) + "^"


def test_a_fault_of_our_own_is_not_called_a_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(
        yaml_services, "service_ids", lambda _: (_ for _ in ()).throw(ValueError("ours"))
    )
    with pytest.raises(ValueError, match=r"^ours$"):
        vc.loads(GOOD)


def test_a_thousand_problems_are_collected_and_fifty_printed():
    found = problems(team("    serves:\n" + "\n".join(f"      x{i}: y" for i in range(2000))))
    assert len(found) == 1000
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(team("    serves:\n" + "\n".join(f"      x{i}: y" for i in range(60))))
    assert len(caught.value.problems) == 60
    assert str(caught.value).count("no party") == 50
    assert str(caught.value).endswith("... and 10 more problems")


@pytest.mark.parametrize(
    "text",
    [
        "valuechain: 1\nteams:\n\tclerk:\n",
        "valuechain: 'x",
        "a: b: c",
        "{a",
        "a: @b",
        "[a, b",
        "a:\n - b\n c",
    ],
)
def test_what_is_not_yaml_names_the_place(text):
    found = problems(text)
    assert found[-1].message.startswith("not YAML: ") or "not a value chain" in found[-1].message
    assert found[-1].line


def test_problems_before_a_syntax_error_are_kept():
    found = problems("valuechain: 1\ntitel: x\nteams: {")
    assert re.match("unknown key", found[0].message)
    assert "not YAML" in found[1].message


def test_yaml_1_2_reads_words_as_words():
    text = (
        "valuechain: 1\ntitle: 2026-01-01\nteams:\n  no:\n    group: 12:30\n    serves: {on: 010, 1.0: yes}\n"
        "  on: {name: 0x1F, serves: {1.0: ~}}\ncustomers:\n  1.0: {name: null}\n"
    )
    chain = vc.loads(text)
    assert chain.title == "2026-01-01"
    assert list(chain.parties) == ["no", "on", "1.0"]
    assert chain.parties["no"].group == "12:30"
    assert chain.parties["on"].name == "0x1F"
    assert chain.parties["1.0"].name == "1.0"
    assert [s.delivers for s in chain.services.values()] == ["010", "yes", ""]
    assert vc.loads(vc.dumps(chain)) == chain


def test_absent_fields_take_their_defaults():
    chain = vc.loads(
        "valuechain: 1\ntitle:\ntarget:\nrule: ~\nteams:\n  a:\n    name:\n    people: null\n    serves:\n      c: {weight: , satisfaction: ~}\ncustomers:\n  c:\n"
    )
    (service,) = chain.services.values()
    assert (service.weight, service.satisfaction, service.target, service.dependence) == (
        1,
        None,
        0.75,
        0.8,
    )
    assert chain.parties["a"].people is None


def test_defaults_may_stand_below_what_they_apply_to():
    chain = vc.loads(GOOD + "target: 90%\ndependence: 0.5\n")
    (service,) = chain.services.values()
    assert (service.target, service.dependence) == (0.9, 0.5)


def test_the_example_of_the_format():
    chain = vc.loads(
        "valuechain: 1\nteams:\n  clerk:\n    serves:\n      designer:\n        delivers: order form\n        satisfaction: 3.4/5 (9 responses)\n"
        "        weight: 3\n        dependence: 0.7\n        critical: true\n        target: 85%\n      delivery:\n"
        "        - {delivers: address, satisfaction: 74%}\n        - {delivers: time slot, satisfaction: 66%}\n"
        "  designer: {serves: {delivery: {delivers: bouquet, satisfaction: 70%}}}\n"
        "  delivery: {serves: {customer: {delivers: flowers, satisfaction: NPS 31 (140 responses)}}}\ncustomers:\n  customer: {name: Customer, share: 1}\n"
    )
    assert list(chain.services) == [
        "clerk->designer",
        "clerk->delivery#1",
        "clerk->delivery#2",
        "designer->delivery",
        "delivery->customer",
    ]
    service = chain.services["clerk->designer"]
    assert (service.satisfaction.value, service.satisfaction.responses) == (0.6, 9)
    assert (service.weight, service.dependence, service.critical, service.target) == (
        3,
        0.7,
        True,
        0.85,
    )


def test_warnings_are_no_problems():
    chain = vc.loads(
        GOOD.replace(
            "customers:\n", "  desk:\n  lost: {serves: {pit: x}}\n  pit:\ncustomers:\n  other:\n"
        )
    )
    assert len(chain.warnings) == 4
    for name in ("'desk'", "'lost'", "'pit'", "'other'"):
        assert sum(name in warning for warning in chain.warnings) == 1
