"""Make a timeline's Preview shots with a paid model, each in its place."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from projects.core.access import timeline_for
from projects.core.http import Request
from projects.library.remake import Plan, is_remakable, request_remakes
from projects.library.views.remake import answer
from projects.models import Generation, Timeline
from projects.timeline import edits


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, slug: str, number: int) -> HttpResponse:
    """Show what a paid model would make of the Preview shots, and the price; once confirmed, request it.

    ?shot=<ID>: of this shot alone.
    """
    timeline = timeline_for(request.user, slug, number, need="make")
    back = reverse("timeline", args=[slug, number])

    def act(plan: Plan) -> str:
        made, model = request_remakes(plan, request.user), plan.choice.model.label
        edits.replace_clips(timeline, request.user, made, model)
        text = ngettext(
            "%(n)d shot requested from %(model)s.", "%(n)d shots requested from %(model)s.", len(made)
        )
        messages.success(request, text % {"n": len(plan.steps), "model": model})
        return back

    shot = request.GET.get("shot", "")
    return answer(request, timeline.project, lambda: preview_clips(timeline, shot), act=act, back=back)


def preview_clips(timeline: Timeline, shot: str) -> list[Generation]:
    """Return each Preview clip of the timeline once. shot: the ID of the only shot to look at, or ""."""
    rows = timeline.shots.filter(active=True).values_list("pk", "generation_id")
    ids = {generation for pk, generation in rows if shot in ("", str(pk))}
    clips = timeline.project.generations.filter(pk__in=ids).for_cards()
    return [generation for generation in clips if is_remakable(generation)]
