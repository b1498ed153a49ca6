"""The browser journeys' studio, provider and page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.fake_provider import FakeProviderProcess
from tests.journeys.live import live_studio
from tests.journeys.person import EMAIL, PASSWORD
from tests.journeys.steps import generate_shot, wait_for_videos

HERE = Path(__file__).parent
QUICK = ("test_first_film.py",)  # one journey stays in `manage.py test --quick`
# These neither kill a process, nor enter a provider's key, nor read other people's rows.
SHARING = (
    "test_choose_frames.py",
    "test_cutting.py",
    "test_frames_on_the_timeline.py",
    "test_import.py",
    "test_in_its_place.py",
    "test_page_load.py",
    "test_player.py",
    "test_presses.py",
    "test_review.py",
    "test_review_live.py",
    "test_shot_selection.py",
    "test_stills.py",
    "test_timeline.py",
)
QUIET = {"AIMLAPI_KEY": "", "LUMAAI_API_KEY": "", "DAILIES_PACE": "0.05", "DAILIES_WEDGE_S": "20"}
NEW_OWNER = """
from projects.models import Person, Project
person = Person.objects.create_user("{email}", "{password}", name="Ada", is_admin=True)
Project.create("First project", person)
"""
LOUD = ("error", "warning")
# What a page may say: that a request was refused, or that a newer request took the place of one under way.
EXPECTED = ("the server responded with a status of 4", "htmx:sendAbort", "htmx:afterRequest")
expect.set_options(timeout=60_000)  # a bound for a broken page, not a promise about a healthy one


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == HERE and item.path.name not in QUICK:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    with FakeProviderProcess(tmp_path_factory.mktemp("provider"), make_s=1.0, log_delay=0.3) as fake_provider:
        yield fake_provider


@pytest.fixture(scope="session")
def shared_studio(tmp_path_factory):
    """One studio for all files of SHARING that this worker runs; only the Preview engine works."""
    with live_studio(tmp_path_factory.mktemp("shared"), QUIET) as live:
        yield live


@pytest.fixture(scope="module")
def studio(request):
    """The studio of this file, shared or its own. Its own knows the fake provider's address."""
    if request.path.name in SHARING:
        yield request.getfixturevalue("shared_studio")
        return
    env = QUIET | {"AIMLAPI_BASE_URL": request.getfixturevalue("provider").base_url}
    with live_studio(request.getfixturevalue("tmp_path_factory").mktemp("studio"), env) as live:
        yield live


@pytest.fixture(scope="module")
def email(request, studio):
    """The owner's address. In a shared studio each file has an owner and a project of its own."""
    if request.path.name not in SHARING:
        return EMAIL
    address = f"{request.path.stem}@example.test"
    studio.manage("shell", "--no-imports", "-c", NEW_OWNER.format(email=address, password=PASSWORD))
    return address


@pytest.fixture
def screen():
    """What the visitor looks at the pages with: a desktop's window, unless a file says otherwise."""
    return {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def page(chromium, studio, screen):
    """A page of a new visitor. At the end, its console must be empty."""
    context = chromium.new_context(base_url=studio.url, **screen)
    page, console = context.new_page(), []
    page.on("console", lambda line: console.append(line.text) if line.type in LOUD else None)
    page.on("pageerror", lambda error: console.append(str(error)))
    page.set_default_timeout(60_000)
    yield page
    context.close()
    assert not [line for line in console if not any(word in line for word in EXPECTED)]


@pytest.fixture
def library(page, email):
    """The page, signed in as the owner, in the first project's library. The first visit creates the owner."""
    page.goto("/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/**")
    return page


@pytest.fixture
def timeline(library):
    """The page, at the first project's timeline; its scripts have run, so that no key is lost."""
    library.get_by_role("link", name="Timeline", exact=True).click()
    library.wait_for_url("**/timelines/1/")
    expect(library.get_by_role("heading", name="Timeline 1")).to_be_visible()
    return library


@pytest.fixture
def review(timeline):
    """The page of a review of two clips; its video plays and its scripts have run."""
    page = timeline
    if page.locator("#strip .shot").count() == 0:
        generate_shot(page, "A lighthouse beam over a teal sea at dawn")
        expect(page.locator("#panel")).to_contain_text("Append after shot 1")
        generate_shot(page, "Night city in rain")
    wait_for_videos(page, 2)
    page.get_by_role("button", name="Share for review").click()
    page.wait_for_url("**/reviews/*/")
    expect(page.locator("#player")).to_be_visible()
    page.wait_for_load_state()  # the page reloads itself when the video is rendered
    return page
