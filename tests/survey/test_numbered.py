"""Tests of `survey.numbered`: is an answer a number with its label?"""

import itertools

import pytest

import valuechain as vc
from helpers.answers import answers, problems
from valuechain.survey.numbered import number_and_label

FORMS = [
    "{n} - {w}", "{n} \u2013 {w}", "{n}: {w}", "{n} = {w}", "{n} ({w})", "{n}. {w}", "{n}) {w}",
    "[{n}] {w}", "({n}) {w}", "{n}={w}", "{n}-{w}", "{n} | {w}", "{w} ({n})", "{w} [{n}]",
    "{w} - {n}", "{w}: {n}", "{w} = {n}",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_number_is_read_whatever_joins_it_to_its_label(form):
    for number, words in itertools.product(
        ("0", "4", "10", "3.5", "4/5"), ("Very satisfied", "gut", "plutôt d'accord", "ja!")
    ):
        assert number_and_label(form.format(n=number, w=words)) == (number, words)


@pytest.mark.parametrize(
    "text", ["4", "good", "4 dogs", "4/5", "4/5 (9 responses)", "5 - 7", "5 -", "x1 - y", "", "5 - " + "a" * 300]
)  # fmt: skip
def test_other_answers_are_not(text):
    assert number_and_label(text) is None


@pytest.mark.parametrize("words", ["Very satisfied", "neutral", "trifft zu", "stars", "Sterne"])
def test_nothing_need_stand_before_a_known_label(words):
    assert number_and_label(f"4 {words}") == number_and_label(f"{words} 4") == ("4", words)


def test_labelled_answers_are_the_marks_they_name():
    marks = ["5 - Very satisfied", "4: satisfied", "2 (dissatisfied)", "Neutral = 3", "4"]
    survey = vc.read_survey(answers("a", "b", marks))
    assert survey.rows[0].score == vc.read_survey(answers("a", "b", [5, 4, 2, 3, 4])).rows[0].score
    assert "Of answers such as '5 - Very satisfied' the number is read." in survey.notes
    assert "Scores that name no scale are read as 1-5." in survey.notes
    scored = vc.read_survey(answers("a", "b", ["10 - extremely likely", "0 - not at all"]), "nps")
    assert scored.rows[0].score.short == "NPS 0 (2 responses)"


@pytest.mark.parametrize(
    "mark", ["1 - Very satisfied", "1 (sehr gut)", "5: très insatisfait", "2 - satisfied", "4 - malo"]
)  # fmt: skip
def test_marks_that_run_the_other_way_are_refused_and_the_remedy_works(mark):
    (problem,) = problems(answers("a", "b", [mark]))
    assert "5 is the best of 1-5" in problem.message
    number, words = number_and_label(mark)
    assert problem.hint == "turn all marks of the question round: 6 less the mark"
    turned = f"{6 - int(number)} - {words}"
    assert vc.read_survey(answers("a", "b", [turned])).rows[0].score.value == (5 - int(number)) / 4


def test_a_label_does_not_hide_a_mark_off_the_scale():
    assert "9 is outside the scale 1-5" in problems(answers("a", "b", ["9 - great"]))[0].message
    assert "has a comma" in problems(answers("a", "b", ["3,5 - fine"]))[0].message
