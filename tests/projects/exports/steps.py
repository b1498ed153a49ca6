"""Requesting an export of a timeline, and building it as a worker would."""

from projects.exports import queue
from projects.models import RenderState


def request_export(timeline, token="t", **wanted):
    return queue.request_export(timeline, None, client_token=token, **wanted)


def build_export(timeline, **wanted):
    export = request_export(timeline, **wanted)
    queue.build(export.pk)
    export.refresh_from_db()
    assert export.state == RenderState.READY, export.render.message
    return export
