"""``valuechain``, also as ``python -m valuechain``: it can be interrupted while it is loaded."""

import gc
import os

_INTERRUPTED = 130


def main() -> int:
    """Run one command and return its exit status; it ends here if it is interrupted."""
    try:
        gc.disable()  # nothing of what is loaded is ever unused
        from valuechain.cli.interruption import hear

        hear()
        from valuechain.cli.main import main as run

        gc.enable()
        status = run()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    if status == _INTERRUPTED:
        # Python itself would look for what is unused among millions, and end by the signal
        # where the interruption had met text that it runs, as when a dataclass is made.
        os._exit(status)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
