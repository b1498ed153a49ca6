"""`manage.py test`: what it asks of pytest."""

import pytest

from studio.management.commands.test import QUICK, build_pytest_arguments


def test_quick_leaves_the_slow_tests_out_and_passes_the_rest_on():
    assert build_pytest_arguments(["--quick", "-x"]) == [*QUICK, "-x"]


@pytest.mark.parametrize("given", [[], ["-n", "2", "--dist", "loadfile"], ["-x", "-q"]])
def test_the_whole_suite_measures_its_coverage(given):
    assert build_pytest_arguments(given) == ["--cov", *given]


@pytest.mark.parametrize("given", [["tests/test_house.py"], ["manage.py::test"], ["-kx"], ["-m", "live"]])
def test_a_part_of_the_suite_measures_nothing(given):
    assert build_pytest_arguments(given) == given
