"""What the API says about itself: OpenAPI for programs, the same as a page for people."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.api.app import api

METHODS = ("get", "post", "delete")
KEY = {"KeyAuth": {"type": "http", "scheme": "bearer", "description": "A key of this studio: dailies_…"}}


@cache
def openapi() -> dict:
    said = dict(api.get_openapi_schema(path_prefix=""))
    said["components"]["securitySchemes"] = KEY
    return said


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    return JsonResponse(openapi())


@login_not_required
@require_safe
def as_page(request: HttpRequest) -> HttpResponse:
    said = openapi()
    rooms: dict[str, list[dict]] = {}
    for path, methods in said["paths"].items():
        for method in METHODS:
            if method in methods:
                row = row_of(method, path, methods[method], said["components"]["schemas"])
                rooms.setdefault(methods[method]["tags"][0], []).append(row)
    base = f"{request.scheme}://{request.get_host()}"
    return render(request, "api/show.html", {"rooms": rooms.items(), "base": base})


def row_of(method: str, path: str, told: dict, schemas: dict) -> dict:
    body: dict[str, dict] = told.get("requestBody", {}).get("content", {})
    kind = next(iter(body.values()), {}).get("schema", {})
    return {
        "method": method.upper(),
        "path": path,
        "summary": told["summary"],
        "words": " ".join(told.get("description", "").split()),
        "asked": [
            field_of(one["name"], one["schema"], one.get("required")) for one in told.get("parameters", ())
        ],
        "body": fields_of(kind, schemas),
        "key": bool(told.get("security")),
        "id": told["operationId"],
    }


def fields_of(kind: dict, schemas: dict) -> list[dict]:
    kind = schemas.get(kind.get("$ref", "").rpartition("/")[2], kind)
    needed = kind.get("required", ())
    return [field_of(name, one, name in needed) for name, one in kind.get("properties", {}).items()]


def field_of(name: str, schema: dict, needed) -> dict:
    words = schema.get("description", "")
    return {"name": name, "kind": kind_of(schema), "needed": bool(needed), "words": words}


def kind_of(schema: dict) -> str:
    """ "text", "number", "mp4 or bundle", "list of text"."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2].lower()
    if "enum" in schema or "const" in schema:
        return " or ".join(map(str, schema.get("enum", [schema.get("const")])))
    if "anyOf" in schema:
        kinds = [kind_of(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    words = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object"}
    return words.get(schema.get("type", ""), schema.get("type", "anything"))
