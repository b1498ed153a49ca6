"""The type of API requests in views."""

from django.http import HttpRequest

from projects.models import ApiKey


class KeyRequest(HttpRequest):
    """auth: the API key that was sent."""

    auth: ApiKey
