"""``valuechain what-if FILE``: what would be if the quality of some services were otherwise, alone or side by side."""

from __future__ import annotations

import argparse
import json

from valuechain.cli.arguments import Usage, Verbs, add_file, add_format, opened, told_usage
from valuechain.model.chain import ValueChain
from valuechain.model.scenarios import Scenario
from valuechain.questions.side_by_side import SideBySide, side_by_side
from valuechain.questions.what_if import WhatIf, scenario_of, what_if


def add_to(verbs: Verbs) -> None:
    """Define the verb."""
    parser = verbs.add_parser(
        "what-if", help="say what would be if some services were better, or failed"
    )
    add_file(parser)
    add_format(parser)
    scenario = "a scenario of the file, by its name; several are compared side by side, and so are all of them where nothing is asked"
    parser.add_argument("--scenario", action="append", default=[], metavar="NAME", help=scenario)
    setting = "own quality of a service: 90%%, 4.5/5, target or failed; may be given again, all hold at once"
    parser.add_argument(
        "--set", action="append", default=[], metavar="SERVICE=QUALITY", help=setting
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one what-if, or several side by side."""
    chain = opened(arguments.file).chain
    with told_usage():
        found = _found(chain, arguments)
    print(json.dumps(found.to_dict(), indent=2) if arguments.format == "json" else found)
    return 0


def _found(chain: ValueChain, arguments: argparse.Namespace) -> WhatIf | SideBySide:
    asked = [scenario_of(chain, name) for name in arguments.scenario]
    if arguments.set:
        pairs = list(map(_pair, arguments.set))
        if twice := next(
            (service for service, _ in pairs if [name for name, _ in pairs].count(service) > 1),
            None,
        ):
            raise Usage(f"--set {twice}: it is set twice; keep one of them")
        asked.append(scenario_of(chain, dict(pairs), "as set" if asked else ""))
    if not asked:
        if not chain.scenarios:
            raise Usage(
                "nothing is asked: give --set 'clerk->designer=90%', or write 'scenarios:' in the file"
            )
        asked = list(chain.scenarios.values())
    if len(asked) > 1:
        return side_by_side(chain, asked)
    (one,) = asked
    return what_if(chain, Scenario(one.name, one.settings))


def _pair(text: str) -> tuple[str, str]:
    service, equals, quality = text.rpartition("=")
    if not equals or not service.strip():
        raise Usage(
            f"--set {text}: write a service and its quality, such as --set 'clerk->designer=90%'"
        )
    return service.strip(), quality.strip()
