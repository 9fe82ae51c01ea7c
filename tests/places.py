"""Where the project stands, and on what it runs."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks where only Linux keeps it")
on_posix = pytest.mark.skipif(os.name != "posix", reason="needs what POSIX systems have")
