"""The API's addresses. What ninja made of the routers is taken out of its namespace: names are the site's."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from projects.api import errors, openapi, views
from projects.api.app import api, nowhere
from projects.api.errors import Trouble
from projects.api.headers import client_id_of


def open_to_keys(view):
    """No session and no form leads here; every view asks for a key itself. HEAD is GET without its body."""

    @csrf_exempt
    @login_not_required
    def opened(request: HttpRequest, **parts) -> HttpResponseBase:
        if is_head := request.method == "HEAD":
            request.method = "GET"
        response = view(request, **parts)
        if response.status_code == 405:
            words = f"This address takes {response['Allow']}."
            response = errors.answer(request, Trouble(405, words, Allow=response["Allow"]))
        for name, value in getattr(request, "limits", {}).items():
            response[name] = value
        if client_id := client_id_of(request):
            response["X-Client-Request-Id"] = client_id
        return without_body(response) if is_head else response

    return opened


def without_body(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, StreamingHttpResponse):
        response.close()
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        response.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def of_ninja() -> list[URLPattern]:
    """Each address once, for all its methods."""
    found: dict[str, URLPattern] = {}
    for one in api.urls[0]:
        if isinstance(one, URLPattern) and one.name != "api-root":
            found.setdefault(str(one.pattern), one)
    return [path(address, open_to_keys(one.callback), name=str(one.name)) for address, one in found.items()]


project_urls = [
    path("keys/", views.index, name="keys"),
    path("keys/<uuid:id>/revocation/", views.revoke, name="key-revocation"),
]

urlpatterns = [
    path("api/", openapi.as_page, name="api"),
    path("api/openapi.json", open_to_keys(openapi.as_json), name="api-schema"),
    *of_ninja(),
    *(
        path(f"{room}/<path:rest>", open_to_keys(nowhere), name=f"no-{room}")
        for room in ("dream-machine", "v1", "v2", "api")
    ),
]
