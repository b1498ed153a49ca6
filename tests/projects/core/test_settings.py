"""The list of all settings, and the pages of no other room: storage, appearance, about."""

import re
from pathlib import Path

import pytest
from django.conf import settings as configuration
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from projects.core.views.about import WORKS
from projects.models import Membership, Role
from tests.projects import cast

pytestmark = pytest.mark.django_db
NAVIGATION = re.compile(r'<nav class="settings__nav".*?</nav>', re.DOTALL)
OF_ADMINS = {"Engines", "General", "Public address", "Storage", "Project creators"}
OF_OWNERS = {"General", "API keys", "Webhooks"}
OF_EVERYBODY = {"About", "Profile", "Notifications", "Appearance"}


def list_settings(client, url: str) -> set[str]:
    """Return the names in the list of settings, each of which leads to a page that this person may see."""
    answer = client.get(url)
    assert answer.status_code == 200
    (navigation,) = NAVIGATION.findall(answer.content.decode())
    links = re.findall(r'<a href="([^"]+)".*?</svg>\s*(?:<span[^>]*>)?([^<]+)<', navigation, re.DOTALL)
    for address, name in links:
        assert client.get(address).status_code == 200, name
    return {name.strip() for _, name in links}


def test_an_owner_who_runs_the_studio_sees_every_setting(client):
    ada = cast.person(is_admin=True)
    project = cast.project(ada)
    client.force_login(ada)
    names = list_settings(client, reverse("spending", args=[project.slug]))
    assert names == OF_ADMINS | OF_OWNERS | OF_EVERYBODY | {"Members", "Spending"}
    assert list_settings(client, reverse("about")) == OF_ADMINS | OF_EVERYBODY | {project.name}


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.VIEWER])
def test_others_see_what_they_may_open(client, role):
    project = cast.project(cast.person("ada"))
    bea = cast.person("bea")
    Membership.objects.create(project=project, person=bea, role=role)
    client.force_login(bea)
    names = list_settings(client, reverse("members", args=[project.slug]))
    assert names == OF_EVERYBODY | {"Members", "Spending"}
    assert client.get(reverse("settings")).headers["Location"] == reverse("appearance")


def test_storage_names_the_folder_and_the_free_space(client, settings):
    ada = cast.person(is_admin=True)
    cast.clip(cast.project(ada), "completed", size=3 * 1024 * 1024)
    client.force_login(ada)
    shown = client.get(reverse("storage")).content.decode()
    assert str(settings.DATA) in shown
    assert "1 · 3.0" in shown


def test_storage_lists_the_largest_projects_first_with_their_bins(client, django_assert_num_queries):
    ada, mb = cast.person(is_admin=True), 1024 * 1024
    small, large = cast.project(ada, "Small"), cast.project(cast.person("ben"), "Large")
    cast.clip(small, "completed", size=3 * mb, conformed_size=mb)
    cast.clip(small, "completed", size=2 * mb, deleted_at=timezone.now())
    cast.clip(small, "completed", size=9 * mb, deleted_at=timezone.now(), files_deleted_at=timezone.now())
    cast.clip(large, "completed", size=40 * mb)
    cast.project(ada, "Empty")
    client.force_login(ada)
    rows = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in table_of(client)]
    assert [(row[0], row[1], row[-4], row[-2]) for row in rows] == [
        ("Large", "40.0", "0", "40.0"),
        ("Small", "4.0", "2.0", "6.0"),
    ]
    shown = client.get(reverse("storage")).content.decode()
    assert reverse("bin", args=[small.slug]) in shown, "a bin that may be emptied is linked"
    assert reverse("library", args=[large.slug]) not in shown, "an administrator needn't be a member"
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("storage"))
    for n in range(5):
        cast.clip(cast.project(ada, f"Further {n}"), "completed", size=mb)
    with django_assert_num_queries(len(few)):
        client.get(reverse("storage"))


def table_of(client):
    (body,) = re.findall(r"<tbody>(.*?)</tbody>", client.get(reverse("storage")).content.decode(), re.DOTALL)
    return re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)


def test_the_chosen_theme_is_kept_for_this_browser(client):
    client.force_login(cast.person())
    client.post(reverse("appearance"), {"theme": "light"})
    assert 'data-theme="light"' in client.get(reverse("appearance")).content.decode()
    client.post(reverse("appearance"), {"theme": "system"})
    assert "data-theme" not in client.get(reverse("appearance")).content.decode()


def test_everybody_whose_license_is_in_the_repository_is_named(client):
    """A work is known by the folder or the file name of its license: inter-5.3.0, LICENSE-game-icons.txt."""
    client.force_login(cast.person())
    shown = client.get(reverse("about")).content.decode()
    assert all(work.name in shown and work.url in shown for work in WORKS)
    known = {re.sub(r"[^a-z]", "", work.name.lower().removesuffix("-data")) for work in WORKS}
    root = Path(configuration.BASE_DIR)
    licenses = [path for folder in ("static", "studio") for path in (root / folder).rglob("LICENSE*")]
    assert len(licenses) > 10
    for path in licenses:
        name = path.parent.name if path.name == "LICENSE" else path.stem.removeprefix("LICENSE-")
        letters = re.sub(r"[^a-z]", "", name)
        assert any(letters.startswith(work) or work.startswith(letters) for work in known), path
