"""Tests of `files.reader`: from a file or a text to a chain; the mistakes are in `test_mistakes`."""

import io

import pytest
import yaml

import valuechain as vc
from valuechain.files import nodes, reader
from valuechain.files.nodes import MAX_DEPTH, NodeReader
from valuechain.files.reader import walked
from valuechain.files.source import Problems
from valuechain.model.texts import LONGEST


def test_characters_that_no_keyboard_has_are_named():
    text = "valuechain: 1\nteams:\n\u00a0 clerk:\n    serves: {c: x}\ncustomers: {c: }\n"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    said = str(caught.value)
    assert "it begins with a no-break space (U+00A0): write a plain space" in said
    assert "\ufffd" not in said
    curly = (
        "valuechain: 1\nteams: {a: {name: \u201cTeam: A\u201d, serves: {c: x}}}\ncustomers: {c: }\n"
    )
    with pytest.raises(vc.FormatError, match="a curly double quote"):
        vc.loads(curly)


@pytest.mark.parametrize(("sign", "said"), [("!t", "tag '!t'"), ("&a", "anchor 'a'")])
@pytest.mark.parametrize(
    "text",
    [
        "{valuechain: 1, @title: x, teams: {a: {serves: {z: }}}, customers: {z: }}",
        "{valuechain: 1, title: @x, teams: {a: {serves: {z: }}}, customers: {z: }}",
        "{valuechain: 1, teams: {@a: {serves: {z: }}}, customers: {z: }}",
        "{valuechain: 1, teams: {a: @{serves: {z: }}}, customers: {z: }}",
        "{valuechain: 1, teams: {a: {@serves: {z: }}}, customers: {z: }}",
        "{valuechain: 1, teams: {a: {serves: {@z: }}}, customers: {z: }}",
        "{valuechain: 1, teams: {a: {serves: {z: {@delivers: x}}}}, customers: {z: }}",
        "{valuechain: 1, teams: {a: {serves: {z: {delivers: @x}}}}, customers: {z: }}",
        "{valuechain: 1, teams: {a: {serves: {z: {takes: @2 d}}}}, customers: {z: }}",
        "{valuechain: 1, teams: {a: {serves: {z: [@{delivers: x}]}}}, customers: {z: }}",
    ],
)
def test_no_tag_and_no_anchor_is_read_wherever_it_stands(text, sign, said):
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text.replace("@", f"{sign} "))
    (problem,) = caught.value.problems
    assert problem.message.startswith(said)
    assert problem.column == text.index("@") + 1


def test_what_may_follow_from_a_mistake_silences_nothing_else():
    """Whom 'gone' names may be the refused one; that a serves itself is another mistake."""
    text = (
        "{valuechain: 1, suppliers: {'b#': {serves: {a: x}}},"
        " teams: {a: {serves: {gone: x, a: y, z: }}}, customers: {z: }}"
    )
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    assert [problem.message for problem in caught.value.problems] == [
        "the id 'b#' contains '#', which service ids are made of",
        "'a' serves itself",
    ]


@pytest.mark.parametrize("before", ["", "\n", "valuechain: 1\n", "valuechain: 1\r\n"])
def test_what_is_odd_in_a_line_that_is_not_yaml_is_named_from_its_first_character_on(before):
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(f"{before}\u201ca: b: c\nd: \u2019\n")
    hint = caught.value.problems[-1].hint
    assert hint.startswith("quote a text that contains ': '")
    assert "a curly double quote (U+201C)" in hint
    assert "U+2019" not in hint


def test_what_the_pure_parser_makes_of_an_impossible_escape_is_a_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(nodes, "_Parser", yaml.SafeLoader)
    with pytest.raises(vc.FormatError, match="not YAML") as caught:
        vc.loads('valuechain: 1\ntitle: "x\\U00110000"\n')
    assert caught.value.problems[0].line == 2


def test_a_fault_of_our_own_is_not_called_one_of_the_file():
    with pytest.raises(ValueError, match="not in list"):
        walked("a: 1", Problems("a: 1", ""), [].index)


ACTION = "action: x, cost: 1, quality: 90%"


@pytest.mark.parametrize(
    ("improve", "said"),
    [
        ("[action: x]", ["improve: an action needs its 'cost'"]),
        ("[action: x, cost: 3]", ["improve: the fields of an action stand apart"]),
        (f"[action: y, {{{ACTION}}}]", ["improve: an action needs its 'cost'"]),
        (f"[{{{ACTION}, needs: , excludes: ~, id: null}}]", []),
        (f"[{{{ACTION}, needs: [y, [z]]}}]", ["improve: 'needs' takes ids of actions"]),
        (f"[{{{ACTION}, needs: [[z]]}}]", ["improve: 'needs' takes ids of actions"]),
        ("[x]", ["improve: an action is more than one word"]),
        ("[]", ["improve: an empty list of actions"]),
    ],
)
def test_what_a_list_of_actions_lacks_is_told(improve, said):
    text = f"{{valuechain: 1, teams: {{a: {{serves: {{z: {{improve: {improve}}}}}}}}}, customers: {{z: }}}}"
    told = []
    try:
        (action,) = vc.loads(text).services["a->z"].improve
        assert (action.action, action.needs, action.excludes) == ("x", (), ())
    except vc.FormatError as error:
        told = [problem.message for problem in error.problems]
    assert told == said


def served(service):
    """A chain with one service of which this is said; what is wrong with it."""
    text = f"{{valuechain: 1, teams: {{a: {{serves: {{z: {service}}}}}}}, customers: {{z: }}}}"
    try:
        return vc.loads(text).services["a->z"], []
    except vc.FormatError as error:
        return None, [(problem.message, problem.hint) for problem in error.problems]


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
@pytest.mark.parametrize("field", ["delivers", "satisfaction", "takes"])
def test_what_says_nothing_is_absent_whatever_the_field(field, nothing):
    found, problems = served(f"{{{field}: {nothing}, weight: 2}}")
    assert not problems
    assert not getattr(found, field)
    quoted, problems = served(f"{{delivers: '{nothing}', weight: 2}}")
    assert not problems
    assert quoted.delivers == nothing


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("quote", ["", "'"])
def test_a_text_may_be_as_long_as_is_read_and_no_longer(quote, more):
    text = "x" * (LONGEST + more)
    found, problems = served(f"{{delivers: {quote}{text}{quote}}}")
    assert (not problems and found.delivers == text) == (not more)
    assert not more or problems[0][0] == f"a text of {LONGEST + 1:,} characters"


@pytest.mark.parametrize(
    ("service", "said"),
    [
        (f"{{satisfaction: {'x' * (LONGEST + 1)}}}", [f"a text of {LONGEST + 1:,} characters"]),
        ('{satisfaction: "\\a"}', ["an escaped control character U+0007"]),
        (f"{{improve: [{{{ACTION.replace('1', '!t x')}}}]}}", ["tag '!t': tags are not read"]),
        ("{satisfaction: {scale: 1-5, value: 3, responses: , sd: ~}}", []),
        (
            "{satisfaction: {scale: 1-5, answers: {1: 2, 2: [3]}}}",
            ["satisfaction: a list or mapping where one value belongs"],
        ),
        (
            "{aspects: {speed: 3,4/5, care: 7}}",
            ["a comma ends the value here", "aspects: '7' has no scale"],
        ),
    ],
)
def test_what_a_score_in_parts_lacks_is_told(service, said):
    _, problems = served(service)
    assert [message for message, _ in problems] == said


@pytest.mark.parametrize(
    ("service", "hint"),
    [
        ("{weight: 1,200}", "write '1.200' or '1200'"),
        ("{weight: 1,2}", "write '1.2'"),
        ("{improve: [{action: x, cost: 1,200, quality: 90%}]}", "write '1200'"),
    ],
)
def test_three_digits_behind_a_comma_are_thousands_of_money_alone(service, hint):
    _, problems = served(service)
    assert problems[0] == ("a comma ends the value here", hint)


@pytest.mark.parametrize("deep", [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 7])
def test_lists_in_lists_are_looked_through_to_a_depth(deep):
    """The whole is a level, too; how many have ended before does not count."""
    teams = ", ".join(
        f"t{i}: {{serves: {{z: {{satisfaction: 80%}}}}}}" for i in range(MAX_DEPTH + 9)
    )
    text = f"{{valuechain: 1, teams: {{{teams}}}, customers: {{z: }}, title: {'[' * deep}{']' * deep}}}"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    said = [problem.message for problem in caught.value.problems]
    too_deep = [f"nested more than {MAX_DEPTH} levels deep"] * (deep >= MAX_DEPTH)
    assert said == ["title: one value belongs here, not a list", *too_deep]


@pytest.mark.parametrize("most", [10, 200])
def test_what_is_refused_is_passed_over_as_far_as_that_pays(most, monkeypatch):
    monkeypatch.setattr(nodes, "MAX_SKIPPED", most)
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(f"{{valuechain: 1, title: [{'x, ' * 100}], rule: none, teams: 3}}")
    assert any("no rule" in problem.message for problem in caught.value.problems) == (most > 100)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("!t title", "tag '!t': tags are not read"),
        ('"ti\\atle"', "an escaped control character U+0007"),
        ("<<", "merge keys are not read"),
    ],
)
def test_keys_are_looked_at_wherever_else_signs_stand(key, said):
    text = f"{{valuechain: 1, teams: {{a: {{name: 'a ! & *', serves: {{z: }}}}}}, customers: {{z: }}, {key}: x}}"
    with pytest.raises(vc.FormatError) as caught:
        vc.loads(text)
    assert [problem.message for problem in caught.value.problems] == [said]


@pytest.mark.parametrize(
    ("text", "found", "problems"),
    [("a: x", "x", 0), ("a: ~", "", 0), ("a: ", "", 0), ("a: [x]", "", 1), ("a: '~'", "~", 0)],
)
def test_one_text_stands_behind_a_key(text, found, problems):
    noted = Problems(text, "")
    walk = NodeReader(text, noted)
    ((key, event),) = ((key, walk.node(event)) for key, event in walk.entries(walk.document()))
    assert walk.one_text(key, event) == found
    assert len(noted.found) == problems


SMALL = "{valuechain: 1, teams: {a: {serves: {z: }}}, customers: {z: }}"


class Named(io.StringIO):
    """A file of text with a name."""

    def __init__(self, text, name):
        super().__init__(text)
        self.name = name


@pytest.mark.parametrize("more", [0, 1, 2])
def test_a_file_is_read_up_to_a_size(more, tmp_path, monkeypatch):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(reader, "MAX_BYTES", len(SMALL) - more)
    for source in (path, str(path), io.StringIO(SMALL), io.BytesIO(SMALL.encode())):
        if not more:
            assert vc.load(source).services
            continue
        with pytest.raises(vc.FormatError, match="the file has more than") as caught:
            vc.load(source)
        (problem,) = caught.value.problems
        assert (problem.line, problem.column) == (1, 1)


@pytest.mark.parametrize(("name", "told"), [("x.yaml", "x.yaml"), (3, "")])
def test_a_problem_is_of_the_file_that_has_a_name(name, told):
    with pytest.raises(vc.FormatError) as caught:
        vc.load(Named("valuechain: 2", name))
    assert caught.value.problems[0].file == told
