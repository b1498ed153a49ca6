"""Bytes, pixels, providers and processes. Nothing here knows users, and there are no tables."""

import re
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
# No tomllib: on a Python that is too old, bootstrap.py must still reach its error message.
[VERSION] = re.findall(r'^version = "(.+)"$', PYPROJECT.read_text(), re.MULTILINE)
