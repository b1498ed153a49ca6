"""URLs of the API. ninja's routes are moved out of its namespace, so that their names are the site's."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from projects.api import errors, openapi, views
from projects.api.app import api, respond_not_found
from projects.api.errors import ApiError
from projects.api.headers import client_id_of


def accept_keys(view):
    """Let API clients in: without a session and a CSRF token, as each view checks the key. Support HEAD."""

    @csrf_exempt
    @login_not_required
    def wrapped(request: HttpRequest, **parts) -> HttpResponseBase:
        if is_head := request.method == "HEAD":
            request.method = "GET"
        response = view(request, **parts)
        if response.status_code == 405:
            message = f"Use {response['Allow']} for this URL."
            response = errors.respond(request, ApiError(405, message, Allow=response["Allow"]))
        add_headers(response, request)
        return remove_body(response) if is_head else response

    return wrapped


def add_headers(response: HttpResponseBase, request: HttpRequest) -> None:
    """Add the rate limit and the client's own ID of the request."""
    for name, value in getattr(request, "limits", {}).items():
        response[name] = value
    if client_id := client_id_of(request):
        response["X-Client-Request-Id"] = client_id


def remove_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse):
        response.close()
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        response.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def list_routes() -> list[URLPattern]:
    """Return each path of ninja's once, for all its methods."""
    found: dict[str, URLPattern] = {}
    for one in api.urls[0]:
        if isinstance(one, URLPattern) and one.name != "api-root":
            found.setdefault(str(one.pattern), one)
    return [path(address, accept_keys(one.callback), name=str(one.name)) for address, one in found.items()]


project_urls = [
    path("keys/", views.index, name="keys"),
    path("keys/<uuid:id>/revocation/", views.revoke, name="key-revocation"),
]

urlpatterns = [
    path("api/", openapi.as_page, name="api"),
    path("api/openapi.json", accept_keys(openapi.as_json), name="api-schema"),
    *list_routes(),
    *(
        path(f"{room}/<path:rest>", accept_keys(respond_not_found), name=f"no-{room}")
        for room in ("dream-machine", "v1", "v2", "api")
    ),
]
