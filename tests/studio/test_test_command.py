"""Check how `manage.py test` calls pytest."""

import pytest

from studio.management.commands.test import QUICK, build_pytest_arguments


def test_quick_skips_slow_tests_and_passes_other_options_on():
    assert build_pytest_arguments(["--quick", "-x"]) == [*QUICK, "-x"]


@pytest.mark.parametrize("given", [[], ["-n", "2", "--dist", "loadfile"], ["-x", "-q"]])
def test_the_whole_suite_measures_its_coverage(given):
    assert build_pytest_arguments(given) == ["--cov", *given]


@pytest.mark.parametrize("given", [["tests/test_house.py"], ["manage.py::test"], ["-kx"], ["-m", "live"]])
def test_a_part_of_the_suite_measures_no_coverage(given):
    assert build_pytest_arguments(given) == given
