"""What is said instead of English: the languages that are shipped, one's own, every mistake."""

import ast
import re
from pathlib import Path

import pytest
import yaml

import valuechain
import valuechain as vc
from valuechain.document.numbers import SAID
from valuechain.files.language import language, shipped_text
from valuechain.files.playbook import usual_playbook
from valuechain.language import ENGLISH, numeral, say, speaking, spoken

SOURCES = Path(valuechain.__file__).parent
PARTS = re.compile(r"\{(\w+)\}")


def own(folder, text):
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_german_is_said_in_german_and_english_as_it_stands():
    with speaking(language("de")):
        assert say("{number} points", number=numeral("1,234.5")) == "1.234,5 Punkte"
        assert say(" (ask first)") == " (erst fragen)"
        assert say("what nobody translated") == "what nobody translated"
    assert language("en") is ENGLISH
    assert say("{number} points", number=numeral("1,234.5")) == "1,234.5 points"


@pytest.mark.parametrize("number", ["1.234,5", "1 234,5", "1'234.5", "1234,5", "1,234.5"])
def test_a_number_is_written_as_the_file_shows_it(number, tmp_path):
    with speaking(language(own(tmp_path, f'language: xx\nnumbers: "{number}"\n'))):
        assert numeral("1,234.5") == number


def test_another_language_is_over_however_it_ends():
    def fail():
        with speaking(language("de")):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert spoken() is ENGLISH


def test_what_is_shipped_can_be_copied_and_changes_nothing(tmp_path):
    english = language(own(tmp_path, shipped_text("en")))
    assert (english.tag, english.point, english.thousands) == ("en", ".", ",")
    assert english.templates.keys() == language("de").templates.keys()
    assert all(template == said for template, said in english.templates.items())
    assert language(own(tmp_path, shipped_text("de"))) == language("de")


def test_a_file_of_few_words_stands_on_what_is_shipped(tmp_path):
    text = 'language: de-CH\nnumbers: 1 234,5\ntemplates:\n  "{number} points": "{number} Pt."\n'
    found = language(own(tmp_path, text))
    assert (found.tag, found.point, found.thousands) == ("de-CH", ",", " ")
    assert found.templates["{number} points"] == "{number} Pt."
    assert found.templates["{number} point"] == "{number} Punkt"
    french = language(own(tmp_path, 'language: fr\ntemplates: {"{number} point": "{number} pt"}'))
    assert french.templates == {"{number} point": "{number} pt"}
    assert (french.point, french.thousands) == (".", ",")


def literals(tree):
    """Every text in code, those of f-strings aside."""
    return {
        node.value.strip()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_nothing_is_translated_that_the_code_does_not_say():
    written = {each.say for each in usual_playbook().conversations}
    for path in SOURCES.rglob("*.py"):
        written |= literals(ast.parse(path.read_text(encoding="utf-8")))
    plurals = {f"{word}s" for word in written}
    put_together = {"it appeared", "it vanished", "every set of actions"}
    assert language("de").templates.keys() - written - plurals - put_together == set()


def said_outright(path):
    """The templates of a module that stand where they are said."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "_said"):
            branches = (getattr(node.args[0], name, None) for name in ("body", "orelse"))
            for each in (node.args[0], *branches):
                if isinstance(each, ast.Constant) and re.search("[A-Za-z]{2}", each.value):
                    yield each.value.strip()


def test_all_that_the_code_says_is_translated():
    rooms = ("reports", "drawing", "document")
    modules = (path for room in rooms for path in (SOURCES / room).glob("*.py"))
    every = {template for path in modules for template in said_outright(path)}
    assert len(every) > 500
    assert every - language("de").templates.keys() == set()


def test_translations_have_the_same_parts():
    for template, said in language("de").templates.items():
        assert sorted(set(PARTS.findall(template))) == sorted(set(PARTS.findall(said)))
        before = re.match(r"[;:,.]?", template)[0]
        assert said.startswith(before) or said[0] == " ", template


def test_all_that_the_script_of_a_page_says_is_known():
    script = (SOURCES / "document" / "page.js").read_text(encoding="utf-8")
    outright = set(re.findall(r'say\("([^"]+)"', script))
    chosen = set(re.findall(r'[?:=] "([^"]*[a-z]{2}[^"]*)"', script)) & set(SAID)
    assert outright | chosen <= set(SAID)
    assert all(f'"{text}"' in script for text in SAID)
    assert set(SAID) <= language("de").templates.keys()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the file of a language is empty: begin with the language"),
        ("- de", 1, "this is no language"),
        ("numbers: 1,234.5", 1, "the language is missing"),
        ("language: deutsch!", 1, "no language 'deutsch!': write its tag, such as de"),
        ("language:", 1, "the language is missing"),
        ("language: {de: en}", 1, "one text belongs behind 'language'"),
        ("language: de\nlanguages: x", 2, "unknown key 'languages': did you mean 'language'?"),
        ("language: de\nfont: x", 2, "unknown key 'font': known here: language, numbers"),
        ("language: de\nnumbers: 12", 2, "'numbers:' shows no number: show how 1234.5"),
        ("language: de\nnumbers: 1.234.5", 2, "'numbers:' shows no number"),
        ("language: de\ntemplates: [a]", 2, "'templates:' takes English templates"),
        (
            'language: de\ntemplates:\n  "{number} pints": "{number} Bier"',
            3,
            "nothing is said by '{number} pints': did you mean '{number} points'?",
        ),
        (
            'language: de\ntemplates:\n  "Entirely of my own making": "x"',
            3,
            "copy it from what 'valuechain language OUT.yaml' writes",
        ),
        (
            'language: de\ntemplates:\n  "{number} points": "{n} Punkte"',
            3,
            "nothing is called '{n}' here: there are {number}",
        ),
        (
            'language: de\ntemplates:\n  "{number} points": "{number.__class__} Punkte"',
            3,
            "braces that do not match: only {number} stand in braces",
        ),
        (
            'language: de\ntemplates:\n  "{number} points": "{number!r:>9} }"',
            3,
            "braces that do not match",
        ),
        ('language: de\ntemplates:\n  "{number} points": [a]', 3, "one text belongs behind"),
    ],
)
def test_every_mistake_has_its_place_and_its_remedy(text, line, words, tmp_path):
    with pytest.raises(vc.FormatError) as caught:
        language(own(tmp_path, text))
    (problem,) = caught.value.problems
    assert problem.line == line
    assert words in f"{problem.message}: {problem.hint}"


def test_all_mistakes_are_told_at_once(tmp_path):
    text = 'languag: de\nnumbers: x\ntemplates:\n  "a": "b"\n  "{number} points": "{"\n'
    with pytest.raises(vc.FormatError) as caught:
        language(own(tmp_path, text))
    assert [problem.line for problem in caught.value.problems] == [1, 2, 4, 5]


def test_what_is_left_empty_is_said_as_before(tmp_path):
    found = language(own(tmp_path, 'language: de\ntemplates:\n  "{number} points":\n'))
    assert found.templates["{number} points"] == "{number} Punkte"


def test_braces_of_a_template_without_parts_are_braces(tmp_path):
    (template,) = (each for each in language("de").templates if each.startswith("No work was"))
    text = yaml.safe_dump({"language": "de", "templates": {template: "so: {units: 3}"}})
    with speaking(language(own(tmp_path, text))):
        assert say(template) == "so: {units: 3}"


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("klingon", vc.UnknownNameError, "there are de, en, or your own .yaml"),
        ("ed", vc.UnknownNameError, "'ed'"),
        ("none.yaml", OSError, "No such file"),
        (3, vc.ArgumentError, "a language is its name or a YAML file"),
        ("a\0.yaml", vc.ArgumentError, "a language is its name or a YAML file"),
    ],
)
def test_a_language_that_is_not_there(name, error, words):
    with pytest.raises(error, match=words):
        language(name)
