"""The pages of a full studio that people open, and what each of them asks the database."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from projects.api import keys
from projects.models import Generation, Person, Project, State
from projects.seeding.studio import LARGE

HTMX = {"HX-Request": "true"}
MIDDLE = "lighthouse"  # in about half of the prompts


@dataclass(frozen=True)
class Page:
    """fragment: asked for by a script of a page. needs_key: asked for by a program."""

    name: str
    address: str
    fragment: bool = False
    needs_key: bool = False


def list_pages(project: Project) -> list[Page]:
    """Return the pages to measure, with addresses in this project."""
    path = f"/projects/{project.slug}"
    small = f"/projects/{Project.objects.exclude(pk=project.pk).earliest('pk').slug}"
    clip = project.generations.filter(state=State.COMPLETED).order_by("-number")[0]
    middle = project.generations.count() // 2
    revision = project.revision
    pages = [
        ("library", "/"),
        ("library, at a clip in the middle", f"/?at={middle}"),
        ("library, as a list", "/?view=list"),
        ("library, by rating", "/?sort=rating"),
        ("library, by length", "/?sort=length"),
        ("library, by cost", "/?sort=cost"),
        ("library, favorites", "/?show=favorites"),
        ("library, not used", "/?show=unused"),
        ("library, in progress", "/?show=moving"),
        ("library, failed", "/?show=failed"),
        ("library, 4 stars", "/?rating=4"),
        ("library, a tag", "/?tag=scene+3"),
        ("library, a collection", f"/?collection={first_pk(project.collections)}"),
        ("library, a person", f"/?person={Person.objects.get(name='Hana').pk}"),
        ("collections", "/collections/"),
        ("a clip", f"/clips/{clip.pk}/"),
        ("bin", "/bin/"),
        ("activity", "/activity/"),
        ("spending", "/spending/"),
        ("timeline of 200 shots", "/timelines/1/"),
        ("timeline of 1,000 shots", "/timelines/2/"),
        ("reviews", "/reviews/"),
        ("review with 400 notes", "/reviews/1/"),
        ("members", "/members/"),
        ("project settings", "/settings/"),
    ]
    fragments = [
        ("next page of the library", f"/clips/?before={project.generations.count() - 90}"),
        ("search, a common word", f"/clips/?q={MIDDLE}"),
        ("search, three words", "/clips/?q=tiger+violin+harbour"),
        ("search, no hit", "/clips/?q=zzzz"),
        ("search, a person", "/clips/?q=hana"),
        ("search, a number", f"/clips/?q=%23{middle}"),
        ("quote", "/quote/"),
        ("changes, nothing new", f"/changes/?since={revision}"),
        ("changes, one clip", f"/changes/?since={revision - 1}"),
        ("clip search of a timeline", f"/timelines/1/clip-search/?q={MIDDLE}"),
        ("clip search, no hit", "/timelines/1/clip-search/?q=zzzz"),
        ("changes of a timeline", f"/timelines/1/changes/?since={revision}"),
    ]
    api = [
        ("API, 50 clips", "/api/generations?limit=50"),
        ("API, completed clips", "/api/generations?limit=50&state=completed"),
        ("API, Luma's list", "/dream-machine/v1/generations?limit=100"),
        ("API, Luma's list from 50,000", f"/dream-machine/v1/generations?limit=100&offset={middle}"),
        ("API, the log", "/v2/logs"),
    ]
    studio = [("projects", "/projects/"), ("storage", "/settings/storage/"), ("engines", "/settings/")]
    return [
        *(Page(name, path + address) for name, address in pages),
        *(Page(name, path + address, fragment=True) for name, address in fragments),
        *(Page(name, address) for name, address in studio),
        Page("notifications", "/notifications/", fragment=True),
        Page("library of a small project", f"{small}/"),
        Page("activity of a small project", f"{small}/activity/"),
        *(Page(name, address, needs_key=True) for name, address in api),
    ]


def first_pk(rows: Any) -> int:
    return rows.values_list("pk", flat=True)[0]


def visitor(project: Project, owner: Person) -> Callable[[Page], int]:
    """Return a function that opens a page and returns the size of the answer in bytes."""
    client = Client(raise_request_exception=True)
    client.force_login(owner)
    _key, secret = keys.create(project, owner, name="Measuring", scope="write")
    headers = {"Authorization": f"Bearer {secret}"}

    def open_page(page: Page) -> int:
        given: Any = headers if page.needs_key else HTMX if page.fragment else {}
        answer = (Client() if page.needs_key else client).get(page.address, headers=given)
        assert answer.status_code in (200, 204), (page.name, answer.status_code, answer.content[:300])
        return len(answer.content)

    return open_page


def find_large() -> tuple[Project, Person]:
    project = Project.objects.get(name=LARGE)
    owner = Generation.objects.filter(project=project)[0].project.memberships.get(role="owner").person
    return project, owner
