"""Requests that no page sends: any query, form and body, made of the names that each view reads."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch
from urllib.parse import quote_plus
from uuid import UUID

from django.utils.datastructures import MultiValueDict
from hypothesis import strategies as st

from tests.projects.routes import Route, is_api, parts_of
from tests.projects.walk import QUERIES, SENT

API_NAMES = (
    *("limit", "cursor", "state", "status", "generation_id", "generation_ids", "generation_ids[]", "id"),
    *("include", "start", "end", "period", "model", "offset"),
)
BOUNDARY = "the-boundary"
FORM, JSON, PARTS = "application/x-www-form-urlencoded", "application/json", "multipart/form-data"
STROKE = '[{"tool": "pen", "color": "red", "points": [[%s, 0]]}]'
STRANGE = (
    *("", " ", "0", "-1", "1", "2", "1e400", "-0", "NaN", "inf", "1,59", "1.5", "+5", "1_000", "0x10"),
    *("²", "½", "١٢", "9" * 30, "9" * 400, "2147483648", "9223372036854775808"),
    *("\0", "\x0b\x1b[31m", "a\r\nb", "\ud800", "\ufffe", "é" * 300, "A" * 5000, "%", "'", '"', "<b>", "\\"),
    *("true", "null", "on", "[]", "{}", "[[[[", "[null]", "[1]", '{"a": 1}', "[" * 3000),
    *(STROKE % "1e400", STROKE % ("1" * 350), STROKE % "null", STROKE % '"a"'),
    *(
        "http://xn--/",
        "http://[::1",
        "http://[",
        "https://a.test:99999/",
        "https://@/",
        "ftp://a/",
        "http:///",
    ),
    *(
        "http://127.0.0.1:1/\x0b",
        "data:,",
        "//",
        "https://" + "a" * 300 + "/",
        "http://a..b/",
        "http://\u2100/",
    ),
    *(
        "../..",
        ":",
        "::",
        "16:9",
        "16:0",
        "0:0",
        "9" * 40 + ":1",
        "preview:preview",
        "preview:",
        "aimlapi:luma",
    ),
    *("none", "frame0", "frame1", "clip", "image:", "clip::last", "clip:x:last", "en-XX", "fcp7", "edl"),
    *("2026-13-45", "0000-00-00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00", "9999h"),
)


@dataclass(frozen=True)
class Request:
    """What is sent with one method to a route."""

    method: str
    query: str = ""
    body: bytes = b""
    content_type: str = FORM
    strange_parts: bool = False

    def send(self, client, address: str):
        return client.generic(
            self.method,
            address,
            self.body,
            self.content_type,
            QUERY_STRING=self.query,
            HTTP_HX_REQUEST="true",
        )


def requests_for(route: Route, names: list[str], objects: dict) -> st.SearchStrategy[Request]:
    """Return a strategy for requests to this route. objects: IDs and the like that exist."""
    values = st.sampled_from([*STRANGE, *choices_of(objects)]) | st.text(max_size=30)
    fields = st.lists(st.tuples(st.sampled_from(names), values), max_size=6)
    sent = SENT.get(route.name, {})
    bodies = json_bodies(sent) if is_api(route) else form_bodies(list(sent.items()), fields)
    queries = fields.map(lambda pairs: encode([*QUERIES.get(route.name, {}).items(), *pairs]))
    broken = st.sampled_from(["%", "%ED%A0%80=1", "a=%FF%FE", "&" * 300, "&".join(["q=1"] * 300), "=" * 20])
    methods = ["GET", "GET", "POST", "POST", "HEAD", *(["DELETE", "PUT", "PATCH"] if is_api(route) else [])]
    return st.builds(
        lambda method, query, body, strange: Request(method, query, body[0], body[1], strange),
        st.sampled_from(methods),
        queries | broken,
        bodies,
        st.booleans() if parts_of(route) else st.just(False),
    )


def squares_for(names: list[str], objects: dict) -> Iterator[Request]:
    """Yield requests in which each name gets each strange value once, in the query and in the form."""
    values = [*STRANGE, *choices_of(objects)]
    for shift in range(len(values) if names else 0):
        pairs = [(name, values[(shift + n) % len(values)]) for n, name in enumerate(names)]
        yield Request("GET", encode(pairs))
        yield Request("POST", encode(pairs[:1]), encode(pairs).encode())


@contextmanager
def recorded() -> Iterator[set[str]]:
    """Record every name that is looked up in a query or form."""
    names: set[str] = set()

    def wrap(method):
        def look_up(self, key, *more, **options):
            names.add(key)
            return method(self, key, *more, **options)

        return look_up

    with ExitStack() as stack:
        for method in ("__getitem__", "__contains__", "_getlist"):
            wrapped = wrap(getattr(MultiValueDict, method))
            stack.enter_context(patch.object(MultiValueDict, method, wrapped))
        yield names


def choices_of(objects: dict) -> list[str]:
    """Return values that name existing objects, in the forms in which pages send them."""
    ids = [str(value) for value in objects.values() if isinstance(value, UUID)]
    clip, image = objects["clip"], objects["image"]
    frames = [f"clip:{clip}:{end}" for end in ("first", "last", "0", "9" * 30, "-1", "²")]
    boxes = [
        f"image:{image}:{box}" for box in ("", "0,0,2,2", "-1,0,9,9", "9" * 30 + ",0,1,1", "1,2,3", "²,0,1,1")
    ]
    return [*ids, *frames, f"image:{image}", *boxes]


def form_bodies(sent: list, fields: st.SearchStrategy) -> st.SearchStrategy:
    """Return a strategy for (body, content type): the page's own form with fields added or replaced."""
    pairs = fields.map(lambda more: [pair for pair in sent if pair[0] not in dict(more)] + more)
    types = st.sampled_from(
        [FORM, FORM, FORM, "text/plain", "", "application/x-www-form-urlencoded; charset=x"]
    )
    parts = pairs.map(lambda chosen: (multipart(chosen), f"{PARTS}; boundary={BOUNDARY}"))
    return st.tuples(pairs.map(lambda chosen: encode(chosen).encode()), types) | parts | broken_bodies()


def json_bodies(sent: dict) -> st.SearchStrategy:
    scalars = (
        st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(STRANGE) | st.just(10**400)
    )
    values = st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    )
    names = st.sampled_from(
        [*sent, "prompt", "keyframes", "callback_url", "duration", "concepts", "after", "id"]
    )
    known = st.dictionaries(names, values, max_size=4).map(lambda more: sent | more)
    return (
        st.tuples((known | values).map(lambda body: json.dumps(body).encode()), st.just(JSON))
        | broken_bodies()
    )


def broken_bodies() -> st.SearchStrategy:
    bodies = st.binary(max_size=40) | st.sampled_from(
        [
            b"[" * 100_000,
            b"\xff\xfe",
            b'{"prompt": "\\ud800"}',
            b"1" * 5000,
            b"a=" + b"b" * 1_100_000,
            b"a&" * 300,
        ]
    )
    types = [
        JSON,
        FORM,
        PARTS,
        f"{PARTS}; boundary={BOUNDARY}",
        f"{PARTS}; boundary=",
        "text/plain; charset=\xff",
    ]
    return st.tuples(bodies, st.sampled_from(types))


def encode(pairs: list) -> str:
    return "&".join(
        f"{quote_plus(str(name))}={quote_plus(str(value), errors='surrogatepass')}" for name, value in pairs
    )


def multipart(pairs: list) -> bytes:
    """Return the pairs as the parts of a form; fields named file carry a file."""
    body = b""
    for name, value in pairs:
        file = '; filename="a\x0b.png"\r\nContent-Type: image/png' if name == "file" else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        body += f"{head}{value}\r\n".encode("utf-8", "surrogatepass")
    return body + f"--{BOUNDARY}--\r\n".encode()
