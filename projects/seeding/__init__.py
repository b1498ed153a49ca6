"""Rows for load tests: a full studio, without videos."""
