"""The machine: knows vendors, bytes and pixels. Knows no users and has no tables."""
