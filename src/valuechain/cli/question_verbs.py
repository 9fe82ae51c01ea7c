"""The verbs that ask a question: a new one is one more entry."""

from __future__ import annotations

from valuechain.cli.verb import INKED, PICTURES, Verb, argument, typed_amount, typed_percentage

SECONDS = 10.0
"""Time that a solver may take unless asked otherwise."""
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

QUESTION_VERBS = (
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
        also_writes="into",
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
)
