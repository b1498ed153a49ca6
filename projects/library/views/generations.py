"""A clip's own page, and the actions on a clip."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from projects.core.access import generation_for
from projects.core.http import Request, render_fragments
from projects.ledger import actions, spending
from projects.ledger.changes import prepare_cards
from projects.ledger.requests import repeat as request_repeat
from projects.library.clip_filter import read_shown_filter
from projects.library.confirmation import Confirmation, confirm_repeat, confirm_sending
from projects.library.price_check import ask_in_message, must_confirm
from projects.library.signals import generation_retried
from projects.library.stacks import Card, fan_out, stacks_of
from projects.models import Generation, Role, State
from projects.models.project import EDITORS
from projects.models.states import WITH_REASON

TOO_LATE = _("That's no longer possible: the clip has moved on.")


@require_safe
def show(request: Request, slug: str, id):
    """Show the page, or a piece: "status" with its actions, or "viewer", the clip above the library."""
    generation = generation_for(request.user, slug, id, deleted=True)
    if generation.deleted_at:
        return show_deleted(request, generation)
    [generation] = prepare_cards([generation], generation.project)
    context = {"project": generation.project, "generation": generation}
    if request.htmx and request.GET.get("piece") == "status":
        return render(request, "library/clip/_status.html", context | {"on": request.GET.get("on", "")})
    if request.GET.get("piece") == "viewer" and generation.is_playable:
        return render(request, "library/clip/_viewer.html", context)
    is_idle = not (generation.is_moving or (generation.needs_preparation and not generation.pictures_at))
    return render(request, "library/clip/show.html", context | {"is_idle": is_idle})


def show_deleted(request: Request, generation: Generation):
    """Show where it is, or what is left of it: links from notes, mails and spending lead here."""
    project = generation.project
    context = {
        "project": project,
        "generation": generation,
        "may_make": project.role in EDITORS,
        "may_purge": project.role == Role.OWNER,
    }
    return render(request, "library/clip/deleted.html", context, status=200 if generation.is_in_bin else 410)


@require_safe
def takes(request: Request, slug: str, id):
    """Fan out the clip's stack in the library, or with "folded" fold it: a piece. Else the clip's page."""
    generation = generation_for(request.user, slug, id)
    if not request.htmx:
        return redirect("generation", slug, id)
    find = stacks_of if request.GET.get("folded") else fan_out
    chosen = read_shown_filter(request)
    cards = find(chosen, generation.project, {generation.prompt_id})
    cards = cards or [Card(generation, is_fanned=True)]  # it doesn't match the filter any more
    context = {"project": generation.project, "cards": cards, "filter": chosen}
    return render_fragments(request, ("library/_cards.html", context))


@require_POST
def cancel(request: Request, slug: str, id):
    generation = generation_for(request.user, slug, id, "make")
    return act_on(request, generation, actions.cancel, _("Canceled. Nothing was charged."))


@require_POST
def check(request: Request, slug: str, id):
    generation = generation_for(request.user, slug, id, "make")
    return act_on(request, generation, actions.check_now, _("Checking with the provider."))


@require_POST
def send_again(request: Request, slug: str, id):
    """Send a request again, after a confirmation that names what may be charged twice."""
    generation = generation_for(request.user, slug, id, "make")
    if not request.POST.get("confirmed"):
        return confirm(request, generation, confirm_sending(generation))
    try:
        return act_on(request, generation, actions.send_again, _("The request will be sent again."))
    except spending.NeedsApproval as error:
        messages.error(request, str(error))
        return respond(request, slug, id, status=409)


@require_POST
def give_up(request: Request, slug: str, id):
    generation = generation_for(request.user, slug, id, "make")
    message = _("Stopped waiting. If the provider made it after all, it will appear here.")
    return act_on(request, generation, actions.give_up, message)


@require_POST
def repeat(request: Request, slug: str, id):
    """Request the same prompt, settings and keyframes again, as the next take."""
    generation = requested_for(request, slug, id)
    if generation.state == State.RESULT_LOST and not request.POST.get("confirmed"):
        return confirm(request, generation, confirm_repeat(generation))
    if generation.state != State.RESULT_LOST and must_confirm(
        request, generation.project, generation.quote_usd
    ):
        return ask_in_message(request, generation.quote_usd)
    retry = request_repeat(generation, request.user, client_token=token(request))
    generation_retried.send(Generation, generation=generation, retry=retry, by=request.user)
    return respond_with_new(request, generation, retry, gettext("Take %d is in progress.") % retry.take)


@require_POST
def approve(request: Request, slug: str, id):
    """Approve the spending for a generation."""
    generation = generation_for(request.user, slug, id, "own")
    return act_on(request, generation, spending.approve, _("Approved. It will be sent in turn."))


@require_POST
def decline(request: Request, slug: str, id):
    generation = generation_for(request.user, slug, id, "own")
    return act_on(request, generation, spending.decline, _("Declined. Nothing was sent."))


@require_POST
def use_pictures(request: Request, slug: str, id):
    """Request it again with our stored frames instead of the provider's clip IDs."""
    generation = requested_for(request, slug, id)
    if must_confirm(request, generation.project, generation.quote_usd):
        return ask_in_message(request, generation.quote_usd)
    retry = actions.request_with_pictures(generation, request.user, client_token=token(request))
    generation_retried.send(Generation, generation=generation, retry=retry, by=request.user)
    return respond_with_new(
        request, generation, retry, gettext("A new clip with the stored frame is in progress.")
    )


@require_POST
def favorite(request: Request, slug: str, id):
    generation = generation_for(request.user, slug, id, "make")
    actions.set_favorite(generation, request.user, favorite=not generation.favorite)
    return respond(request, slug, id, whole=False)


def requested_for(request: Request, slug: str, id) -> Generation:
    """Return a generation that can be requested again. An import or a still can't: raise 404."""
    generation = generation_for(request.user, slug, id, "make")
    if not (generation.is_generated or generation.state in WITH_REASON):
        raise Http404
    return generation


# -- responses ---------------------------------------------------------------------------------------------


def act_on(request: Request, generation: Generation, act: Callable[..., bool], message: Promise):
    """Act, show the message, or that it was too late, and return the clip as it is now."""
    if act(generation, request.user):
        messages.success(request, str(message))
    else:
        messages.warning(request, str(TOO_LATE))
    return respond(request, generation.project.slug, generation.pk)


def confirm(request: Request, generation: Generation, confirmation: Confirmation):
    """Ask for confirmation in place of the status, or on a page of its own."""
    context = {
        "project": generation.project,
        "generation": generation,
        "confirmation": confirmation,
        "on": request.POST.get("on", ""),
    }
    return render(request, f"library/clip/{'_confirm' if request.htmx else 'confirm'}.html", context)


def respond_with_new(request: Request, generation: Generation, new: Generation, message: str):
    """Redirect from a clip's page to the new clip. In the library, the poll adds its card."""
    messages.success(request, message)
    slug = generation.project.slug
    if request.htmx and request.POST.get("on") != "clip":
        return respond(request, slug, generation.pk)
    address = reverse("generation", args=[slug, new.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def respond(request: Request, slug: str, id, *, whole: bool = True, status: int = 200):
    """Return the clip as it is now: its card or row, its page's parts, or (without htmx) its page.

    whole: False leaves out the video of the clip's page, because it may be playing.
    """
    if not request.htmx:
        return redirect("generation", slug, id)
    generation = generation_for(request.user, slug, id)
    [generation] = prepare_cards([generation], generation.project)
    context = {"project": generation.project, "generation": generation}
    flash = ("_flash.html", {"flash_oob": True})
    if request.POST.get("on") == "timeline":  # its poll brings the strip
        return render_fragments(request, flash, status=status)
    if request.POST.get("on") == "clip":
        piece = "library/clip/_clip.html" if whole else "library/clip/_details.html"
        return render_fragments(request, (piece, context | {"oob": True}), flash, status=status)
    pieces = {"activity": "ledger/_row.html", "compare": "library/clip/_choose.html"}
    if piece := pieces.get(request.POST.get("on", ""), ""):
        return render_fragments(request, (piece, context), flash, status=status)
    chosen = read_shown_filter(request)
    card = Card(generation, is_fanned=True)
    if not request.POST.get("fanned"):
        card = next(iter(stacks_of(chosen, generation.project, {generation.prompt_id})), card)
    cards = {"project": generation.project, "cards": [card], "filter": chosen}
    return render_fragments(request, ("library/_cards.html", cards), flash, status=status)


def token(request: Request) -> str:
    return request.POST.get("client_token", "")[:60] or uuid4().hex
