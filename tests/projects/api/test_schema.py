"""Schemathesis reads the studio's OpenAPI schema and sends all it can think of, over real connections.

Nothing may fail (500), and every status, content type and shape must be in the schema. What this studio does
not make answers 501, as the schema says.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("DAILIES_TEST_EXAMPLES", 12))
TOLD = [status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def declared(web):
    return schemathesis.openapi.from_url(f"http://127.0.0.1:{web.port}/api/openapi.json")


@pytest.fixture(scope="module")
def key(web):
    return web.manage("api_key", "--name", "Schemathesis").split()[-1]


def test_every_answer_is_in_the_schema(declared, key):
    asked = 0
    for found in declared.get_all_operations():
        asked += 1
        ask_all(found.ok(), key)
    assert asked > 30


def ask_all(operation, key: str) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case):
        answer = case.call(headers={"Authorization": f"Bearer {key}"}, timeout=60)
        assert answer.status_code != 500, answer.text
        case.validate_response(answer, checks=TOLD)

    ask()
