"""The script that keeps a release's database leaves out no table, column or choice."""

import pytest
from django.apps import apps

from tests.migrations import databases
from tests.migrations.databases import Studio

pytestmark = pytest.mark.slow

SAYS_NOTHING = {None, "", 0, "[]", "{}"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("make_release")
    Studio(folder).run("-m", "tests.migrations.make_release", str(folder / "today.sql"))
    return databases.load(folder / "today.sql", folder / "data").tables()


def test_every_column_of_every_table_has_a_value(tables):
    silent = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_app_config("projects").get_models()
        for field in model._meta.concrete_fields
        if not values(tables, model, field) - SAYS_NOTHING
    ]
    assert silent == []


def test_every_choice_is_used_by_some_row(tables):
    missing = [
        f"{model._meta.db_table}.{field.column}: {choice}"
        for model in apps.get_app_config("projects").get_models()
        for field in model._meta.concrete_fields
        for choice, _ in field.flatchoices
        if choice not in values(tables, model, field)
    ]
    assert missing == []


def values(tables: dict, model, field) -> set:
    return {row[field.column] for row in tables[model._meta.db_table].values()}
