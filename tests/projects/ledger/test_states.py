"""The same states in three places, and one function through which they change."""

import ast
import re
from pathlib import Path

import pytest

from projects.ledger import states
from projects.ledger.states import TRANSITIONS
from projects.ledger.transitions import change_state
from projects.models import State
from tests.projects import cast

ROOT = Path(__file__).resolve().parents[3]
# The only files that may set a state: a generation's, an attempt's, a render's.
DOORS = {"projects/ledger/transitions.py", "projects/ledger/attempts.py", "projects/core/renders.py"}


def test_the_documented_states_are_the_states_in_code():
    documented = {state: set() for state in State.values}
    for left, right in re.findall(r"^\| ([a-z_, ]+) \| ([a-z_, ]+) \|", states.__doc__, re.MULTILINE):
        for was in left.split(", "):
            if was in documented:
                documented[was] |= set(right.split(", "))
    assert documented == {state: set(after) for state, after in TRANSITIONS.items()}


def test_only_the_transition_functions_set_a_state():
    """No `x.state = …` and no `.update(state=…)`: every change has its event and its condition."""
    setters = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "projects").rglob("*.py"))
        if "migrations" not in path.parts and str(path.relative_to(ROOT)) not in DOORS
        for node in ast.walk(ast.parse(path.read_text()))
        if sets_state(node)
    ]
    assert setters == []


def sets_state(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    updates = node.func.attr in ("update", "bulk_update")
    return updates and any(word.arg == "state" for word in node.keywords)


@pytest.mark.parametrize("line", ["clip.state = 'x'", "rows.update(state='x')", "clip.state += 'x'"])
def test_a_forbidden_assignment_is_found(line):
    assert any(sets_state(node) for node in ast.walk(ast.parse(line)))


@pytest.mark.django_db
def test_a_transition_that_lost_a_race_changes_nothing():
    project = cast.project(cast.person())
    generation = cast.clip(project, "cancelled")
    assert not change_state(generation.pk, State.QUEUED, State.SUBMITTING)
    generation.refresh_from_db()
    assert generation.state == "cancelled" and not generation.events.exists()


@pytest.mark.django_db
def test_a_transition_that_is_not_in_the_table_raises():
    generation = cast.clip(cast.project(cast.person()), "completed")
    with pytest.raises(ValueError):
        change_state(generation.pk, State.COMPLETED, State.QUEUED)


@pytest.mark.django_db
def test_a_transition_raises_the_revision_and_frees_the_lease():
    from django.utils import timezone

    project = cast.project(cast.person())
    generation = cast.clip(project, "ready", lease_owner="me", lease_until=timezone.now(), hold="disk")
    assert not change_state(generation.pk, State.READY, State.SUBMITTED, lease="somebody else")
    assert change_state(generation.pk, State.READY, State.SUBMITTED, lease="me")
    generation.refresh_from_db()
    project.refresh_from_db()
    assert (generation.lease_owner, generation.lease_until, generation.hold) == ("", None, "")
    assert generation.revision == project.revision == 1
    assert [str(event) for event in generation.events.all()] == ["ready -> submitted"]
