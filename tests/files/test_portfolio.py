"""Many organisations at once."""

import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace

import pytest

import valuechain as vc
from chains import EXAMPLES, random_chain
from valuechain.cli.main import main

SHOP = """
valuechain: 1
title: {title}
teams:
  IT: {{serves: {{sales: {{delivers: {what}, satisfaction: {it}% ({n} responses)}}}}}}
  sales: {{serves: {{customer: {{satisfaction: {sales}% ({n} responses)}}}}}}
customers: {{customer: }}
"""


def shop(title, it, sales, n=400, what="Help"):
    return vc.loads(SHOP.format(title=title, it=it, sales=sales, n=n, what=what))


@pytest.fixture
def folder(tmp_path):
    draw = random.Random(3)
    for number in range(12):
        chain = random_chain(draw, parties=6, services=10, rule="mean", critical=0)
        vc.dump(replace(chain, title=f"site {number}"), tmp_path / f"{number:02}.yaml")
    return tmp_path


def test_a_site_says_what_its_diagnosis_and_simulation_say(folder):
    paths = sorted(folder.iterdir())
    found = vc.portfolio(paths, draws=200, seed=5)
    assert len(found) == len(paths)
    for path in paths:
        diagnosis, simulation = vc.diagnose(vc.load(path)), None
        site = found[str(path)]
        assert (site.outcome, site.coverage) == (diagnosis.outcome, diagnosis.coverage)
        assert site.title == diagnosis.title
        scores = [service.score for service in diagnosis.chain.services.values()]
        if any(score and score.responses for score in scores):
            simulation = vc.simulate(diagnosis, 200, 5)
            assert site.interval == simulation.outcome
        if diagnosis.advice.kind == "links":
            parties, first = diagnosis.chain.parties, diagnosis.advice.first
            assert site.first == (parties[first[0].provider].name, parties[first[0].customer].name)
            assert (site.worth, site.as_good) == (diagnosis.advice.gain, len(first) - 1)
            if simulation:
                chosen = {service for step in first for service in step.services}
                sure = sum(s.p_first for s in simulation.steps if chosen & set(s.services))
                assert site.p_first == pytest.approx(sure)


def test_any_executor_answers_alike(folder):
    paths = sorted(folder.iterdir())
    alone = vc.portfolio(paths, draws=50)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        assert vc.portfolio(paths, threads, draws=50) == alone
        assert vc.portfolio(paths, processes, draws=50) == alone
        chains = [vc.load(path) for path in paths]
        again = vc.portfolio(chains, processes, draws=50)
    assert [site.outcome for site in again] == [site.outcome for site in alone]
    assert [site.id for site in again] == [site.title for site in alone]


def test_ranks_are_ranges_where_intervals_meet():
    found = vc.portfolio([shop("a", 60, 40), shop("b", 60, 70), shop("c", 60, 72)], draws=400)
    ranks = {site.id: (site.rank, site.rank_range) for site in found}
    assert ranks == {"a": (3, (3, 3)), "b": (2, (1, 2)), "c": (1, (1, 2))}
    assert [site.id for site in found] == ["a", "b", "c"]
    unsure = vc.portfolio(
        [
            shop("a", 60, 40),
            vc.loads(
                SHOP.format(title="d", it=60, sales=70, n=3, what="x").replace(" (3 responses)", "")
            ),
        ],
        draws=400,
    )
    assert [site.rank_range for site in unsure] == [(2, 2), (1, 1)]
    (_, columns), (_, others) = found.table(), unsure.table()
    assert columns == others, "an interval that is not known is two empty cells"
    assert {"rank_range_low", "rank_range_high", "interval_low"} < set(columns)
    assert not {"rank_range", "interval"} & set(columns)
    undrawn = vc.portfolio([shop("a", 60, 40)] * 2, draws=0)
    assert [site.rank for site in undrawn] == [1, 1]
    assert "intervals meet" not in " ".join(undrawn.details.split())
    assert "intervals meet" in " ".join(found.details.split())


def test_what_is_weak_in_most_sites_is_named_once():
    found = vc.portfolio(
        [
            shop("a", 50, 90),
            shop("b", 60, 90, what="help"),
            shop("c", 90, 60),
            shop("d", 50, 90, what="other"),
        ],
        draws=0,
    )
    (help_,) = found.everywhere
    assert (help_.provider, help_.customer, help_.delivers) == ("IT", "sales", "Help")
    assert (help_.sites, help_.weak) == (3, 2)
    diagnoses = [
        vc.diagnose(shop(name, it, sales))
        for name, it, sales in (("a", 50, 90), ("b", 60, 90), ("c", 90, 60))
    ]
    costs = [diagnosis["IT->sales"].contribution for diagnosis in diagnoses]
    assert help_.contribution == pytest.approx(sum(costs) / 3)
    said = " ".join(str(found).split())
    assert "Weak in 2 of the 3 that have it: IT -> sales (Help)." in said


def test_a_thousand_files_with_a_broken_one_among_them(folder, capsys):
    (folder / "99.yaml").write_text("valuechain: 1\nteams: {a: {serve: {c: }}}\n", encoding="utf-8")
    names = [str(path) for path in sorted(folder.iterdir())] * 77 + ["none.yaml"]
    found = vc.portfolio(names, draws=0)
    assert len(found) == 1002
    assert len(found.broken) == 78
    assert [bool(site.problems) for site in found] == [False] * 924 + [True] * 78
    assert "unknown key 'serve'" in found.broken[0].problems[0]
    assert main(["portfolio", *names[:13], "none.yaml", "--draws", "0"]) == 1
    out, err = capsys.readouterr()
    assert "Not answered" in out
    assert "99.yaml:2:13: unknown key 'serve'" in err
    assert "none.yaml: No such file or directory" in err


def test_the_command_answers_the_examples(capsys):
    files = [str(path) for path in EXAMPLES]
    assert main(["portfolio", *files, "--draws", "20", "--jobs", "2"]) == 0
    two = capsys.readouterr().out
    assert main(["portfolio", *files, "--draws", "20"]) == 0
    assert capsys.readouterr().out == two
    assert "Flower shop " in two
    assert main(["portfolio", *files, "--jobs", "0"]) == 2


def test_kinds_of_files_and_of_first_steps(tmp_path):
    chain = shop("a", 50, 90)
    vc.write_excel(chain, tmp_path / "a.xlsx")
    vc.write_tables(chain, tmp_path / "b.parties.csv", tmp_path / "b.services.csv")
    found = vc.portfolio([tmp_path / "a.xlsx", tmp_path / "b.csv", chain], draws=0)
    assert len({site.outcome for site in found}) == 1
    unknown = vc.loads("{valuechain: 1, teams: {a: {serves: {c: }}}, customers: {c: }}")
    site = vc.portfolio([unknown])[0]
    assert (site.id, site.outcome, site.rank, site.worth) == ("chain 1", None, None, None)
    assert "no outcome is known" in vc.portfolio([unknown]).answer
    perfect = shop("p", 100, 100)
    assert vc.portfolio([perfect], draws=0)[0].first == ()


def test_bottlenecks_that_tie_are_several_together():
    text = """
valuechain: 1
teams:
  a: {serves: {c: {critical: true, satisfaction: 50%}}}
  b: {serves: {c: {critical: true, satisfaction: 50%}}}
customers: {c: }
"""
    found = vc.portfolio([vc.loads(text)], draws=0)
    assert found[0].first == ()
    assert "several together" in str(found)


def test_several_as_good_are_counted():
    text = """
valuechain: 1
teams:
  a: {serves: {c: {satisfaction: 50%}}}
  b: {serves: {c: {satisfaction: 50%}}}
customers: {c: }
"""
    found = vc.portfolio([vc.loads(text)], draws=0)
    assert found[0].as_good == 1
    assert "a -> c or 1 other" in str(found)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("shop.yaml",), "not of one str"),
        ((5,), "not of one int"),
        (([5],), "not of int"),
    ],
)
def test_what_is_no_portfolio(arguments, message):
    with pytest.raises(vc.ArgumentError, match=message):
        vc.portfolio(*arguments)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"draws": -1}, "from 0 to 100,000,000"),
        ({"draws": True}, "a whole number"),
        ({"draws": 10**9}, "from 0 to 100,000,000"),
        ({"seed": -1}, "seed=-1: a whole number from 0$"),
        ({"level": 2}, "level"),
    ],
)
def test_how_it_cannot_be_asked(wrong, message):
    with pytest.raises(vc.ArgumentError, match=message):
        vc.portfolio([], **wrong)
    assert len(vc.portfolio([])) == 0


def test_what_cannot_be_solved_is_named(monkeypatch):
    def refuse(*_):
        raise vc.ValueChainError("a loop cannot be solved")

    monkeypatch.setattr("valuechain.files.portfolio.seen", refuse)
    assert vc.portfolio([shop("a", 5, 5)])[0].problems == ("a loop cannot be solved",)


def test_a_rank_is_one_of_those_it_may_have():
    """What nobody measured is taken as perfect in the outcome, and drawn in its interval."""
    bounded = vc.loads("""
valuechain: 1
title: A
teams:
  a: {serves: {c: {satisfaction: 96% (400 responses)}}}
  b: {serves: {c: {}}}
  d: {serves: {a: {satisfaction: 60% (400 responses)}}}
customers: {c: }
""")
    sure = vc.loads("""
valuechain: 1
title: B
teams:
  a: {serves: {c: {satisfaction: 97.7% (100000 responses)}}}
customers: {c: }
""")
    found = vc.portfolio([bounded, sure], draws=1000)
    assert {site.title: (site.rank, site.rank_range) for site in found} == {
        "A": (1, (1, 2)),
        "B": (2, (1, 2)),
    }
    assert "customers 98 % (B) to at most 98 % (A)" in " ".join(str(found).split())


def test_one_site_without_numbers_of_answers_makes_no_rank_sure():
    """What is known of the others is known still; the one is taken as exact, and that is said."""
    north, south = shop("North", 80, 60, 10), shop("South", 80, 65, 10)
    both = vc.portfolio([north, south], draws=400)
    assert {site.rank_range for site in both} == {(1, 2)}
    assert "taken as exact" not in both.details
    west = vc.loads(
        SHOP.format(title="West", it=80, sales=62, n=9, what="x").replace(" (9 responses)", "")
    )
    far = vc.loads(
        SHOP.format(title="Far", it=9, sales=2, n=9, what="x").replace(" (9 responses)", "")
    )
    found = vc.portfolio([north, south, west, far], draws=400)
    ranges = {site.title: site.rank_range for site in found}
    assert ranges == {"North": (1, 3), "South": (1, 3), "West": (1, 3), "Far": (4, 4)}
    told = " ".join(found.details.split())
    assert "Without numbers of answers, so taken as exact: Far and West." in told


def test_without_ranges_nothing_is_said_of_them():
    exact = shop("exact", 60, 70)
    exact = replace(
        exact,
        services={
            name: replace(each, satisfaction=vc.Score.of(each.satisfaction.value))
            for name, each in exact.services.items()
        },
    )
    told = str(vc.portfolio([shop("a", 60, 40), exact], draws=100))
    assert "their ranks are ranges" not in " ".join(told.split())
