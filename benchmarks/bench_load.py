"""Loading and checking a file against the bare event loop over the same text."""

from functools import partial

import yaml

import valuechain as vc
from common import cpu, yaml_text

KINDS = {
    "scores": (
        "delivers: thing {number}, satisfaction: {mean}/5 ({count} responses), weight: {weight}"
    ),
    "names only": "delivers: thing {number}",
    "percentages": "delivers: thing {number}, satisfaction: {count}%",
}


def bare(text: str) -> None:
    for _ in yaml.parse(text, Loader=yaml.CLoader):
        pass


def main() -> None:
    print(
        "loading: CPU microseconds a service, and ratio to the bare event loop (aim: at most 1.7)"
    )
    for kind, fields in KINDS.items():
        for services in (1_000, 10_000, 100_000):
            text = yaml_text(services, fields)
            count, runs = text.count("delivers"), max(3, 60_000 // services)
            loop, load = cpu(partial(bare, text), runs), cpu(partial(vc.loads, text), runs)
            print(
                f"  {kind:12} {services:7,}: loop {1e6 * loop / count:5.2f}, load "
                f"{1e6 * load / count:5.2f}, ratio {load / loop:.2f}"
            )
            if services >= 10_000 and kind == "scores":
                values = cpu(partial(yaml.load, text, Loader=yaml.CSafeLoader), 1)
                print(
                    f"  {'':12} {'':7}  CSafeLoader alone {1e6 * values / count:.1f}: "
                    f"{values / load:.1f} times as long as loading"
                )


if __name__ == "__main__":
    main()
