"""Make a Preview clip with a paid model."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.core.access import generation_for
from projects.core.http import Request
from projects.core.once import FIELD, do_once
from projects.library.composer import fresh_token
from projects.library.remake import Plan, is_remakable, make_plan, request_remakes
from projects.models import Generation, Project


class PlanChanged(Exception):
    """The plan isn't the confirmed one. Nothing was requested."""

    def __init__(self, plan: Plan | None) -> None:
        super().__init__()
        self.plan = plan


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, slug: str, id) -> HttpResponse:
    """Show what a paid model would make of this Preview clip, and its price; once confirmed, request it."""
    generation = generation_for(request.user, slug, id, "make")
    if not is_remakable(generation):
        raise Http404

    def act(plan: Plan) -> str:
        made = request_remakes(plan, request.user)
        messages.success(request, _("Requested from %s.") % plan.choice.model.label)
        return url_of(made[generation.pk])

    return answer(request, generation.project, lambda: [generation], act=act, back=url_of(generation))


def url_of(generation: Generation) -> str:
    return reverse("generation", args=[generation.project.slug, generation.pk])


def answer(
    request: Request,
    project: Project,
    find_clips: Callable[[], Sequence[Generation]],
    *,
    act: Callable[[Plan], str],
    back: str,
) -> HttpResponse:
    """Show the plan for these clips; if this form confirms it, `act` on it once and go to the URL it returns.

    back: where "Cancel" leads.
    """
    if request.method != "POST":
        return show_plan(request, project, plan_for(request, find_clips()), back=back)

    def act_if_confirmed() -> str:
        plan = plan_for(request, find_clips())
        if not (plan and plan.steps and request.POST.get("confirmed") == plan.confirmed):
            raise PlanChanged(plan)
        return act(plan)

    try:
        return redirect(do_once(request, act_if_confirmed))
    except PlanChanged as changed:
        return show_plan(request, project, changed.plan, back=back, status=409)


def plan_for(request: Request, clips: Sequence[Generation]) -> Plan | None:
    given = request.POST or request.GET
    return make_plan(clips, given.get("model", ""), request.user, token=given.get(FIELD) or fresh_token())


def show_plan(
    request: Request, project: Project, plan: Plan | None, *, back: str, status: int = 200
) -> HttpResponse:
    context = {"project": project, "plan": plan, "back": back, "has_changed": status == 409}
    return render(request, "library/remake.html", context, status=status)
