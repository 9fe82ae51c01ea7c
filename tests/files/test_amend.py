"""Tests of `files.amend`: new scores in an old file: its comments, its order and its spelling stay as they are."""

import random
import re
from dataclasses import replace

import pytest

import valuechain as vc
from chains import EXAMPLES
from helpers.tables import enough_people, odd_chain
from valuechain.files.amend import amended

HEAD = (
    "# before\nvaluechain: 1  # version\ntitle: 'Shop'\n\nteams:\n  clerk:   # who\n    serves:\n"
)


TAIL = "\ncustomers:\n  customer:  # the end\n"


NEW = vc.Score.parse("3.4/5 (9 responses)")


def amend(body, change, head=HEAD, tail=TAIL):
    """The service's lines after the change of every service, and whether all else was kept."""
    text = head + body + tail
    chain = vc.loads(text)
    wanted = replace(chain, services=[change(service) for service in chain.services.values()])
    new, kept = amended(text, wanted)
    assert vc.loads(new) == wanted
    assert not kept or (new.startswith(head) and new.endswith(tail)), new
    return new[len(head) : -len(tail)] if kept else new, kept


def scored(service):
    return replace(service, satisfaction=NEW, quality=None)


def with_aspects(service):
    return replace(
        service,
        satisfaction=NEW,
        quality=None,
        aspects=(("time", vc.Score.parse("80%")), ("care", NEW)),
    )


# (name, body, change, what it becomes)
AMENDED = [
    ("block", "      customer:\n        delivers: x # a\n        satisfaction: 80% # b\n        weight: 2.0 # c\n", scored,
     "      customer:\n        delivers: x # a\n        satisfaction: 3.4/5 (9 responses) # b\n        weight: 2.0 # c\n"),
    ("block without a score", "      customer:\n        # a\n        delivers: x # b\n", scored,
     "      customer:\n        # a\n        satisfaction: 3.4/5 (9 responses)\n        delivers: x # b\n"),
    ("block with an empty score", "      customer:\n        satisfaction:   # ask\n        delivers: x\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)   # ask\n        delivers: x\n"),
    ("block with a blank score", "      customer:\n        satisfaction: ~ # ask\n        delivers: x\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses) # ask\n        delivers: x\n"),
    ("quality goes", "      customer:\n        quality: 80% # expert\n        delivers: x\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        quality:  # expert\n        delivers: x\n"),
    ("score goes", "      customer:\n        satisfaction: 80% # b\n        delivers: x\n", lambda s: replace(s, satisfaction=None),
     "      customer:\n        satisfaction:  # b\n        delivers: x\n"),
    ("quoted", "      customer:\n        'satisfaction': \"80%\" # b\n", scored, "      customer:\n        'satisfaction': 3.4/5 (9 responses) # b\n"),
    ("long form", "      customer:\n        satisfaction: {scale: 1-5, value: 3, responses: 9} # b\n        weight: 2\n", scored,
     "      customer:\n        satisfaction: 3.4/5 (9 responses) # b\n        weight: 2\n"),
    ("long block", "      customer:\n        satisfaction:\n          scale: 1-5\n          value: 3\n        # c\n        weight: 2\n", scored,
     "      customer:\n        satisfaction:\n          3.4/5 (9 responses)\n        # c\n        weight: 2\n"),
    ("aspects", "      customer:\n        aspects: {time: 70%} # a\n        delivers: x\n", with_aspects,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        aspects: {care: 3.4/5 (9 responses), time: 80%} # a\n        delivers: x\n"),
    ("aspects in a block", "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        aspects:\n          time: 70%\n        # end\n", with_aspects,
     "      customer:\n        satisfaction: 3.4/5 (9 responses)\n        aspects:\n          {care: 3.4/5 (9 responses), time: 80%}\n        # end\n"),
    ("short", "      customer: flowers # a\n", scored, "      customer: {delivers: flowers, satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("nothing", "      customer: # a\n", scored, "      customer: {satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("nothing at all", "      customer:\n", scored, "      customer: {satisfaction: 3.4/5 (9 responses)}\n"),
    ("list", "      customer: # l\n        - delivers: a # 1\n          satisfaction: 70% # 2\n        - b # 3\n", scored,
     "      customer: # l\n        - delivers: a # 1\n          satisfaction: 3.4/5 (9 responses) # 2\n        - {delivers: b, satisfaction: 3.4/5 (9 responses)} # 3\n"),
    ("list of one", "      customer:\n        - delivers: a # 1\n", scored, "      customer:\n        - satisfaction: 3.4/5 (9 responses)\n          delivers: a # 1\n"),
    ("flow", "      customer: {delivers: flowers, satisfaction: 80%} # a\n", scored, "      customer: {delivers: flowers, satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("flow without a score", "      customer: {delivers: flowers} # a\n", scored, "      customer: {delivers: flowers, satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("empty flow", "      customer: {} # a\n", scored, "      customer: {satisfaction: 3.4/5 (9 responses)} # a\n"),
    ("flow in a list", "      customer: [{delivers: a}, b]\n", scored,
     "      customer: [{delivers: a, satisfaction: 3.4/5 (9 responses)}, {delivers: b, satisfaction: 3.4/5 (9 responses)}]\n"),
    ("nothing changes", "      customer: {satisfaction:   80%,   weight: 1.0} # a\n", lambda s: s, "      customer: {satisfaction:   80%,   weight: 1.0} # a\n"),
    ("other letters", "      # \u82b1 \U0001f33b \u00e4\n      customer:\n        delivers: \u82b1\n        satisfaction: 80%\n", scored,
     "      # \u82b1 \U0001f33b \u00e4\n      customer:\n        delivers: \u82b1\n        satisfaction: 3.4/5 (9 responses)\n"),
    ("flow in its own spelling", "      customer: {satisfaction: 80%, delivers: 'x', weight: 3.0, target: 0.75} # a\n", scored,
     "      customer: {satisfaction: 3.4/5 (9 responses), delivers: 'x', weight: 3.0, target: 0.75} # a\n"),
]  # fmt: skip


@pytest.mark.parametrize("case", AMENDED, ids=[case[0] for case in AMENDED])
def test_only_the_scores_of_a_file_change(case):
    _, body, change, expected = case
    assert amend(body, change) == (expected, True)


@pytest.mark.parametrize(
    "body",
    [
        "      customer: {delivers: x,  # why\n        satisfaction: 80%}\n",
        "      customer:\n        satisfaction:\n          scale: 1-5\n          # asked in May\n          value: 3\n        weight: 2\n",
        "      customer:\n        satisfaction: {scale: 1-5, # asked in May\n          value: 3}\n",
        "      customer:\n        - {delivers: x, # why\n           weight: 2}\n",
        "      {customer}  # why\n",
        "      customer:\n        ? delivers  # why\n        : x\n",
    ],
)
def test_a_comment_stays_or_its_loss_is_said(body):
    new, kept = amend(body, scored)
    assert not kept or "# why" in new or "# asked in May" in new


def test_what_cannot_be_kept_is_said():
    text = HEAD + "      {customer}\n" + TAIL
    wanted = replace(
        vc.loads(text), services=[scored(service) for service in vc.loads(text).services.values()]
    )
    assert amended(text, wanted) == (vc.dumps(wanted), False)


def test_a_chain_that_differs_in_more_than_scores_is_written_anew():
    text = HEAD + "      customer: flowers\n" + TAIL
    other = vc.load(EXAMPLES[1])
    assert amended(text, other) == (vc.dumps(other), False)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_holds_for_the_whole_chain_stands_in_its_place_or_behind_the_version(newline):
    text = (HEAD + "      customer: flowers\n" + TAIL).replace("\n", newline)
    chain = vc.loads(text)
    told, kept = amended(text, replace(chain, rater_correlation=0.31))
    line = f"{newline}rater_correlation: 0.31{newline}"
    assert kept
    assert told.replace(line, newline) == text
    again, kept = amended(told, replace(chain, rater_correlation=0.4))
    assert kept
    assert again == told.replace("0.31", "0.4")
    flow = "{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}"
    wanted = replace(vc.loads(flow), rater_correlation=0.2)
    told, kept = amended(flow, wanted)
    assert kept
    assert told == flow.replace("valuechain: 1", "valuechain: 1, rater_correlation: 0.2")
    assert vc.loads(told) == wanted


def test_empty_sections_and_parties_do_no_harm():
    text = "valuechain: 1\nsuppliers:\nteams:\n  desk:\n  clerk:\n    name: x # n\n    serves:\n      customer: flowers\n  lost: {serves: }\ncustomers:\n  customer:\n"
    chain = vc.loads(text)
    wanted = replace(chain, services=[scored(service) for service in chain.services.values()])
    new, kept = amended(text, wanted)
    assert kept
    assert new == text.replace("flowers", "{delivers: flowers, satisfaction: 3.4/5 (9 responses)}")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_keeps_its_comments(path):
    text = path.read_text(encoding="utf-8")
    chain = vc.loads(text)
    rng = random.Random(9)
    few = min((p.people for p in chain.parties.values() if p.people), default=9)
    fewer = vc.Score.parse(f"3.4/5 ({few} responses)")
    for _ in range(10):
        services = [
            replace(service, satisfaction=fewer, quality=None) if rng.random() < 0.4 else service
            for service in chain.services.values()
        ]
        wanted = replace(chain, services=services)
        new, kept = amended(text, wanted)
        assert kept
        assert vc.loads(new) == wanted
        assert re.findall(r"#.*", new) == re.findall(r"#.*", text)
        before, after = text.splitlines(), new.splitlines()
        assert len(set(before) - set(after)) <= sum(
            a != b for a, b in zip(services, chain.services.values(), strict=True)
        )


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_stay_as_they_are(end):
    text = (
        HEAD + "      customer:\n        satisfaction: 80%\n        delivers: x\n" + TAIL
    ).replace("\n", end)
    chain = vc.loads(text)
    new, kept = amended(
        text, replace(chain, services=[scored(service) for service in chain.services.values()])
    )
    assert kept
    assert new == text.replace("80%", "3.4/5 (9 responses)")


def test_any_chain_written_and_amended_is_the_chain():
    rng = random.Random(10)
    for _ in range(100):
        chain = odd_chain(rng)
        chain = replace(chain, parties=enough_people(chain.parties.values(), (), least=9))
        wanted = replace(
            chain,
            services=[
                with_aspects(s) if rng.random() < 0.5 else replace(s, satisfaction=None)
                for s in chain.services.values()
            ],
        )
        new, _ = amended(vc.dumps(chain), wanted)
        assert vc.loads(new) == wanted


# The dependence of the whole

WHOLE = [
    ("{}valuechain: 1 # v\ntitle: x\n", "{}valuechain: 1 # v\ndependence: 0.4..0.9\ntitle: x\n"),
    ("{}valuechain: 1\ndependence: 0.7 # said\n", "{}valuechain: 1\ndependence: 0.4..0.9 # said\n"),
    ("{}valuechain: 1\ndependence:\n", "{}valuechain: 1\ndependence: 0.4..0.9\n"),
    ("{}valuechain: 1\r\ntitle: x\r\n", "{}valuechain: 1\r\ndependence: 0.4..0.9\r\ntitle: x\r\n"),
]


def ranged(chain):
    new = {"dependence": 0.65, "dependence_range": (0.4, 0.9)}
    services = [replace(service, **new) for service in chain.services.values()]
    return replace(chain, services=services, **new)


@pytest.mark.parametrize(("old", "new"), WHOLE)
@pytest.mark.parametrize("head", ["", "# first\n"])
def test_the_dependence_of_the_whole_is_replaced_or_added_and_all_else_kept(old, new, head):
    newline = "\r\n" if "\r\n" in old else "\n"
    rest = newline.join(["teams: {a: {serves: {c: x}}} # who", "customers: {c: }", ""])
    text = old.format(head.replace("\n", newline)) + rest
    assert amended(text, ranged(vc.loads(text))) == (
        new.format(head.replace("\n", newline)) + rest,
        True,
    )


def test_in_one_line_it_follows_the_version_which_may_stand_last():
    text = "{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}"
    wanted = text.replace("1,", "1, dependence: 0.4..0.9,", 1)
    assert amended(text, ranged(vc.loads(text))) == (wanted, True)
    last = "teams: {a: {serves: {c: x}}}\ncustomers: {c: }\nvaluechain: 1"
    new, kept = amended(last, ranged(vc.loads(last)))
    assert kept and vc.loads(new) == ranged(vc.loads(last))
    assert new == last + "\ndependence: 0.4..0.9"
