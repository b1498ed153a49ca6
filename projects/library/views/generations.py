"""A clip's own page, and what a person may do with a clip."""

from collections.abc import Callable
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from projects.core.access import generation_for
from projects.core.http import Request, pieces
from projects.ledger import actions, spending
from projects.ledger.changes import prepare_cards
from projects.ledger.requests import repeat as wish_again
from projects.library.signals import generation_retried
from projects.models import Generation, State

TOO_LATE = "Too late for that: the clip has moved on in the meantime."


@require_GET
def show(request: Request, slug: str, id):
    """The page; with ?piece=story only what happened and what to do (after "No, wait")."""
    generation = generation_for(request.user, slug, id)
    [generation] = prepare_cards([generation], generation.project)
    context = {"project": generation.project, "generation": generation}
    if request.htmx and request.GET.get("piece") == "story":
        return render(request, "library/clip/_story.html", context | {"on": request.GET.get("on", "")})
    rests = not (generation.is_moving or (generation.is_playable and not generation.pictures_at))
    return render(request, "library/clip/show.html", context | {"rests": rests})


@require_POST
def cancel(request: Request, slug: str, id):
    return decided(request, slug, id, actions.cancel, "Cancelled. Nothing was charged.")


@require_POST
def check(request: Request, slug: str, id):
    return decided(request, slug, id, actions.check_now, "Asking the provider now.")


@require_POST
def send_again(request: Request, slug: str, id):
    """The first press asks whether they are sure, and names what may be charged twice."""
    if not request.POST.get("sure"):
        return sure(request, generation_for(request.user, slug, id, "make"), "sending")
    try:
        return decided(request, slug, id, actions.send_again, "It is sent again.")
    except spending.NeedsOwner as refusal:
        messages.error(request, str(refusal))
        return refreshed(request, slug, id, status=409)


@require_POST
def give_up(request: Request, slug: str, id):
    return decided(request, slug, id, actions.give_up, "Given up. If it was made after all, it comes back.")


@require_POST
def repeat(request: Request, slug: str, id):
    """The same words, settings and frames again, as the next take."""
    generation = generation_for(request.user, slug, id, "make")
    if generation.state == State.RESULT_LOST and not request.POST.get("sure"):
        return sure(request, generation, "repeat")
    made = wish_again(generation, request.user, client_token=token(request))
    generation_retried.send(Generation, generation=generation, retry=made, by=request.user)
    return made_anew(request, generation, made, f"Take {made.take} is on its way.")


@require_POST
def release(request: Request, slug: str, id):
    """An owner lets a wish be paid that its person may not pay alone."""
    return decided(
        request, slug, id, spending.release, "Released. It is sent when it is its turn.", need="own"
    )


@require_POST
def decline(request: Request, slug: str, id):
    return decided(request, slug, id, spending.decline, "Declined. Nothing was sent.", need="own")


@require_POST
def use_pictures(request: Request, slug: str, id):
    """The same wish with our own stored frames instead of the provider's clips."""
    generation = generation_for(request.user, slug, id, "make")
    made = actions.use_pictures(generation, request.user, client_token=token(request))
    generation_retried.send(Generation, generation=generation, retry=made, by=request.user)
    return made_anew(request, generation, made, "It is on its way, with our stored frame.")


@require_POST
def star(request: Request, slug: str, id):
    generation = generation_for(request.user, slug, id, "make")
    actions.star(generation, request.user, starred=not generation.starred)
    return refreshed(request, slug, id, whole=False)


# -- answers ---------------------------------------------------------------------------------------------


def decided(request, slug, id, act: Callable[..., bool], done: str, need: str = "make"):
    """Do it, say whether it was still in time, and show the clip as it is now."""
    generation = generation_for(request.user, slug, id, need)
    if act(generation, request.user):
        messages.success(request, done)
    else:
        messages.warning(request, TOO_LATE)
    return refreshed(request, slug, id)


def sure(request: Request, generation: Generation, act: str):
    """ "Are you sure?" in place of the story, or as a page of its own."""
    context = {
        "project": generation.project,
        "generation": generation,
        "act": act,
        "on": request.POST.get("on", ""),
    }
    return render(request, f"library/clip/{'_sure' if request.htmx else 'sure'}.html", context)


def made_anew(request: Request, generation: Generation, made: Generation, words: str):
    """A new clip: from a clip's own page one goes to it; in the library it appears by itself."""
    messages.success(request, words)
    slug = generation.project.slug
    if request.htmx and request.POST.get("on") != "clip":
        return refreshed(request, slug, generation.pk)
    address = reverse("generation", args=[slug, made.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def refreshed(request: Request, slug: str, id, *, whole: bool = True, status: int = 200):
    """The clip as it is now: its card or row, its page's parts, or (without htmx) its page.

    whole: False leaves the screen of the clip's page alone, because a film may play there.
    """
    if not request.htmx:
        return redirect("generation", slug, id)
    generation = generation_for(request.user, slug, id)
    [generation] = prepare_cards([generation], generation.project)
    context = {"project": generation.project, "generation": generation}
    said = ("_flash.html", {"flash_oob": True})
    if request.POST.get("on") == "timeline":  # whose pulse brings the strip
        return pieces(request, said, status=status)
    if request.POST.get("on") == "clip":
        piece = "library/clip/_clip.html" if whole else "library/clip/_details.html"
        return pieces(request, (piece, context | {"oob": True}), said, status=status)
    piece = "ledger/_row.html" if request.POST.get("on") == "activity" else "library/clip/_card.html"
    return pieces(request, (piece, context), said, status=status)


def token(request: Request) -> str:
    return request.POST.get("client_token", "")[:60] or uuid4().hex
