"""Tests of `files.worded`: which marks are answers that are nothing but words?"""

from fractions import Fraction

import pytest

import valuechain as vc
from helpers.answers import answers, problems
from valuechain.files.worded import Worded, words_told
from valuechain.model.scales import mark_scale

WORDS = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]


def test_words_are_the_marks_they_stand_for_and_it_is_said():
    survey = vc.read_survey([*answers("a", "b", WORDS[:3]), *answers("a", "c", WORDS[3:])])
    marks = vc.read_survey([*answers("a", "b", [5, 4, 3]), *answers("a", "c", [2, 1])])
    assert [row.score for row in survey] == [row.score for row in marks]
    said = "Very satisfied = 5, Satisfied = 4, Neutral = 3, Dissatisfied = 2, Very dissatisfied = 1"
    assert survey.notes == (f"Words are read as marks on 1-5: {said}.",)


@pytest.mark.parametrize(
    ("words", "scale", "short"),
    [
        (["Very satisfied", "Dissatisfied"], "csat 1-5", "CSAT 50 % (2 responses)"),
        (["Very easy", "Easy", "Somewhat easy"], "ces 1-7", "CES 6/7 (3 responses)"),
        (["Very satisfied", "Satisfied", "Somewhat satisfied"], "1-5", "6/7 (3 responses)"),
        (["Very satisfied", "Satisfied"], "1-7", "6.5/7 (2 responses)"),
        (["Very satisfied", "Satisfied"], "1-4", "3.5/4 (2 responses)"),
        (["Very satisfied", "Satisfied"], "nps", "4.5/5 (2 responses)"),
        (["Very satisfied", "Satisfied"], "0-10", "4.5/5 (2 responses)"),
        (["sehr gut", 4, "schlecht", "sehr schlecht"], "1-5", "3/5 (4 responses)"),
    ],
)
def test_words_are_read_on_the_scale_that_was_asked(words, scale, short):
    assert vc.read_survey(answers("a", "b", words), scale).rows[0].score.short == short


def test_a_scale_in_the_table_says_how_many_steps_there_are():
    four = ["Very satisfied", "Satisfied", "Dissatisfied", "Very dissatisfied"]
    (problem,) = problems(answers("a", "b", four))
    assert problem.message.startswith("answers in words that fit several scales: 'Very satisfied'")
    assert "--scale 1-4, or 1-5 in a column 'scale'" in problem.hint
    for scale, value in (("1-4", 1.5 / 3), ("1-5", 2 / 4)):
        (row,) = vc.read_survey(answers("a", "b", four, scale=scale)).rows
        assert row.score.value == pytest.approx(value)
    assert (
        vc.read_survey(answers("a", "b", four), "1-4").rows[0].score.short == "2.5/4 (4 responses)"
    )


def test_questions_about_different_things_may_have_different_scales():
    seven = ["Strongly agree", "Agree", "Somewhat agree", "Neutral"]
    five = ["Extremely satisfied", "Somewhat satisfied", "Neither satisfied nor dissatisfied"]
    survey = vc.read_survey([*answers("a", "b", five), *answers("a", "c", seven)])
    assert [row.score.scale.high for row in survey] == [5, 7]
    assert len([note for note in survey.notes if note.startswith("Words are read")]) == 2
    (problem,) = problems([*answers("a", "b", ["fish", "bird"]), *answers("a", "c", seven)])
    assert "'fish', 'bird'" in problem.message


def test_unknown_words_are_one_mistake_and_the_remedy_works():
    words = ["Super", "So la la", "Mies", "Super", "Prima", "Geht", "Naja"]
    (problem,) = problems(answers("a", "b", words))
    assert (problem.line, problem.column, problem.heading) == (1, 3, "score")
    assert problem.message == (
        "answers in words that nobody can read as marks: 'Super', 'So la la', 'Mies', 'Prima' and 2 more"
    )
    assert problem.hint.startswith("write a mark for each word, such as 5 for the best")
    marks = {"Super": 5, "So la la": 3, "Mies": 1, "Prima": 5, "Geht": 3, "Naja": 2}
    assert vc.read_survey(answers("a", "b", [marks[word] for word in words])).answers == 7
    assert problems(answers("a", "b", ["fish"]))[0].message == "'fish' is not an answer"
    assert "several scales" in problems(answers("a", "b", ["good", "good"]))[0].message


def test_a_slip_among_marks_is_told_where_it_stands():
    found = problems(answers("a", "b", [4, 5, "fish", 3, 4, "x", 2]))
    assert [(problem.line, problem.message) for problem in found] == [
        (3, "'fish' is not an answer"),
        (6, "'x' is not an answer"),
    ]
    assert len(problems(answers("a", "b", [4] * 9 + ["v", "w", "x", "z"]))) == 1


def test_words_on_another_scale_than_the_marks_of_a_question_are_told():
    (problem,) = problems(answers("a", "b", [9, 8, 10, "Very satisfied", "Satisfied"]), "0-10")
    assert "an answer on the scale 1-5 among 3 on 0-10" in problem.message


def test_a_note_names_fourteen_words_at_most():
    five = mark_scale("1-5")
    marks = {Worded(("a",), f"w{i:02}", five, None): (Fraction(3), five) for i in range(16)}
    assert words_told(marks)[0].endswith("w13 = 3 and 2 more.")
