"""The machine: knows vendors, bytes and pixels. Knows no users and has no tables."""

VERSION = "0.1.0"  # as in pyproject.toml
