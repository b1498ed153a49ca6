#!/usr/bin/env python3
"""The front door: `python3 manage.py up`, `python3 manage.py test`, and every command of Django."""

import os
import sys


def main():
    from studio.processes import bootstrap

    bootstrap.enter(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

    from studio.processes import supervisor

    supervisor.end_with_parent()
    try:
        run()
    except ModuleNotFoundError as error:
        bootstrap.repair_without(error, sys.argv)
        raise


def run():
    from django.core.management import execute_from_command_line
    from environs import EnvValidationError

    try:
        execute_from_command_line(sys.argv)
    except EnvValidationError as error:
        variable = str(error).partition(" invalid:")[0]
        sys.exit(f"{variable} is invalid: {' '.join(error.error_messages)}")


if __name__ == "__main__":
    main()
