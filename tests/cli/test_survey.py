"""Tests of `cli.survey`: ``valuechain survey ANSWERS``: what was answered, and with ``--into FILE`` the chain with these scores."""

import codecs

import pytest

import valuechain as vc
from helpers.verbs import ASPECTS, CLINIC, PLAIN, answers, flat, said
from places import ROOT
from valuechain.cli.main import main

# A survey


def test_a_survey_is_printed_with_every_score_beside_what_it_means(here):
    table = answers(
        here / "a.csv",
        "clerk,customer,4",
        "clerk,customer,5",
        "clerk,customer,",
        "shop,customer,80%",
    )
    done = said("survey", table)
    assert (done.status, done.err) == (0, "")
    assert "3 answers about 2 services." in done.out
    assert "4.5/5" in done.out and "87.5 %" in done.out
    assert "1 of 4 rows have no score" in flat(done.out)
    assert "2 (few)" in done.out
    assert "--withhold" in done.out
    assert not {"aspect", "wave", "delivers"} & set(done.out.splitlines()[-4].split())


def test_a_survey_of_aspects_and_waves_is_printed_with_both(here):
    head = "provider,customer,score,aspect,wave"
    table = answers(
        here / "a.csv",
        "clerk,customer,4,speed,2025",
        "clerk,customer,3,warmth,2025",
        "clerk,customer,2,speed,2026",
        head=head,
    )
    done = said("survey", table, "--min-responses", 1)
    assert "2 waves (2025 and 2026)" in done.out
    assert "from its aspects" in done.out
    assert "few" not in done.out
    assert "2025" not in said("survey", table, "--wave", "2026").out


@pytest.mark.usefixtures("here")
def test_one_wave_is_printed_or_filled_in_where_it_is_asked_for(clinic):
    done = said("survey", CLINIC, "--wave", "2025")
    assert "2026" not in done.out
    assert "32.1 %" in done.out
    done = said("survey", CLINIC, "--into", clinic.path, "-o", "old.yaml", "--wave", "2025")
    assert done.status == 0
    assert "wave 2025" in done.out
    assert vc.load("old.yaml") == vc.read_survey(CLINIC).apply(clinic.empty, "2025")


def test_what_is_withheld_stands_nowhere(clinic, here):
    done = said("survey", CLINIC, "--withhold")
    survey = vc.read_survey(CLINIC)
    lines = done.out.splitlines()
    assert sum("withheld" in line for line in lines) >= len(survey.hidden) > len(survey.small)
    for row in survey.hidden:
        about = [
            line
            for line in lines
            if line.startswith(f"{row.provider} ")
            and row.delivers in line
            and f" {row.wave} " in line
        ]
        assert about and not any("/5" in line for line in about)
    blank = here / "blank.yaml"
    vc.dump(clinic.empty, blank)
    done = said("survey", CLINIC, "--into", blank, "--withhold")
    assert done.status == 0
    assert "Withheld" in done.out
    scored = {service.id for service in vc.load(blank).services.values() if service.score}
    assert len(scored) == 14 - len(survey.withheld())
    assert "doctors->lab" not in scored
    told = said("simulate", blank).out
    assert "at most" in told.split("\n\n")[1]
    assert "that nobody measured: drawn" in told


def test_out_leaves_the_file_as_it_is_and_without_it_all_else_in_it_stays(plain, here):
    before = plain.read_bytes()
    table = answers(here / "a.csv", "Front desk,customer,4", "Front desk,customer,5")
    done = said("survey", table, "--into", plain, "-o", "new.yaml")
    assert done.status == 0
    assert "valuechain simulate new.yaml" in done.out
    assert plain.read_bytes() == before
    assert vc.load("new.yaml").services["clerk->customer"].satisfaction.responses == 2
    assert said("survey", table, "--into", plain).status == 0
    assert plain.read_bytes() == (here / "new.yaml").read_bytes()


def test_the_answers_themselves_are_never_replaced(plain, here):
    table = answers(here / "a.csv", "clerk,customer,4")
    before = table.read_bytes()
    assert said("survey", table, "--into", plain, "-o", table).status != 0
    assert table.read_bytes() == before


def test_a_byte_order_mark_and_comments_stay_and_a_comment_that_cannot_is_named(plain, here):
    scored = "{delivers: advice, satisfaction: {scale: 1-5,\n value: 3, # old\n responses: 2}}"
    text = PLAIN.replace("teams:", "# who we are\nteams:").replace("{delivers: advice}", scored)
    plain.write_bytes(codecs.BOM_UTF8 + text.encode())
    done = said("survey", answers(here / "a.csv", "clerk,customer,4"), "--into", plain)
    assert done.status == 0
    assert "comments" in done.err
    after = plain.read_bytes()
    assert after.startswith(codecs.BOM_UTF8) and b"# who we are" in after and b"# old" not in after
    assert vc.load(plain).services["clerk->customer"].satisfaction.value == 0.75


@pytest.mark.usefixtures("plain")
def test_leniency_scale_and_small_groups_can_be_set(here):
    head = "provider,customer,score,respondent"
    rows = [
        "clerk,customer,7,r1",
        "clerk,customer,9,r2",
        "shop,customer,5,r1",
        "shop,customer,9,r3",
    ]
    table = answers(here / "a.csv", *rows, head=head)
    assert said("survey", table).status == 1
    plainly, kindly = (
        said("survey", table, "--scale", "0-10", *more) for more in ([], ["--leniency"])
    )
    assert plainly.status == kindly.status == 0
    assert plainly.out != kindly.out
    assert "(few)" not in said("survey", table, "--scale", "0-10", "--min-responses", 2).out


# How far it is


def test_fewer_answers_than_before_are_told(tmp_path, capsys):
    (tmp_path / "chain.yaml").write_text(ASPECTS)
    (tmp_path / "a.csv").write_text("provider,customer,score\n" + "a,b,4\n" * 6)
    assert main(["survey", str(tmp_path / "a.csv"), "--into", str(tmp_path / "chain.yaml")]) == 0
    assert "Replaced by fewer answers: a->b (20 before, 6 now)" in capsys.readouterr().out


# Exports of survey tools

MAP = "valuechain-map: 1\nteam: {party: customer}\nquestions:\n  Advice?: {provider: Front desk}\n"


@pytest.fixture
def wide(here):
    (here / "plain.yaml").write_text(PLAIN, encoding="utf-8")
    (here / "map.yaml").write_text(MAP, encoding="utf-8")
    return answers(here / "export.csv", "Satisfied", "Very satisfied", "", head="Advice?")


def test_an_export_is_counted_by_its_map(wide):
    done = said("survey", wide, "--map", "map.yaml", "--chain", "plain.yaml")
    assert (done.status, done.err) == (0, "")
    assert "2 answers about 1 service." in done.out
    done = said("survey", wide, "--map", "map.yaml", "--into", "plain.yaml", "-o", "after.yaml")
    assert (done.status, done.err) == (0, "written: after.yaml\n")
    assert vc.load("after.yaml").services["clerk->customer"].satisfaction.value == 0.875
    assert "Labels are read as marks: Satisfied 4, Very satisfied 5." in flat(done.out)


def test_a_map_with_mistakes_changes_nothing(wide, here):
    (here / "map.yaml").write_text(MAP.replace("Front desk", "Frontdesk"), encoding="utf-8")
    done = said("survey", wide, "--map", "map.yaml", "--into", "plain.yaml")
    assert done.status == 1
    assert "map.yaml:4:23: the chain has no party 'Frontdesk'" in done.err
    assert (here / "plain.yaml").read_text(encoding="utf-8") == PLAIN


def test_a_map_is_drafted_and_reads_the_export(wide, here):
    done = said("survey", wide, "--draft-map", "draft.yaml", "--chain", "plain.yaml")
    assert (done.status, done.err) == (0, "written: draft.yaml\n")
    assert "1 columns, 1 of them questions" in done.out
    assert "valuechain-map: 1" in (here / "draft.yaml").read_text(encoding="utf-8")
    again = said("survey", wide, "--draft-map", "draft.yaml", "--into", "plain.yaml")
    assert again.status == 1
    assert "draft.yaml" in again.err
    assert (here / "plain.yaml").read_text(encoding="utf-8") == PLAIN


def test_the_schema_of_maps_is_printed():
    assert '"Map of a survey tool\'s export, version 1"' in said("schema", "maps").out


@pytest.mark.parametrize("name", ["google.csv", "microsoft.xlsx"])
def test_an_export_without_a_map_is_told_how_it_is_read(name):
    done = said("survey", ROOT / "examples" / "exports" / name)
    assert done.status == 1
    assert "one column per question" in done.err and "--draft-map map.yaml" in done.err


def test_a_file_keeps_no_aspects_of_earlier_answers(here):
    """Else they would drag a service that was asked about as a whole since."""
    (here / "c.yaml").write_text(
        "valuechain: 1\n"
        "teams:\n"
        "  a:\n"
        "    serves:\n"
        "      c:\n"
        "        satisfaction: 50% (40 responses)  # of last year\n"
        "        aspects: {speed: 20% (40 responses), manners: 80% (40 responses)}\n"
        "        target: 70%\n"
        "customers: {c: }\n",
        encoding="utf-8",
    )
    table = answers(here / "a.csv", *(f"a,c,{mark}" for mark in (3, 3, 3, 2, 3, 4)))
    done = said("survey", table, "--into", "c.yaml")
    assert done.status == 0
    assert "are dropped: a->c (manners, speed)." in flat(done.out + done.err)
    (service,) = vc.load("c.yaml").services.values()
    assert (service.aspects, service.satisfaction.value) == ((), 0.5)
    assert "target: 70%" in (here / "c.yaml").read_text(encoding="utf-8")
