"""The verbs that write files or print what is no answer: pictures, documents, forms, schemas."""

from __future__ import annotations

from valuechain.cli.reading import CHAINS, YAML
from valuechain.cli.verb import PICTURES, Verb, argument, typed_percentage

_OUT = "{}; it must not exist yet, unless --force is said"
_FORCE = argument("--force", action="store_true", help="replace what exists", goes_to="loop")

FILE_VERBS = (
    Verb(
        "draw",
        "draw the chain: weak links, whose doing they are, where to start",
        "cli.draw.drawn",
        (
            argument(
                "-o",
                "--output",
                metavar="OUT",
                required=True,
                help="ends in .svg, .png or .pdf; or in .mmd, .dot or .graphml for Mermaid, "
                "Graphviz and graph tools; - prints the SVG",
            ),
            argument(
                "--view",
                choices=("chain", "pyramid", "walk", "map", "matrix"),
                default="chain",
                help="chain, pyramid (customers on top), walk (from 100 %% to the outcome), map "
                "(importance and own quality), matrix (by department)",
            ),
            argument(
                "--focus",
                metavar="ID",
                help="a party or service: what carries trouble to and from it, the rest faded",
            ),
            argument("--depth", type=int, metavar="N", help="with --focus: up to N steps away"),
            argument(
                "--least",
                type=typed_percentage,
                default=0.05,
                metavar="PERCENT",
                help="with --focus: what carries at least so much of what is lacking (5%%)",
            ),
            argument(
                "--collapse",
                choices=("auto", "group", "none"),
                default="auto",
                help="fold departments into one box each (auto: above 150 parties)",
            ),
            argument(
                "--simulate",
                action="store_true",
                help="show how sure it is: what too few answers cannot tell blames nobody",
            ),
            _FORCE,
        ),
        answers=False,
        endings=PICTURES,
    ),
    Verb(
        "report",
        "write the client's copy: one page that opens anywhere and answers questions by itself",
        "cli.report.reported",
        (
            argument(
                "-o",
                "--output",
                metavar="OUT",
                required=True,
                help="ends in .html, .md (its words), .xlsx (its numbers), .pptx (slides) or .docx",
            ),
            argument(
                "--after",
                metavar="OLD",
                help="an earlier state of the same organisation: what changed since then too",
            ),
            argument(
                "--template",
                metavar="DECK",
                help="of slides: a presentation whose looks are taken",
            ),
            argument(
                "--min-responses",
                type=int,
                default=0,
                metavar="N",
                help="neither show nor use scores of fewer answers (0)",
            ),
            argument(
                "--for",
                metavar="DEPARTMENT",
                dest="department",
                help="what this department gets, gives and should do, without others' numbers",
            ),
            argument(
                "--lang",
                default="en",
                metavar="LANG",
                help="en, de, or a YAML file; the verb 'language' writes one to be changed (en)",
            ),
            _FORCE,
        ),
        answers=False,
        endings=(".html", ".md", ".xlsx", ".pptx", ".docx"),
    ),
    Verb(
        "survey",
        "count a survey's answers and fill the scores into a chain",
        "cli.survey.counted_answers",
        (
            argument(
                "answers",
                metavar="ANSWERS",
                help="a CSV file or workbook with the columns provider, customer and score; or, "
                "with --map, what a survey tool exports",
            ),
            argument(
                "--map",
                metavar="MAP",
                dest="mapping",
                help="what each column of an export asks, in YAML",
            ),
            argument(
                "--draft-map",
                metavar="MAP",
                dest="draft",
                help="write a first map of an export, with a mark of doubt where it needs a look",
            ),
            argument(
                "--chain",
                metavar="FILE",
                dest="about",
                help="the chain that was asked about, where nothing is to be filled in",
            ),
            argument(
                "--into",
                metavar="FILE",
                help="the chain in YAML that gets the scores; all else in it stays as it is",
            ),
            argument(
                "-o", "--output", metavar="OUT", help="write the chain here and leave FILE as it is"
            ),
            argument("--scale", default="1-5", help="of scores that do not name theirs (1-5)"),
            argument("--wave", metavar="WAVE", help="which wave to fill in (the latest)"),
            argument("--sheet", metavar="NAME", help="of a workbook ('answers', or what fits)"),
            argument(
                "--leniency", action="store_true", help="take each respondent's own level off"
            ),
            argument(
                "--min-responses",
                type=int,
                default=5,
                metavar="N",
                help="answers below which a group is small (5)",
            ),
            argument(
                "--withhold",
                action="store_true",
                help="leave out small groups, and what would give them away by subtraction",
            ),
            _FORCE,
        ),
        reads=False,
        answers=False,
        also_writes="draft",
        endings=YAML,
    ),
    Verb(
        "survey-form",
        "print what to ask each party, the most informative questions first; as .xlsx, a workbook "
        "in which the answers can be filled in",
        "questions.survey_form.survey_form",
        endings=(".xlsx",),
        made_by="cli.survey_form.workbook",
    ),
    Verb(
        "convert",
        "turn a workbook or CSV tables into YAML, and back",
        "cli.convert.converted",
        (
            argument(
                "source",
                metavar="IN",
                help="a chain; ends in .yaml, .xlsx or .csv; NAME.csv stands for the two files "
                "NAME.parties.csv and NAME.services.csv",
            ),
            argument("target", metavar="OUT", help=_OUT.format("likewise")),
            _FORCE,
        ),
        reads=False,
        answers=False,
        writes="target",
        endings=CHAINS,
    ),
    Verb(
        "template",
        "write a workbook to fill in: parties, services and answers",
        "cli.template.template",
        (
            argument("target", metavar="OUT.xlsx", help=_OUT.format("the workbook to write")),
            _FORCE,
        ),
        reads=False,
        answers=False,
        writes="target",
        endings=(".xlsx",),
    ),
    Verb(
        "playbook",
        "write the usual conversations about weak links, to be changed and given to feedback",
        "cli.playbook.playbook",
        (
            argument("target", metavar="OUT.yaml", help=_OUT.format("the playbook to write")),
            _FORCE,
        ),
        reads=False,
        answers=False,
        writes="target",
        endings=YAML,
    ),
    Verb(
        "language",
        "write what a document says, to be changed or translated and given to report --lang",
        "cli.language.language",
        (
            argument("target", metavar="OUT.yaml", help=_OUT.format("the language to write")),
            argument("--lang", choices=("en", "de"), default="en", help="which to begin with (en)"),
            _FORCE,
        ),
        reads=False,
        answers=False,
        writes="target",
        endings=YAML,
    ),
    Verb(
        "new",
        "write a commented first file; asks who serves whom where there is a terminal",
        "cli.new.new",
        (
            argument("file", metavar="FILE", help=_OUT.format("the file to write")),
            argument(
                "--example",
                metavar="NAME",
                help="copy an example instead, such as flower_shop or hospital",
            ),
            _FORCE,
        ),
        reads=False,
        answers=False,
        writes="file",
    ),
    Verb(
        "schema",
        "print the JSON Schema with which editors complete and check files",
        "cli.schema.schema",
        (
            argument(
                "of",
                nargs="?",
                choices=("files", "maps", "playbooks", "results"),
                default="files",
                help="of files, of maps of exports, of playbooks, or of what --format json answers "
                "(files)",
            ),
        ),
        reads=False,
        answers=False,
    ),
    Verb(
        "completion",
        "print what makes a shell complete verbs, options and files",
        "cli.completion.completion",
        (argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell"),),
        reads=False,
        answers=False,
    ),
)
