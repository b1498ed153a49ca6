"""Check how `manage.py test` calls pytest."""

from studio.management.commands.test import QUICK, build_pytest_arguments


def test_quick_skips_slow_tests_and_passes_other_options_on():
    assert build_pytest_arguments(["--quick", "-x"]) == [*QUICK, "-x"]


def test_everything_else_is_pytests():
    given = ["-n", "2", "--dist", "loadfile", "tests/test_house.py", "-k", "long"]
    assert build_pytest_arguments(given) == given
