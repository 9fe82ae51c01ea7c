"""Tests of `survey.labels` and `survey.label_words`: which marks do the words of a question mean?"""

import itertools
import random

import pytest

from valuechain.survey import label_words
from valuechain.survey.label_words import CONCEPTS, NEUTRAL, plain
from valuechain.survey.labels import (
    are_words,
    concepts_of,
    is_known,
    leaning,
    marks_of_labels,
)

# Scales as questionnaires print them, the best first.
FIVE = [
    "Very satisfied|Satisfied|Neutral|Dissatisfied|Very dissatisfied",
    "Very satisfied|Satisfied|Neither satisfied nor dissatisfied|Dissatisfied|Very dissatisfied",
    (
        "Extremely satisfied|Somewhat satisfied|Neither satisfied nor dissatisfied"
        "|Somewhat dissatisfied|Extremely dissatisfied"
    ),
    "Extremely satisfied|Very satisfied|Somewhat satisfied|Not so satisfied|Not at all satisfied",
    "Very happy|Happy|Neutral|Unhappy|Very unhappy",
    "Strongly agree|Agree|Neither agree nor disagree|Disagree|Strongly disagree",
    "Strongly agree|Somewhat agree|Neutral|Somewhat disagree|Strongly disagree",
    "I strongly agree|I agree|Undecided|I disagree|I strongly disagree",
    "Excellent|Very good|Good|Fair|Poor",
    "Outstanding|Very good|Good|Average|Bad",
    "excellent|très bon|bon|moyen|mauvais",
    "ausgezeichnet|sehr gut|gut|mittel|schlecht",
    "Definitely agree|Tend to agree|Neither agree nor disagree|Tend to disagree|Definitely disagree",
    "Excellent|Good|Average|Poor|Very poor",
    "Very good|Good|Acceptable|Bad|Very bad",
    "Very likely|Likely|Neutral|Unlikely|Very unlikely",
    "Very easy|Easy|Neither easy nor difficult|Difficult|Very difficult",
    "sehr zufrieden|zufrieden|teils/teils|unzufrieden|sehr unzufrieden",
    "sehr zufrieden|eher zufrieden|weder noch|eher unzufrieden|sehr unzufrieden",
    (
        "Sehr zufrieden|Eher zufrieden|Weder zufrieden noch unzufrieden|Eher nicht zufrieden"
        "|Gar nicht zufrieden"
    ),
    "trifft voll zu|trifft eher zu|teils/teils|trifft eher nicht zu|trifft nicht zu",
    "Stimme voll und ganz zu|Stimme zu|Neutral|Stimme nicht zu|Stimme überhaupt nicht zu",
    "sehr gut|gut|mittel|schlecht|sehr schlecht",
    "sehr einfach|einfach|neutral|schwierig|sehr schwierig",
    "sehr wahrscheinlich|wahrscheinlich|unentschieden|unwahrscheinlich|sehr unwahrscheinlich",
    "très satisfait|satisfait|neutre|insatisfait|très insatisfait",
    (
        "Très satisfait(e)|Plutôt satisfait(e)|Ni satisfait ni insatisfait|Plutôt insatisfait(e)"
        "|Très insatisfait(e)"
    ),
    (
        "Tout à fait d\u2019accord|Plutôt d\u2019accord|Ni d\u2019accord ni pas d\u2019accord|Plutôt pas d\u2019accord"
        "|Pas du tout d\u2019accord"
    ),
    "très bon|bon|moyen|mauvais|très mauvais",
    "très facile|facile|neutre|difficile|très difficile",
    "muy satisfecho|satisfecho|neutral|insatisfecho|muy insatisfecho",
    "muy satisfecha|satisfecha|ni satisfecha ni insatisfecha|insatisfecha|muy insatisfecha",
    (
        "Totalmente de acuerdo|De acuerdo|Ni de acuerdo ni en desacuerdo|En desacuerdo"
        "|Totalmente en desacuerdo"
    ),
    "muy bueno|bueno|regular|malo|muy malo",
    "muito satisfeito|satisfeito|neutro|insatisfeito|muito insatisfeito",
    "Concordo totalmente|Concordo|Não concordo nem discordo|Discordo|Discordo totalmente",
    "Concordo totalmente|Concordo parcialmente|Neutro|Discordo parcialmente|Discordo totalmente",
    "muito bom|bom|regular|ruim|péssimo",
    "molto soddisfatto|soddisfatto|neutrale|insoddisfatto|molto insoddisfatto",
    "Molto d'accordo|D'accordo|Né d'accordo né in disaccordo|In disaccordo|Molto in disaccordo",
    "ottimo|buono|medio|scarso|pessimo",
    "zeer tevreden|tevreden|neutraal|ontevreden|zeer ontevreden",
    "Helemaal mee eens|Mee eens|Neutraal|Mee oneens|Helemaal mee oneens",
    "helemaal eens|eens|niet eens, niet oneens|oneens|helemaal oneens",
    "uitstekend|goed|gemiddeld|slecht|zeer slecht",
]
SEVEN = [
    (
        "Very satisfied|Satisfied|Somewhat satisfied|Neutral|Somewhat dissatisfied|Dissatisfied"
        "|Very dissatisfied"
    ),
    (
        "Extremely satisfied|Moderately satisfied|Slightly satisfied"
        "|Neither satisfied nor dissatisfied|Slightly dissatisfied|Moderately dissatisfied"
        "|Extremely dissatisfied"
    ),
    (
        "Extremely satisfied|Very satisfied|Satisfied|Neutral|Dissatisfied|Very dissatisfied"
        "|Extremely dissatisfied"
    ),
    "Strongly agree|Agree|Somewhat agree|Neutral|Somewhat disagree|Disagree|Strongly disagree",
    (
        "Stimme voll zu|Stimme zu|Stimme eher zu|Neutral|Stimme eher nicht zu|Stimme nicht zu"
        "|Lehne völlig ab"
    ),
    (
        "très satisfait|satisfait|plutôt satisfait|neutre|plutôt insatisfait|insatisfait"
        "|très insatisfait"
    ),
    (
        "muy satisfecho|satisfecho|algo satisfecho|neutral|algo insatisfecho|insatisfecho"
        "|muy insatisfecho"
    ),
    (
        "muito satisfeito|satisfeito|um pouco satisfeito|neutro|um pouco insatisfeito|insatisfeito"
        "|muito insatisfeito"
    ),
    (
        "molto soddisfatto|soddisfatto|piuttosto soddisfatto|neutrale|piuttosto insoddisfatto"
        "|insoddisfatto|molto insoddisfatto"
    ),
    (
        "zeer tevreden|tevreden|enigszins tevreden|neutraal|enigszins ontevreden|ontevreden"
        "|zeer ontevreden"
    ),
]
FOUR = [
    "Very satisfied|Satisfied|Dissatisfied|Very dissatisfied",
    "Very satisfied|Somewhat satisfied|Not very satisfied|Not at all satisfied",
    "sehr zufrieden|eher zufrieden|eher unzufrieden|sehr unzufrieden",
    "très satisfait|plutôt satisfait|plutôt pas satisfait|pas du tout satisfait",
    "muy satisfecho|bastante satisfecho|poco satisfecho|nada satisfecho",
    "molto soddisfatto|abbastanza soddisfatto|poco soddisfatto|per niente soddisfatto",
]


@pytest.mark.parametrize("words", [*FIVE, *SEVEN], ids=lambda words: words.partition("|")[0])
def test_a_whole_scale_is_read_in_any_order_and_spelling(words):
    labels = words.split("|")
    top = len(labels)
    expected = dict(zip(labels, range(top, 0, -1), strict=True))
    for seed in range(10):
        random.Random(seed).shuffle(labels)
        found = marks_of_labels(labels)
        assert (found.top, dict(found.marks)) == (top, expected)
    spelt = {label.upper() + " ": mark for label, mark in expected.items() if "(" not in label}
    assert {**marks_of_labels([*spelt, *labels]).marks}.items() >= spelt.items()


@pytest.mark.parametrize("words", FIVE)
def test_part_of_a_scale_means_the_same_or_nothing(words):
    """Whatever part is answered, no label ever gets another mark."""
    labels = words.split("|")
    whole = marks_of_labels(labels).marks
    for size in (1, 2, 3, 4):
        for part in itertools.combinations(labels, size):
            found = marks_of_labels(part)
            if found is not None:
                assert found.top == 5
                assert dict(found.marks) == {label: whole[label] for label in part}, part


@pytest.mark.parametrize("words", FOUR)
def test_four_steps_without_a_middle_are_asked_for(words):
    labels = words.split("|")
    assert marks_of_labels(labels) is None
    assert dict(marks_of_labels(labels, 4).marks) == dict(zip(labels, (4, 3, 2, 1), strict=True))


def test_good_beside_a_middle_is_above_it():
    assert marks_of_labels(["Excellent", "Very good", "Neutral"]) is None
    assert marks_of_labels(["Excellent", "Very good", "Average"]).top == 5


def test_three_steps_are_asked_for():
    labels = ["Satisfied", "Neutral", "Dissatisfied"]
    assert marks_of_labels(labels) is None
    assert list(marks_of_labels(labels, 3).marks.values()) == [3, 2, 1]


@pytest.mark.parametrize(
    "words",
    [
        "", "N/A", "Neutral", "fish", "Satisfied|fish", "good", "Very good|Good|Fair|Poor",
        "Excellent|Good|Poor", "Very satisfied|Somewhat satisfied", "Very satisfied",
        "Very satisfied|Somewhat satisfied|Dissatisfied", "always|never", "Satisfied",
        "trifft voll zu|trifft nicht zu", "trifft voll zu|trifft eher nicht zu|trifft nicht zu",
    ],
)  # fmt: skip
def test_what_may_mean_several_things_means_nothing(words):
    assert marks_of_labels(words.split("|")) is None


def test_a_scale_that_is_named_has_its_steps():
    labels = ["Very satisfied", "Satisfied", "Dissatisfied"]
    assert marks_of_labels(labels, 5).marks["Dissatisfied"] == 2
    assert marks_of_labels(labels, 4).marks["Dissatisfied"] == 2
    assert marks_of_labels(labels, 6) is None


def test_labels_of_several_languages_and_questions_are_read_together():
    labels = [
        "Very satisfied",
        "sehr zufrieden",
        "satisfait",
        "Strongly agree",
        "mee eens",
        "N/A",
    ]
    assert list(marks_of_labels([*labels, ""]).marks.values()) == [5, 5, 4, 5, 4]
    mixed = ["Very satisfied", "Satisfied", "Agree", "Somewhat agree"]
    assert marks_of_labels(mixed) is None


def test_no_word_says_two_degrees():
    concepts = {
        "satisfied": (label_words._SATISFIED, {}),
        "agree": (label_words._AGREE, label_words._FURTHER_AGREE),
        "likely": (label_words._LIKELY, {}),
        "easy": (label_words._EASY, {}),
        "good": (label_words._GOOD, label_words._FURTHER_GOOD),
    }
    assert concepts.keys() == CONCEPTS.keys()
    for name, (rows, further) in concepts.items():
        degrees = {}
        for word, degree in label_words._words(rows, further):
            assert degrees.setdefault(plain(word), degree) == degree, (name, word)
        assert degrees == CONCEPTS[name]
        assert not degrees.keys() & NEUTRAL
    for one, other in itertools.combinations(CONCEPTS.values(), 2):
        assert not one.keys() & other.keys()


def test_labels_are_known_lean_and_are_about_something():
    assert [is_known(label) for label in ("Neutral", "très facile", "fish")] == [True, True, False]
    leanings = {
        "Very good": 1, "satisfied": 1, "tout à fait d'accord": 1, "somewhat satisfied": 0,
        "neutral": 0, "fish": 0, "eher schlecht": 0, "poor": -1, "not at all easy": -1,
        "sehr unzufrieden": -1,
    }  # fmt: skip
    assert {label: leaning(label) for label in leanings} == leanings
    assert concepts_of(["good", "neutral", "unlikely", "fish"]) == {"good", "likely"}
    assert [are_words(text) for text in ("good", "++", "4", "5 - good", "x1")] == [True, True] + [
        False
    ] * 3
