"""What may be said: the playbook that is shipped, one's own, and every mistake in one."""

import json

import jsonschema
import pytest
import yaml

import valuechain as vc
from valuechain.cli.main import main
from valuechain.files.playbook import usual_playbook, usual_text
from valuechain.files.schema import schema_text
from valuechain.model.playbook import OCCASIONS, Conversation, Playbook, say_fault

OWN = """playbook: 1
title: Ours
conversations:
  - when: root cause
    aspects: [speed, Waiting]
    say: "{provider} hurries for {customer}: {delivers}."
  - {when: root cause, say: "{provider} talks to {customer}."}
  - {when: symptom, say: "{cause} comes first."}
  - {when: answer, say: "{customer} hears of it."}
"""
CHAIN = """
valuechain: 1
teams:
  it:
    serves:
      desk:
        satisfaction: 50% (50 responses)
        aspects: {waiting: 20% (50 responses), manners: 80% (50 responses)}
  desk: {serves: {customer: {delivers: help, satisfaction: 60%}}}
customers: {customer: }
"""
VALIDATOR = jsonschema.Draft7Validator(json.loads(schema_text("playbook-1")))


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_what_fits_an_aspect_that_drags_comes_first(own):
    found = vc.feedback(vc.loads(CHAIN), own)
    it, desk = found
    assert it.conversations == ("it hurries for desk: what it delivers.", "it talks to desk.")
    assert it.answers == ("desk hears of it.",)
    assert desk.conversations == ("it comes first.",)
    assert found.playbook.title == "Ours"
    assert vc.feedback(vc.loads(CHAIN), vc.read_playbook(own)) == found


def test_without_the_aspect_it_is_not_said(own):
    calm = CHAIN.replace("20%", "79%")
    assert vc.feedback(vc.loads(calm), own)[0].conversations == ("it talks to desk.",)


def test_the_usual_one_is_sound_and_says_something_on_every_occasion():
    usual = usual_playbook()
    assert {each.occasion for each in usual.conversations} == set(OCCASIONS)
    assert not list(VALIDATOR.iter_errors(yaml.safe_load(usual_text())))
    assert all(say_fault(each.say) is None for each in usual.conversations)


def test_what_needs_a_name_that_is_not_known_is_left_out():
    book = Playbook((Conversation("symptom", "{cause}!"), Conversation("symptom", "{provider}?")))
    assert book.suggests("symptom", (), {"provider": "a"}) == ("a?",)


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        ("playbook: 1", "playbook: 2", 1, 1, "version of this playbook is not known"),
        ("playbook: 1", "playbok: 1", 1, 1, "unknown key 'playbok'"),
        ("title: Ours", "title: [Ours]", 2, 8, "one text belongs behind 'title'"),
        ("when: root cause\n", "when: root cuase\n", 4, 11, "no occasion 'root cuase'"),
        ("aspects:", "aspect:", 5, 5, "unknown key 'aspect'"),
        ("{provider} hurries", "{provder} hurries", 6, 10, "nothing is called '{provder}'"),
        ("{provider} hurries", "{provider hurries", 6, 10, "braces that do not match"),
        ("{provider} hurries", "{provider!x} hurries", 6, 10, "braces that do not match"),
        ('    say: "{provider} h', '    sai: "{provider} h', 6, 5, "unknown key 'sai'"),
        ("speed, Waiting", "speed, [a]", 5, 22, "one text belongs behind 'aspects'"),
    ],
)
def test_every_mistake_has_its_place(old, new, line, column, message, tmp_path):
    assert old in OWN
    path = tmp_path / "book.yaml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(vc.FormatError) as error:
        vc.read_playbook(path)
    first = error.value.problems[0]
    assert (first.line, first.column) == (line, column)
    assert message in first.message
    if "{provider!x}" not in new:
        assert list(VALIDATOR.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the playbook is empty"),
        ("[1]", "this is no playbook"),
        ("title: x", "the version is missing"),
        ("playbook: 1", "there are no conversations"),
        ("playbook: 1\nconversations: x", "takes a list"),
        ("playbook: 1\nconversations: []", "takes a list"),
        ("playbook: 1\nconversations: [x]", "a conversation is a mapping"),
        ("playbook: 1\nconversations:\n- when: symptom", "a conversation needs 'say'"),
        ("playbook: 1\nconversations:\n- say: x", "a conversation needs 'when'"),
        ("valuechain: 1\nconversations:\n- {when: symptom, say: x}", "unknown key 'valuechain'"),
        ("playbook: 1\nplaybook: 1", "twice"),
        ("playbook: 1\n--- \na: 1", "second document"),
        ("playbook: {", "not YAML"),
    ],
)
def test_what_is_no_playbook(text, message, tmp_path, capsys):
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(vc.FormatError, match=message):
        vc.read_playbook(path)
    chain = tmp_path / "chain.yaml"
    chain.write_text(CHAIN, encoding="utf-8")
    assert main(["feedback", str(chain), "--playbook", str(path)]) == 1
    assert message in capsys.readouterr().err


def test_an_entry_without_anything_is_passed_over(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_text(f"{OWN}  -\n", encoding="utf-8")
    assert len(vc.read_playbook(path).conversations) == 4


def test_a_title_without_words_is_none(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_text(OWN.replace("title: Ours", "title:"), encoding="utf-8")
    assert vc.read_playbook(path).title == ""


def test_a_playbook_is_a_path():
    with pytest.raises(vc.ArgumentError, match="the path of a YAML file, not int"):
        vc.read_playbook(5)


def test_the_usual_one_is_written_to_be_changed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["playbook", "mine.yaml"]) == 0
    assert (tmp_path / "playbook-1.json").read_text(encoding="utf-8") == schema_text("playbook-1")
    assert vc.read_playbook("mine.yaml") == usual_playbook()
    assert main(["playbook", "mine.yaml"]) != 0  # it is kept
    assert main(["playbook", "mine.yaml", "--force"]) == 0
    assert main(["playbook", "mine.txt"]) == 2
    capsys.readouterr()
    assert main(["schema", "playbooks"]) == 0
    assert capsys.readouterr().out == schema_text("playbook-1")


def test_what_is_for_two_teams_is_not_said_to_a_customer(tmp_path):
    path = tmp_path / "book.yaml"
    path.write_text(
        "playbook: 1\nconversations:\n"
        "- {when: root cause, inside: true, say: 'swap'}\n"
        "- {when: root cause, inside: false, say: 'talk'}\n",
        encoding="utf-8",
    )
    text = """
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: 40%}, c: {satisfaction: 40%}}}
  b: {serves: {c: {satisfaction: 90%}}}
customers: {c: }
"""
    said = {row.id: row.conversations for row in vc.feedback(vc.loads(text), path)}
    assert said == {"a->b": ("swap", "talk"), "a->c": ("talk",)}
    path.write_text("playbook: 1\nconversations:\n- {when: symptom, inside: perhaps, say: x}\n")
    with pytest.raises(vc.FormatError, match="inside: 'perhaps'"):
        vc.read_playbook(path)


def test_nobody_meets_itself():
    """The cause behind a symptom is somebody else than its two ends."""
    for name in ("hospital", "professional_firm", "retention"):
        chain = vc.example(name)
        for row in vc.feedback(chain):
            service = chain.services[row.id]
            ends = [chain.parties[party].name for party in (service.provider, service.customer)]
            for end in ends:
                assert not any(f"bring {end} and {end} " in each for each in row.conversations)
