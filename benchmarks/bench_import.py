"""`import valuechain` against `import numpy, yaml`.

And then loading, diagnosing and printing the flower shop.
"""

import subprocess
import sys
from pathlib import Path

SHOP = Path(__file__).parent.parent / "examples" / "flower_shop.yaml"


def seconds(statement: str) -> float:
    """The least CPU time of a fresh interpreter for a statement, less that of doing nothing."""
    script = (
        f"import time; start = time.process_time(); {statement}; print(time.process_time() - start)"
    )
    return min(
        float(
            subprocess.run(
                [sys.executable, "-c", script], capture_output=True, text=True, check=True
            ).stdout.split()[-1]
        )
        for _ in range(9)
    )


def main() -> None:
    base = seconds("import numpy, yaml")
    print(
        f"import numpy, yaml: {1000 * base:.0f} ms of CPU (aim for import valuechain: at most "
        "1.3 times that)"
    )
    print(f"  import valuechain: ratio {seconds('import valuechain') / base:.2f}")
    print(f"  import of every public name: ratio {seconds('from valuechain import *') / base:.2f}")
    shop = f"import valuechain as vc; str(vc.diagnose(vc.load({str(SHOP)!r})))"
    print(f"  ... and the flower shop's verdict: ratio {seconds(shop) / base:.2f}")


if __name__ == "__main__":
    main()
