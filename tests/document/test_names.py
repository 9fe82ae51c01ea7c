"""Tests of `document.names`: a report in the names that people use, where it tells of services by their ids."""

import valuechain as vc
from helpers.drawn import FLOWER
from valuechain.document.contents import document
from valuechain.document.markdown import markdown
from valuechain.document.names import in_names
from valuechain.files.language import language
from valuechain.language import speaking
from valuechain.reports.dispatch import report_of
from valuechain.reports.report import Report, Section, Table


def test_ids_become_names_and_all_else_stays():
    chain = vc.load(FLOWER)
    table = Table(("service",), (("designer->delivery#2",), ("clerk->designers",)))
    sections = (
        Section("Weak", "clerk->designer:", ("Of clerk->delivery (address and time).",)),
        Section("Copy", "", ("--set clerk->designer=90%",), verbatim=True),
    )
    found = in_names(Report("", "Start with clerk->designer.", sections, table), chain)
    assert found.answer == "Start with Clerk \u2192 Designer."
    assert found.table.rows == (("Designer \u2192 Delivery person (2)",), ("clerk->designers",))
    assert found.sections[0].introduction == "Clerk \u2192 Designer:"
    assert found.sections[0].items == ("Of Clerk \u2192 Delivery person (address and time).",)
    assert found.sections[1] == sections[1]


def test_what_is_told_when_asked_is_in_names_too():
    diagnosis = vc.diagnose(vc.load(FLOWER))
    report = report_of(diagnosis)
    ids = [name for name in diagnosis.chain.services if name in str(report.detail())]
    assert ids
    told = str(in_names(report, diagnosis.chain).detail())
    assert not [name for name in ids if name in told]


def test_a_document_does_not_speak_of_commands_below_its_tables():
    chain = vc.example("hospital")
    told = str(vc.simulate(chain, draws=100))
    assert "more services (all of them: --format json, to_pandas())" in told
    for lang in ("en", "de"):
        with speaking(language(lang)):
            text = markdown(document(chain))
        assert "to_pandas" not in text
        assert {"en": "more services", "de": "weitere"}[lang] in text
