"""The request of a program, as its views see it."""

from django.http import HttpRequest

from projects.models import ApiKey


class KeyRequest(HttpRequest):
    """auth: the key that it came with."""

    auth: ApiKey
