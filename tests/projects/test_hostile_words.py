"""Hostile text in a real browser, on the pages of the real server. (No test here uses a database itself.)"""

from urllib.parse import urlencode, urlsplit

import pytest

from tests.projects.hostile_words import WORDS
from tests.projects.web import CSRF

pytestmark = pytest.mark.slow

ACTING = "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())"
LISTEN = "window.reports = []; addEventListener('securitypolicyviolation', (e) => reports.push(e.blockedURI))"


@pytest.mark.browser
def test_hostile_text_does_nothing_in_a_real_browser(web, chromium):
    """No dialog, no report of the Content-Security-Policy, no new script attribute, no foreign request."""
    request(web, "A lamp")
    context = chromium.new_context(base_url=f"http://127.0.0.1:{web.port}")
    cookie = {"name": "dailies", "value": web.sessions["owner"], "url": f"http://127.0.0.1:{web.port}"}
    context.add_cookies([cookie])
    context.add_init_script(LISTEN)
    page, dialogs, foreign = context.new_page(), [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: foreign.append(request.url) if "evil.test" in request.url else None)

    library = f"/projects/{web.slug}/"
    harmless = acting(page, library)
    for payload in WORDS:
        request(web, payload)
    sent = {"name": WORDS[3], "aspect_ratio": "16:9"}
    assert post(web, "/projects/", sent) == 302
    searches = [f"?{urlencode({name: WORDS[n]})}" for name, n in (("q", 30), ("prompt", 33), ("prompt", 7))]
    for address in ("", "activity/", "images/?end=frame0", *searches):
        new = acting(page, library + address) - harmless
        assert not [name for name in new if name.startswith(("on", "hx-on")) or name in ("style", "srcdoc")]
        assert page.locator("[hx-vals], [hx-get='/sign-out/'], [hx-post='//evil.test']").count() == 0
        assert (dialogs, foreign, page.evaluate("reports")) == ([], [], [])
    acting(page, "/projects/")
    assert WORDS[3] in page.inner_text("main")
    assert (dialogs, foreign, page.evaluate("reports")) == ([], [], [])
    context.close()


# path, field, further fields, whether the text is kept; places() fills in {project} and the like.
FIELDS = [
    ("/profile/name/", "name", {}, True),
    ("/projects/", "name", {"aspect_ratio": "16:9"}, True),
    ("/settings/general/", "name", {}, True),
    ("{project}settings/", "name", {"aspect_ratio": "16:9"}, True),
    ("{project}timelines/new/", "name", {}, True),
    ("{project}timelines/1/name/", "name", {}, True),
    ("{project}timelines/1/cuts/", "name", {}, True),
    ("{review}notes/", "text", {"frame": 3}, True),
    ("{review}notes/", "text", {"frame": 3, "parent": "{note}"}, True),
    ("{review}links/", "label", {"days": 14}, True),
    ("{project}keys/", "name", {"scope": "write"}, True),
    ("{guest}name/", "name", {}, True),
    ("{guest}notes/", "text", {"frame": 4}, True),
    ("{project}webhooks/", "address", {"event_types": "note.created"}, False),
    ("{project}members/", "email", {"role": "viewer"}, False),
    ("{locked}", "passphrase", {}, False),
    ("/settings/engines/luma/key/", "key", {}, False),
    ("/profile/password/", "old_password", {}, False),
    ("{project}images/", "url", {"end": "frame0"}, False),
    ("{review}notes/", "drawing", {"frame": 3, "text": "A drawing"}, False),
]
SECRET = ("passphrase", "old_password", "key")  # never shown, and slow to check
REDIRECTED = 0  # what a script learns of it
SEEN_ON = (
    "/profile/",
    "/projects/",
    "/settings/general/",
    "{project}",
    "{project}settings/",
    "{project}members/",
    "{project}webhooks/",
    "{project}keys/",
    "{project}activity/",
    "{project}timelines/",
    "{project}timelines/1/",
    "{project}timelines/1/cuts/1/",
    "{project}reviews/",
    "{project}spending/",
    "{project}compare/",
    "{review}",
    "{review}links/",
    "{guest}",
)
SEND = r"""async ([address, name, values, more]) => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"))
  const statuses = []
  for (const [n, value] of values.entries()) {
    const client_token = `${address}${name}${more.parent ?? ""}${n}`.replace(/\W/g, "-").slice(-60)
    const body = new URLSearchParams({ client_token, ...more, [name]: value })
    statuses.push((await fetch(address, { method: "POST", body, headers, redirect: "manual" })).status)
  }
  return statuses
}"""
SUBMIT = """([address, name, value, more]) => {
  const form = document.createElement("form")
  const { "X-CSRFToken": csrfmiddlewaretoken } = JSON.parse(document.body.getAttribute("hx-headers"))
  Object.assign(form, { method: "POST", action: address })
  for (const [key, text] of Object.entries({ ...more, csrfmiddlewaretoken, [name]: value })) {
    const field = document.createElement("textarea")
    Object.assign(field, { name: key, value: text })
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}"""


@pytest.mark.browser
def test_forty_payloads_in_every_text_field(web, chromium):
    """1. Each is sent to each field of the site, by a member or a guest.  2. The form's own page shows again
    what was refused.  3. Every page shows what was kept: no dialog, no report of the policy, no script
    attribute, no foreign request."""
    context = chromium.new_context(base_url=f"http://127.0.0.1:{web.port}")
    cookie = {"name": "dailies", "value": web.sessions["owner"], "url": f"http://127.0.0.1:{web.port}"}
    context.add_cookies([cookie])
    context.add_init_script(LISTEN)
    page, dialogs, foreign = context.new_page(), [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: foreign.append(request.url) if "evil.test" in request.url else None)
    names = places(page, web)
    payloads = [one.replace("\0", "") for one in WORDS]
    for path, field, more, kept in FIELDS:
        path, more = path.format(**names), {key: str(one).format(**names) for key, one in more.items()}
        page.goto("/profile/")
        sent = payloads[::5] if field in SECRET else payloads
        statuses = page.evaluate(SEND, [path, field, sent, more])
        taken = sum(status in (REDIRECTED, 200) for status in statuses)
        assert taken + statuses.count(422) == len(sent), (path, field, statuses)
        assert taken > len(sent) / 2 or not kept, (path, field, statuses)
        if not kept:
            with page.expect_navigation():
                page.evaluate(SUBMIT, [path, field, " ".join(payloads[:20]), more])
            assert harmless(page) and (dialogs, foreign, page.evaluate("reports")) == ([], [], []), (
                path,
                field,
            )
    for address in SEEN_ON:
        page.goto(address.format(**names), wait_until="load")
        assert harmless(page) and (dialogs, foreign, page.evaluate("reports")) == ([], [], []), address
    assert page.locator(".note").count() >= 2 * len(payloads) and WORDS[0] in page.inner_text("main")
    context.close()


def harmless(page) -> bool:
    acting = [name for name in page.evaluate(ACTING) if name.startswith(("on", "hx-on")) or name == "srcdoc"]
    return (
        not acting and page.locator("[hx-vals], [hx-get='/sign-out/'], [hx-post='//evil.test']").count() == 0
    )


def places(page, web) -> dict:
    """Return the paths of the project, of a review with a note, a guest's page and a link with a
    passphrase."""
    project = f"/projects/{web.slug}/"
    page.goto(project)
    page.evaluate(SEND, [f"{project}timelines/1/placement/", "generation", [web.clip], {}])
    page.goto(web.share)
    guest = urlsplit(page.url).path
    page.goto(f"{project}reviews/1/")
    page.evaluate(SEND, [f"{project}reviews/1/notes/", "text", ["The first"], {"frame": "3"}])
    page.goto(f"{project}reviews/1/links/")
    page.get_by_label("Passphrase (optional)").fill("tungsten")
    page.get_by_role("button", name="Create link").click()
    locked = urlsplit(page.get_by_label("Share link").input_value()).path
    page.goto(f"{project}reviews/1/")
    note = page.locator(".note").first.get_attribute("id").removeprefix("note-")
    return {
        "project": project,
        "review": f"{project}reviews/1/",
        "guest": guest,
        "locked": locked,
        "note": note,
    }


def test_static_files_of_the_real_server_have_the_protecting_headers(web):
    for path in ("/static/css/core/tokens.css", "/static/no-such-file.js", "/healthz", "/no-such-page"):
        _, headers, _ = web.ask(path, who="")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def acting(page, address: str) -> set[str]:
    """Return the names of all attributes on that page after its scripts have run."""
    page.goto(address, wait_until="load")
    return set(page.evaluate(ACTING))


def request(web, payload: str) -> None:
    token = f"hostile-{abs(hash(payload)):020d}"
    sent = {"prompt": payload.replace("\0", ""), "model": "preview:preview", "client_token": token}
    assert post(web, f"/projects/{web.slug}/generations/", sent) == 302


def post(web, path: str, fields: dict) -> int:
    body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}).encode()
    return web.ask(path, "POST", body=body, Content_Type="application/x-www-form-urlencoded")[0]
