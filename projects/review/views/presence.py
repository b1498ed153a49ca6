"""Who else looks at a review now, and following one of them."""

from django import forms
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from projects.core.http import pieces
from projects.review import presence
from projects.review.views.access import for_visitors
from projects.review.visitors import Visitor


class WordForm(forms.Form):
    frame = forms.IntegerField(required=False, min_value=0, max_value=10_000_000)
    plays = forms.BooleanField(required=False)
    lead = forms.NullBooleanField(required=False)


@require_POST
@for_visitors
def show(request, visitor: Visitor) -> HttpResponse:
    """Say that I am here, and hear who else is, and where the leader's player stands."""
    form = WordForm(request.POST)
    if not form.is_valid() or (visitor.guest and not visitor.guest.name):
        raise Http404
    word = form.cleaned_data
    lead = word["lead"] if visitor.may_speak else None
    review = visitor.review
    presence.say_here(review, visitor.voice, presence.Word(word["frame"] or 0, word["plays"], lead))
    present = presence.here(review)
    leader = presence.leader(present)
    return pieces(
        request,
        (
            "review/_presence.html",
            {
                "visitor": visitor,
                "review": review,
                "base": visitor.base,
                "present": present,
                "leader": leader,
                "leads": leader and leader.voice in (visitor.person, visitor.guest),
                "frame": leader and presence.frame_of(leader, review),
            },
        ),
    )
