"""Journey: films of one's own. One is dropped; a large one is cut off, and goes on after a reload."""

import base64
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.person import PASSWORD
from tests.studio.media.hostile_films import PLAYLIST, box, film

pytestmark = [pytest.mark.browser, pytest.mark.live]
DROP = """([name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
  const dataTransfer = new DataTransfer()
  dataTransfer.items.add(new File([bytes], name, { type }))
  const options = { dataTransfer, bubbles: true, cancelable: true }
  for (const kind of ["dragover", "drop"])
    document.querySelector("#main").dispatchEvent(new DragEvent(kind, options))
}"""
PIECE = 8_000_000


@pytest.fixture
def library(chromium, studio, email):
    """The library of a visitor whose line may be cut, which a console reports."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=studio.url)
    page = context.new_page()
    page.set_default_timeout(40_000)
    page.goto("/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/**")
    yield page
    context.close()


def drop(page, name: str, content: bytes, type: str = "video/mp4"):
    page.evaluate(DROP, [name, type, base64.b64encode(content).decode()])


def card(page, title: str):
    return page.get_by_role("article").filter(has_text=title)


def test_a_dropped_film_becomes_a_clip_that_is_extended(library, tmp_path):
    drop(library, "harbor at night.mp4", film(tmp_path / "film.mp4").read_bytes())
    expect(card(library, "harbor at night")).to_contain_text("Imported by Ada", timeout=60_000)
    expect(card(library, "harbor at night")).to_contain_text("Ready")
    expect(library.locator("#imports li")).to_have_count(0)
    card(library, "harbor at night").hover()
    card(library, "harbor at night").get_by_role("link", name="Extend").click()
    expect(library.locator("#slot-frame0")).to_contain_text("End of clip")


def test_a_list_that_comes_late_hides_no_later_one(library, tmp_path):
    """1. The upload begins, and the page asks what there is.  2. The answer is on its way for long: meanwhile
    the film has arrived, and the page asks again.  3. The first answer replaces the list, then the second."""
    held = []

    def hold(route, request):
        if request.method == "GET" and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    library.route(re.compile("/uploads/$"), hold)
    drop(library, "late list.mp4", film(tmp_path / "film.mp4").read_bytes())
    expect(library.locator("#live")).to_contain_text("late list.mp4 is uploaded and being checked")
    while not held:  # its answer takes as long as the studio is busy
        library.wait_for_timeout(50)
    route, response = held[0]
    route.fulfill(response=response)
    expect(card(library, "late list")).to_contain_text("Imported by Ada", timeout=60_000)
    expect(library.locator("#imports li")).to_have_count(0)


def test_what_is_no_film_is_refused_in_a_sentence_and_removed(library):
    """A text named .mp4 is found out by the studio; a picture is not a film for the browser already."""
    drop(library, "evil.mp4", PLAYLIST)
    row = library.locator("#imports li").filter(has_text="evil.mp4")
    expect(row.get_by_role("alert")).to_contain_text("isn't a film", timeout=60_000)
    row.get_by_role("button", name="Remove evil.mp4").click()
    expect(row).to_have_count(0)
    library.locator(".import__file").set_input_files(
        {"name": "koi.png", "mimeType": "image/png", "buffer": b"x"}
    )
    expect(library.locator("[data-local]").get_by_role("alert")).to_contain_text("Choose an MP4, MOV")
    library.get_by_role("button", name="Dismiss: koi.png").click()
    expect(library.locator("[data-local] li")).to_have_count(0)


def test_a_line_that_is_cut_goes_on_where_it_was_also_after_a_reload(library, tmp_path):
    """1. The line is cut after three of five pieces.  2. The page is closed and opened again: 60 % is there.
    3. The same file is chosen again, and the fourth piece is the first one sent."""
    path = film(tmp_path / "long night.mp4")
    with path.open("ab") as file:
        file.write(box(b"free", bytes(5 * PIECE - path.stat().st_size - 8)))
    offsets: list[int] = []

    def relay(route, request):
        if request.method != "PATCH":
            return route.continue_()
        offsets.append(int(request.headers["upload-offset"]))
        return route.continue_() if is_whole or offsets[-1] < 3 * PIECE else route.abort()

    is_whole = False
    library.route(re.compile("/uploads/.+/"), relay)
    library.locator(".import__file").set_input_files(path)
    row = library.locator("#imports li").filter(has_text="long night")
    expect(row).to_contain_text("Uploading: 60 %")
    expect(library.locator("#live")).to_contain_text("long night.mp4: 50 % uploaded")
    while 3 * PIECE not in offsets:
        library.wait_for_timeout(100)
    library.on("dialog", lambda dialog: dialog.accept())
    library.reload()
    expect(row).to_contain_text("60 % has arrived. Choose the same file again")
    is_whole = True
    offsets.clear()
    library.locator(".import__file").set_input_files(path)
    expect(card(library, "long night")).to_contain_text("Ready", timeout=90_000)
    assert offsets == [3 * PIECE, 4 * PIECE]
    expect(row).to_have_count(0)
