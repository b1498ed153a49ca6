"""Show the other visitors of a review, and follow one of them."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from projects.core.http import render_fragments
from projects.review import presence
from projects.review.forms import PresenceForm
from projects.review.views.access import for_visitors
from projects.review.visitors import Visitor


@require_POST
@for_visitors
def show(request, visitor: Visitor) -> HttpResponse:
    """Record that the visitor is present; return the other visitors and the leader's frame."""
    form = PresenceForm(request.POST)
    if not form.is_valid() or (visitor.guest and not visitor.guest.name):
        raise Http404
    reported = form.cleaned_data
    lead = reported["lead"] if visitor.can_comment else None
    update = presence.Update(reported["frame"] or 0, reported["plays"], lead)
    presence.record(visitor.review, visitor.author_fields, update)
    return render_fragments(request, ("review/_presence.html", presence_context(visitor)))


def presence_context(visitor: Visitor) -> dict:
    review = visitor.review
    present = presence.list_present(review)
    leader = presence.find_leader(present)
    return {
        "visitor": visitor,
        "present": present,
        "leader": leader,
        "leads": leader is not None and leader.author == visitor.author,
        "frame": leader and presence.current_frame(leader, review),
    }
