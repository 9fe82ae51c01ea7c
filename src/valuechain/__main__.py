"""``python -m valuechain``."""

from valuechain.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
