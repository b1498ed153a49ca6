"""Play one scenario: `python -m tests.projects.ledger.scenarios MODULE.FUNCTION ARGUMENTS_AS_JSON`."""

import json
import sys
from importlib import import_module

import django

django.setup()
module, _, function = sys.argv[1].partition(".")
scenario = getattr(import_module(f"tests.projects.ledger.scenarios.{module}"), function)
print(json.dumps(scenario(*json.loads(sys.argv[2]))))
