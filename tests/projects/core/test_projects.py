"""The list of projects, and the settings of one."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from projects.models import Person, Project, Role
from projects.models import project as projects
from studio.processes.logs import Line
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    ada = cast.person(can_create_projects=True)
    client.force_login(ada)
    return ada


def page(client, *where, **asked) -> str:
    return client.get(reverse(*where), asked).content.decode()


def test_people_see_the_projects_they_are_members_of(client, ada):
    cast.project(ada, "Lighthouse film")
    cast.project(cast.person("bea"), "Secret film")
    shown = page(client, "projects")
    assert "Lighthouse film" in shown
    assert "Secret film" not in shown


def test_a_card_shows_the_four_newest_posters_and_the_counts(client, ada):
    project = cast.project(ada)
    clips = [cast.clip(project, "completed", pictures_at=timezone.now()) for _ in range(5)]
    cast.clip(project, "submitted")
    shown = page(client, "projects")
    assert shown.count("poster.webp") == 4
    assert str(clips[0].pk) not in shown
    assert "5 clips" in shown
    assert "1 in progress" in shown


def test_the_list_takes_the_same_number_of_queries_for_many_projects(
    client, ada, django_assert_max_num_queries
):
    for number in range(12):
        project = cast.project(ada, f"Film {number}")
        cast.clip(project, "completed", pictures_at=timezone.now())
    with django_assert_max_num_queries(5):
        client.get(reverse("projects"))


def test_a_new_project_opens_its_library(client, ada):
    answer = client.post(reverse("projects"), {"name": "Nordic winter", "aspect_ratio": "21:9"})
    project = Project.objects.get()
    assert answer.headers["Location"] == reverse("library", args=[project.slug])
    assert (project.aspect_ratio, project.role_of(ada)) == ("21:9", "owner")


def test_an_invited_person_cannot_create_projects_unless_allowed(client, ada):
    """1. Neither the form nor its URL exists for her.  2. An admin allows it in the settings, and forbids
    it."""
    bea = cast.person("bea")
    client.force_login(bea)
    new = {"name": "Hers", "aspect_ratio": "16:9"}
    assert "New project" not in page(client, "projects")
    assert client.post(reverse("projects"), new).status_code == 404
    assert not Project.objects.exists()
    assert client.post(reverse("project-creators"), {"can_create_projects": bea.pk}).status_code == 404
    Person.objects.filter(pk=ada.pk).update(is_admin=True)
    client.force_login(ada)
    assert "bea@example.test" in page(client, "project-creators")
    for checked, status in (([bea.pk], 302), ([], 404)):
        client.force_login(ada)
        client.post(reverse("project-creators"), {"can_create_projects": checked})
        client.force_login(bea)
        assert client.post(reverse("projects"), new).status_code == status
    assert Project.objects.get().role_of(bea) == "owner"


@pytest.mark.parametrize("nonsense", ["nobody", "²", "9" * 30, ""])
def test_nonsense_changes_no_right_to_create_projects(client, ada, nonsense):
    bea = cast.person("bea", can_create_projects=True)
    Person.objects.filter(pk=ada.pk).update(is_admin=True)
    page = client.post(reverse("project-creators"), {"can_create_projects": [bea.pk, nonsense]}, follow=True)
    assert "message--stop" in page.content.decode()
    assert Person.objects.get(pk=bea.pk).can_create_projects


def test_a_project_needs_a_name(client, ada):
    answer = client.post(reverse("projects"), {"name": " ", "aspect_ratio": "16:9"})
    assert answer.status_code == 422
    assert "Enter a name" in answer.content.decode()


def test_the_owner_sets_name_aspect_ratio_and_budget(client, ada):
    project = cast.project(ada)
    given = {"name": "Fyr", "aspect_ratio": "4:3", "budget_usd": "49.50"}
    client.post(reverse("project-settings", args=[project.slug]), given)
    project.refresh_from_db()
    assert (project.name, project.aspect_ratio, project.budget_usd) == ("Fyr", "4:3", Decimal("49.50"))


def test_an_empty_budget_means_no_limit(client, ada):
    project = cast.project(ada, budget_usd=Decimal(5))
    client.post(
        reverse("project-settings", args=[project.slug]),
        {"name": "Fyr", "aspect_ratio": "4:3", "budget_usd": ""},
    )
    project.refresh_from_db()
    assert project.budget_usd is None


def test_a_negative_budget_is_refused(client, ada):
    project = cast.project(ada)
    given = {"name": "Fyr", "aspect_ratio": "4:3", "budget_usd": "-1"}
    answer = client.post(reverse("project-settings", args=[project.slug]), given)
    assert "Enter an amount in US dollars" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.VIEWER, None])
@pytest.mark.parametrize("name", ["project-settings", "project-archive", "project-restoration"])
def test_settings_are_for_owners(client, role, name):
    project = cast.project(cast.person("olga"))
    client.force_login(cast.member(project, role) if role else cast.person("outsider"))
    assert client.post(reverse(name, args=[project.slug])).status_code == 404
    project.refresh_from_db()
    assert project.archived_at is None


def test_an_archived_project_leaves_the_list_and_can_be_restored(client, ada):
    project = cast.project(ada)
    client.post(reverse("project-archive", args=[project.slug]))
    shown = page(client, "projects")
    assert "Archive" in shown
    assert reverse("project-restoration", args=[project.slug]) in shown
    assert client.get("/").headers["Location"] == reverse("projects")
    client.post(reverse("project-restoration", args=[project.slug]))
    assert reverse("project-settings", args=[project.slug]) in page(client, "projects")


def test_two_projects_of_one_name_at_once_get_a_slug_each(owner, monkeypatch):
    """The second looks for a free slug before the first is stored."""
    looked = iter(["lamp", "lamp", "lamp-2"])
    monkeypatch.setattr(projects, "free_slug", lambda name: next(looked))
    assert [Project.create("Lamp", owner).slug for _ in range(2)] == ["lamp", "lamp-2"]
    monkeypatch.undo()
    with pytest.raises(IntegrityError):
        Project.create("Debt", owner, budget_usd=-1)


def test_a_foreign_host_is_one_line_in_the_log(client, caplog, owner):
    """Anybody can send one, as often as they like: a traceback each fills the disk."""
    assert client.get("/", headers={"Host": "evil.test"}).status_code == 400
    [record] = [one for one in caplog.records if one.name.startswith("django.security")]
    line = Line("{message}", style="{").format(record)
    assert line.startswith("Invalid HTTP_HOST header: 'evil.test'") and "\n" not in line
