"""Hostile words in a real browser, on the pages of the real server. (No test here uses a database itself.)"""

from urllib.parse import urlencode

import pytest

from tests.projects.hostile_words import WORDS
from tests.projects.web import CSRF, web  # noqa: F401

ACTING = "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())"
LISTEN = "window.reports = []; addEventListener('securitypolicyviolation', (e) => reports.push(e.blockedURI))"


@pytest.mark.browser
def test_hostile_words_do_nothing_in_a_real_browser(web, chromium):  # noqa: F811
    """No dialog, no report of the Content-Security-Policy, no new attribute that acts, no request abroad."""
    wished(web, "A lamp")
    context = chromium.new_context(base_url=f"http://127.0.0.1:{web.port}")
    cookie = {"name": "dailies", "value": web.sessions["owner"], "url": f"http://127.0.0.1:{web.port}"}
    context.add_cookies([cookie])
    context.add_init_script(LISTEN)
    page, said, abroad = context.new_page(), [], []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: abroad.append(request.url) if "evil.test" in request.url else None)

    library = f"/projects/{web.slug}/"
    harmless = acting(page, library)
    for words in WORDS:
        wished(web, words)
    sent = {"name": WORDS[3], "aspect_ratio": "16:9"}
    assert post(web, "/projects/", sent) == 302
    searches = [f"?{urlencode({name: WORDS[n]})}" for name, n in (("q", 30), ("words", 33), ("words", 7))]
    for address in ("", "activity/", "images/?end=frame0", *searches):
        new = acting(page, library + address) - harmless
        assert not [name for name in new if name.startswith(("on", "hx-on")) or name in ("style", "srcdoc")]
        assert page.locator("[hx-vals], [hx-get='/sign-out/'], [hx-post='//evil.test']").count() == 0
        assert (said, abroad, page.evaluate("reports")) == ([], [], [])
    acting(page, "/projects/")
    assert WORDS[3] in page.inner_text("main")
    assert (said, abroad, page.evaluate("reports")) == ([], [], [])
    context.close()


def test_static_files_of_the_real_server_are_dressed(web):  # noqa: F811
    for path in ("/static/css/tokens.css", "/static/no-such-file.js", "/healthz", "/no-such-page"):
        _, headers, _ = web.ask(path, who="")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def acting(page, address: str) -> set[str]:
    """The names of all attributes on that page, when its scripts have run."""
    page.goto(address, wait_until="load")
    return set(page.evaluate(ACTING))


def wished(web, words: str) -> None:  # noqa: F811
    token = f"hostile-{abs(hash(words)):020d}"
    wish = {"words": words.replace("\0", ""), "maker": "preview:preview", "client_token": token}
    assert post(web, f"/projects/{web.slug}/wishes/", wish) == 302


def post(web, path: str, fields: dict) -> int:  # noqa: F811
    body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}).encode()
    return web.ask(path, "POST", body=body, Content_Type="application/x-www-form-urlencoded")[0]
