"""Describe the API: as an OpenAPI document, and as a page."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.api.app import api
from studio.text import one_line

METHODS = ("get", "post", "patch", "delete")
KEY = {"KeyAuth": {"type": "http", "scheme": "bearer", "description": "An API key of this studio: dailies_…"}}


@cache
def openapi() -> dict:
    """Return the OpenAPI document."""
    document = dict(api.get_openapi_schema(path_prefix=""))
    document["components"]["securitySchemes"] = KEY
    return document


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    return JsonResponse(openapi())


@login_not_required
@require_safe
def as_page(request: HttpRequest) -> HttpResponse:
    base = f"{request.scheme}://{request.get_host()}"
    return render(request, "api/show.html", {"groups": group_operations().items(), "base": base})


def group_operations() -> dict[str, list[dict]]:
    """Return the operations of each tag, as the page shows them."""
    document = openapi()
    groups: dict[str, list[dict]] = {}
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                row = describe_operation(method, path, methods[method], document["components"]["schemas"])
                groups.setdefault(methods[method]["tags"][0], []).append(row)
    return groups


def describe_operation(method: str, path: str, operation: dict, schemas: dict) -> dict:
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": one_line(operation.get("description", "")),
        "fields": [
            (_("Parameters"), describe_parameters(operation)),
            (_("Body"), describe_fields(body_schema(operation), schemas)),
        ],
        "needs_key": bool(operation.get("security")),
        "id": operation["operationId"],
    }


def describe_parameters(operation: dict) -> list[dict]:
    return [
        describe_field(one["name"], one["schema"], is_required=bool(one.get("required")))
        for one in operation.get("parameters", ())
    ]


def body_schema(operation: dict) -> dict:
    """Return the schema of the operation's body; empty if it has none."""
    content: dict[str, dict] = operation.get("requestBody", {}).get("content", {})
    return next(iter(content.values()), {}).get("schema", {})


def describe_fields(schema: dict, schemas: dict) -> list[dict]:
    schema = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
    required = schema.get("required", ())
    return [
        describe_field(name, one, is_required=name in required)
        for name, one in schema.get("properties", {}).items()
    ]


def describe_field(name: str, schema: dict, *, is_required: bool) -> dict:
    return {
        "name": name,
        "type": describe_type(schema),
        "is_required": is_required,
        "description": schema.get("description", ""),
    }


def describe_type(schema: dict) -> str:
    """Return the type in words: "text", "integer", "mp4 or bundle", "list of text"."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2].lower()
    if "enum" in schema or "const" in schema:
        return " or ".join(map(str, schema.get("enum", [schema.get("const")])))
    if "anyOf" in schema:
        types = [describe_type(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(types))
    if schema.get("type") == "array":
        return f"list of {describe_type(schema.get('items', {}))}"
    names = {"string": "text", "boolean": "true or false"}
    return names.get(schema.get("type", ""), schema.get("type", "anything"))
