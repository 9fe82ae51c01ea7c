"""The table of verbs, in the order in which help lists them: a new question is one more entry."""

from __future__ import annotations

from valuechain.cli.reading import CHAINS, YAML
from valuechain.cli.verb import INKED, PICTURES, Verb, argument, typed_amount, typed_percentage

SECONDS = 10.0
"""Time that a solver may take unless asked otherwise."""
_OUT = "{}; it must not exist yet, unless --force is said"
_FORCE = argument("--force", action="store_true", help="replace what exists", goes_to="loop")

_DETAIL = argument(
    "--detail", action="store_true", help="say all, not only what fits one screen", goes_to="loop"
)
_LEVEL = argument(
    "--level",
    type=typed_percentage,
    default=0.95,
    metavar="PERCENT",
    help="how sure an interval is (95%%)",
)

_SEED = argument(
    "--seed", type=int, default=0, metavar="N", help="the same seed gives the same result (0)"
)
_JOBS = argument(
    "--jobs",
    type=int,
    default=1,
    metavar="N",
    help="processes that compute (1); they change nothing but the time",
)

VERBS = (
    Verb(
        "check",
        "check files and say everything that is wrong with them",
        "cli.check.check",
        (
            argument(
                "files",
                metavar="FILE",
                nargs="+",
                help="value chains, in YAML or as workbooks or CSV tables, or - for standard input",
            ),
            argument("--format", choices=("text", "json"), default="text", help="of the result"),
        ),
        reads=False,
        answers=False,
    ),
    Verb(
        "diagnose",
        "say which links are weak, whose doing it is, what to do first",
        "questions.diagnosis.diagnose",
        (
            argument("--customer", metavar="NAME", help="diagnose for this customer group alone"),
            _DETAIL,
            argument(
                "--full",
                action="store_true",
                help="compute every gain and loss also where that is slow: above 5,000 services, "
                "in large loops that are all but total",
                goes_to="loop",
            ),
            argument(
                "--fail-below",
                metavar="PERCENT",
                type=typed_percentage,
                help="exit with status 3 if the outcome is lower or unknown",
                goes_to="status",
            ),
        ),
        endings=PICTURES,
        status="cli.status.of_diagnosis",
    ),
    Verb(
        "explain",
        "print the arithmetic of one service and where the inherited part comes from",
        "cli.asking.explained",
        (
            argument(
                "service",
                metavar="ID",
                help="a service, such as 'clerk->designer' (in quotes: a shell takes > for itself)",
            ),
        ),
        formats=("text", "json"),
    ),
    Verb(
        "aspects",
        "say which aspects, such as speed or manners, drag the weak links",
        "questions.aspects.aspects",
        (_LEVEL,),
        endings=INKED,
    ),
    Verb(
        "simulate",
        "say how sure the diagnosis is and where to ask next",
        "cli.simulate.simulated",
        (
            argument(
                "--draws",
                type=int,
                default=10_000,
                metavar="N",
                help="how often the scores are drawn (10,000)",
            ),
            _SEED,
            _LEVEL,
            _JOBS,
        ),
        endings=PICTURES,
    ),
    Verb(
        "robustness",
        "say for which dependence the verdicts hold and the first stays first",
        "questions.robustness.robustness",
    ),
    Verb(
        "feedback",
        "say who must hear of each weak link, who suffers from it, and whom to thank",
        "cli.asking.told_back",
        (
            argument(
                "--playbook",
                metavar="PLAYBOOK",
                help="what may be said, in YAML; the verb 'playbook' writes the usual one",
            ),
            _DETAIL,
        ),
    ),
    Verb(
        "structure",
        "say through whom everything runs, who has no stand-in, and who does not talk to whom",
        "questions.structure.structure",
        endings=PICTURES,
    ),
    Verb(
        "timing",
        "say how long the customers wait, for what, and which standards and promises are missed",
        "questions.timing.timing",
        endings=INKED,
    ),
    Verb(
        "defects",
        "say how much of the counted work is right first time, down to the customer",
        "questions.defects.defects",
        (_LEVEL,),
    ),
    Verb(
        "dependence",
        "estimate from the scores how much providers depend on what they receive",
        "cli.dependence.estimated",
        (
            argument("file", metavar="FILE", help="a value chain with scores, as for other verbs"),
            argument(
                "later",
                metavar="LATER",
                nargs="*",
                help="the same chain with later scores, by wave",
            ),
            argument(
                "--survey",
                metavar="ANSWERS",
                help="from these answers (CSV or workbook); FILE is the chain that was asked about",
            ),
            argument("--waves", nargs="+", metavar="WAVE", help="which waves of the answers (all)"),
            argument(
                "--into",
                metavar="OUT",
                help="write the chain in YAML with the interval as its dependence; FILE itself to "
                "change it in place",
            ),
        ),
        reads=False,
    ),
    Verb(
        "what-if",
        "say what would be if some services were better, or failed",
        "cli.asking.what_would_be",
        (
            argument(
                "--scenario",
                action="append",
                default=[],
                metavar="NAME",
                dest="scenarios",
                help="a scenario of the file, by its name; several are compared side by side, and "
                "so are all of them where nothing is asked",
            ),
            argument(
                "--set",
                action="append",
                default=[],
                metavar="SERVICE=QUALITY",
                dest="settings",
                help="own quality of a service, or of all that a team delivers: 90%%, 4.5/5, "
                "target, reachable or failed; may be given again, "
                "all hold at once",
            ),
        ),
        endings=PICTURES,
    ),
    Verb(
        "plan",
        "choose among the file's actions ('improve:') what wins the customers most",
        "cli.asking.planned",
        (
            argument(
                "--budget",
                metavar="AMOUNT",
                type=typed_amount,
                help="what the actions may cost together; "
                "without it, the best plan at every budget",
            ),
            argument(
                "--seconds",
                metavar="N",
                type=typed_amount,
                default=SECONDS,
                help=f"time that a solver may take ({SECONDS:g})",
            ),
        ),
        endings=INKED,
    ),
    Verb(
        "money",
        "say what steps and plans are worth, where customers have a revenue and a loyalty",
        "questions.money.money",
        (
            argument(
                "--budget",
                metavar="AMOUNT",
                type=typed_amount,
                help="what the actions may cost together; without it, what returns most",
            ),
        ),
    ),
    Verb(
        "promises",
        "say what every service must reach for the outcome to reach a target",
        "questions.promises.promises",
        (
            argument(
                "--target",
                metavar="PERCENT",
                type=typed_percentage,
                help="the outcome to be reached (the file's target)",
            ),
        ),
    ),
    Verb(
        "compare",
        "say what changed between two files, or two waves of a survey",
        "cli.asking.compared",
        (
            argument("new", metavar="NEW", nargs="?", help="the chain as it is; FILE is as it was"),
            argument(
                "--survey",
                metavar="ANSWERS",
                help="compare two waves of these answers (CSV or workbook) instead of two files; "
                "FILE is the chain that was asked about",
            ),
            argument(
                "--waves", nargs=2, metavar=("FIRST", "SECOND"), help="which waves (the last two)"
            ),
            argument(
                "--fail-if-worse",
                action="store_true",
                help="exit with status 3 if the outcome fell or cannot be told",
                goes_to="status",
            ),
            argument(
                "--view",
                choices=("chain", "pyramid", "slope"),
                default="chain",
                help="of a picture: chain or pyramid, coloured by change; slope, lines from then "
                "to now",
                goes_to="loop",
            ),
        ),
        endings=PICTURES,
        status="cli.status.of_comparison",
    ),
    Verb(
        "portfolio",
        "diagnose many files at once: rank them, and say what is weak everywhere",
        "cli.portfolio.all_answered",
        (
            argument("files", metavar="FILE", nargs="+", help="value chains, as for other verbs"),
            argument(
                "--draws",
                type=int,
                default=1000,
                metavar="N",
                help="how often the scores of each are drawn (1,000); 0 for no intervals",
            ),
            _SEED,
            _LEVEL,
            _JOBS,
        ),
        reads=False,
        endings=INKED,
        status="cli.portfolio.status",
    ),
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
