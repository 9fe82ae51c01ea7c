"""Many organisations in one picture."""

import pytest

import valuechain as vc
from valuechain.drawing.notebook import picture
from valuechain.drawing.sites import MOST

SHOP = (
    "{{valuechain: 1, title: {0}, teams: {{a: {{serves: {{c: {{satisfaction: {1}% {2}}}}}}}}}, "
    "customers: {{c: }}}}"
)


def shop(title, percent, answers="(40 responses)"):
    return vc.loads(SHOP.format(title, percent, answers))


def test_every_site_is_a_row_with_its_interval_its_target_and_its_first_step():
    found = vc.portfolio([shop("low", 60), shop("high", 80), "none.yaml"], draws=300)
    axes = vc.draw(found)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["high", "low"]
    assert [text.get_text() for text in axes.texts] == ["a -> c", "a -> c"]
    ends = {
        tuple(round(float(x) / 100, 9) for x in line.get_xdata())
        for line in axes.lines
        if len(line.get_xdata()) == 2
    }
    for site in found.rows[:2]:
        assert tuple(round(end, 9) for end in site.interval) in ends
        assert (site.target, site.target) in ends
    dots = sorted(float(line.get_xdata()[0]) for line in axes.lines if len(line.get_xdata()) == 1)
    assert dots == pytest.approx([60.0, 80.0])
    assert "95 % sure" in axes.get_xlabel()


def test_without_answers_there_are_no_lines_and_of_many_the_lowest_are_drawn():
    chains = [shop(f"s{number:02}", 30 + number, "") for number in range(MOST + 5)]
    axes = vc.draw(vc.portfolio(chains, draws=0))
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert (len(labels), labels[-1], labels[0]) == (MOST, "s00", f"s{MOST - 1:02}")
    assert axes.get_xlabel().endswith("not shown: 5 sites that do better")
    assert "sure" not in axes.get_xlabel()


def test_a_site_that_is_on_its_target_at_most_is_not_drawn_as_on_it():
    text = "{{valuechain: 1, title: {0}, teams: {{a: {{serves: {{c: {{satisfaction: {1}%}}}}}}, b: {{serves: {{c: x}}}}}}, customers: {{c: }}}}"
    found = vc.portfolio(
        [vc.loads(text.format("bound", 80)), vc.loads(text.format("low", 20)), shop("met", 80)]
    )
    axes = vc.draw(found)
    marks = [line.get_marker() for line in axes.lines if len(line.get_xdata()) == 1]
    assert {site.title: site.upper_bound for site in found} == {
        "bound": True,
        "low": True,
        "met": False,
    }
    assert dict(
        zip([label.get_text() for label in axes.get_yticklabels()], marks, strict=True)
    ) == {"bound *": "D", "low *": "o", "met": "s"}
    assert "* at most" in axes.get_xlabel()
    assert "perhaps on it*" in [text.get_text() for text in axes.get_legend().get_texts()]
    alone = vc.draw(vc.portfolio([shop("met", 80)], draws=0))
    assert "at most" not in alone.get_xlabel()
    assert len(alone.get_legend().get_texts()) == 3


def test_where_nothing_is_known_there_is_nothing_to_show():
    unknown = vc.portfolio(
        [vc.loads("{valuechain: 1, teams: {a: {serves: {c: }}}, customers: {c: }}")]
    )
    with pytest.raises(vc.ArgumentError, match="nothing to show"):
        vc.draw(unknown)
    assert picture(unknown) == ""
    assert "<svg" in picture(vc.portfolio([shop("x", 60)], draws=0))
    assert "<svg" in picture(vc.timing(vc.example("pizza")))
    assert picture(vc.timing(vc.example("first_shop"))) == ""


def test_a_portfolio_has_one_picture_and_no_layout():
    found = vc.portfolio([shop("x", 60)], draws=0)
    with pytest.raises(vc.ArgumentError, match="a chart of sites has one picture"):
        vc.draw(found, view="walk")
    with pytest.raises(vc.ArgumentError, match="focus and collapse"):
        vc.draw(found, focus="a")
    with pytest.raises(vc.ArgumentError, match="draw one of them"):
        vc.layout(found)


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_it_is_written_as_other_charts_are(ending, tmp_path):
    vc.export(vc.portfolio([shop("x", 60)], draws=0), tmp_path / f"sites.{ending}")
    assert (tmp_path / f"sites.{ending}").stat().st_size > 1000
