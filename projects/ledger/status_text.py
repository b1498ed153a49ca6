"""The state of a generation in words for the person: what happened, what it cost, what to do next.

| state | why | they read | charged | they can |
|---|---|---|---|---|
| queued | – | Waiting its turn | no | cancel |
| queued | rate, outage | The provider asked us to slow down / does not answer | no | cancel |
| queued | credits, key | The key's balance is used up / Waits for a working key | no | engines, cancel |
| queued | budget | This month's budget is used up | no | budget, cancel |
| queued | disk | The disk is nearly full | no | storage, cancel |
| queued | ask | Asks to spend | no | release, decline (owners), cancel |
| queued | source | Waits for clip 3 | no | cancel |
| submitting | – | Being sent | later | nothing to do |
| unconfirmed | – | Sent, but no answer came back | maybe | check now, send again…, give up |
| submitted | queued, generating | Waiting in the provider's line / Generating | later | nothing to do |
| ready | –, any hold | Finished, being stored / waiting to be stored | yes | storage, engines |
| completed | – | Ready | yes | another take, vary |
| failed | moderation, other | The provider stopped / could not finish this clip | no | try again, edit |
| refused | moderation, bad_request, other | The provider refused this … | no | edit, try again |
| refused | keyframe_unreachable | The provider could not fetch the frame | no | try again, edit |
| refused | keyframe_refused | The provider does not know the clip … | no | our stored frame, edit |
| refused | keyframe_gone | A frame that it needs is missing | no | edit |
| refused | not_accepted | The provider did not take this order | no | try again, edit |
| refused | endpoint_gone | This model is not offered any more | no | another model |
| cancelled | before sending, given up | Cancelled / Given up | no, maybe | another take, vary |
| result_lost | – | Made, but the film could not be fetched | yes | ask again, make it again… |

"yes" is "unknown" where the provider told no price, and "free" for an engine on this machine.
"""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from projects.ledger.charged import Charged, is_local, later, maybe, nothing, spent, was_written_off
from projects.ledger.status import (
    AGAIN,
    ANOTHER,
    ASK_AGAIN,
    BUDGET,
    CANCEL,
    CHECK,
    DECLINE,
    EDIT,
    ENGINES,
    GIVE_UP,
    MAKE_AGAIN,
    RELEASE,
    SEND_AGAIN,
    STORAGE,
    STORED_FRAME,
    VARY,
    Story,
)
from projects.models import Generation, Hold, State

LONG_H = 24  # from then on we say that it takes unusually long


def tell(generation: Generation) -> Story:
    """What happened to this clip, whether it was charged, and what to do next, with the buttons for it."""
    story = TELLERS[State(generation.state)](generation)
    return replace(story, actions=tuple(action.at(generation) for action in story.actions))


# -- states ----------------------------------------------------------------------------------------------


def queued(generation: Generation) -> Story:
    if generation.hold:
        return HOLDS[Hold(generation.hold)](generation)
    text = "It is drawn on this machine." if is_local(generation) else "It is sent as soon as it is its turn."
    return Story("Waiting its turn", text, "wait", nothing(generation), (CANCEL,))


def submitting(generation: Generation) -> Story:
    return Story("Being sent", "One moment.", "wait", later(generation))


def unconfirmed(generation: Generation) -> Story:
    text = "It may have been accepted. Checking costs nothing; sending again may be charged twice."
    return Story(
        "Sent, but no answer came back", text, "ask", maybe(generation), (CHECK, SEND_AGAIN, GIVE_UP)
    )


def submitted(generation: Generation) -> Story:
    story = Story("Generating", "It appears here by itself.", "wait", later(generation))
    if is_local(generation):
        return replace(story, text="It is drawn on this machine.")
    if is_late(generation):
        text = "It takes unusually long. We go on asking every day for 30 days; you need not do anything."
        return replace(story, title="Still not finished", text=text)
    if generation.first_failure_at:
        return replace(story, text="The provider reported a problem. We ask once more before we believe it.")
    if generation.stage == "queued":
        return replace(story, title="In the provider's line", text="It starts when it is its turn there.")
    return story


def ready(generation: Generation) -> Story:
    paid = spent(generation)
    if generation.hold == Hold.DISK:
        text = "There is too little room on the disk. Free some space; then it is stored by itself."
        return Story("Finished, waiting to be stored", text, "ask", paid, (STORAGE,))
    if generation.hold == Hold.KEY:
        text = "It is fetched with the key it was ordered with. Save that key again; the rest goes by itself."
        return Story("Finished, waiting for its key", text, "ask", paid, (ENGINES,))
    if generation.hold:
        text = "The provider does not hand out the film just now. We try again by ourselves."
        return Story("Finished, waiting to be stored", text, "wait", paid)
    return Story("Finished, being stored", "The film is fetched and checked.", "wait", paid)


def completed(generation: Generation) -> Story:
    return Story("Ready", "The film is stored and checked.", "go", spent(generation), (ANOTHER, VARY))


def failed(generation: Generation) -> Story:
    story = Story(
        "The provider could not finish this clip",
        "Trying again often helps.",
        "stop",
        nothing(generation),
        (replace(AGAIN, primary=True), EDIT),
        provider_words(generation),
    )
    if generation.cost_usd:
        story = replace(story, charged=Charged("yes", generation.cost_usd))
    if is_local(generation):
        return replace(story, title="This clip could not be drawn")
    if generation.error_code == "moderation":
        return replace(story, title="The provider stopped this clip", text=FILTERED, actions=(EDIT_FIRST,))
    return story


def refused(generation: Generation) -> Story:
    title, text, actions = REFUSALS.get(generation.error_code, REFUSALS["bad_request"])
    return Story(title, text, "stop", nothing(generation), actions, provider_words(generation))


def cancelled(generation: Generation) -> Story:
    if was_written_off(generation):
        text = "If it was made after all, it appears here by itself: we keep watching the provider's log."
        return Story("Given up", text, "quiet", maybe(generation), (ANOTHER, VARY))
    return Story("Cancelled", "It was never sent.", "quiet", nothing(generation), (ANOTHER, VARY))


def result_lost(generation: Generation) -> Story:
    text = "The film could not be had. Asking once more is free; making it again is charged again."
    return Story(
        "Made, but the film could not be fetched",
        text,
        "stop",
        spent(generation),
        (ASK_AGAIN, MAKE_AGAIN),
        provider_words(generation),
    )


# -- holds of a queued wish ------------------------------------------------------------------------------


def held_rate(generation: Generation) -> Story:
    text = f"{next_try(generation)} You need not do anything."
    return Story("The provider asked us to slow down", text, "wait", nothing(generation), (CANCEL,))


def held_credits(generation: Generation) -> Story:
    text = "It goes on by itself after a top-up at the provider, or with another key."
    return Story("The key's balance is used up", text, "ask", nothing(generation), (ENGINES, CANCEL))


def held_key(generation: Generation) -> Story:
    text = "There is no key, or the provider did not accept it. It goes on by itself with one that works."
    return Story("Waits for a working key", text, "ask", nothing(generation), (ENGINES, CANCEL))


def held_budget(generation: Generation) -> Story:
    text = "It goes on by itself when an owner raises the budget, or next month."
    return Story("This month's budget is used up", text, "ask", nothing(generation), (BUDGET, CANCEL))


def held_disk(generation: Generation) -> Story:
    text = "Nothing new is made until there is room. Free some space; then it goes on by itself."
    return Story("The disk is nearly full", text, "ask", nothing(generation), (STORAGE, CANCEL))


def held_outage(generation: Generation) -> Story:
    text = f"{next_try(generation)} It goes on by itself."
    return Story("The provider does not answer", text, "wait", nothing(generation), (CANCEL,))


def held_ask(generation: Generation) -> Story:
    who, price = generation.created_by or "Somebody", generation.quote_usd
    text = f"{generation.hold_message} {'Its price is unknown.' if price is None else f'About ${price:.2f}.'}"
    return Story(f"{who} asks to spend", text, "ask", nothing(generation), (RELEASE, DECLINE, CANCEL))


def held_source(generation: Generation) -> Story:
    waits_for = [
        key.source for key in generation.keyframes.all() if key.source and not key.source.is_playable
    ]
    names = " and ".join(generation.name_for(source) for source in waits_for) or "another clip"
    text = "It uses a frame of that clip, so it is sent as soon as that one is finished."
    return Story(f"Waits for {names}", text, "wait", nothing(generation), (CANCEL,))


# -- small questions -------------------------------------------------------------------------------------


def is_late(generation: Generation) -> bool:
    since = generation.submitted_at or generation.created_at
    return timezone.now() - since > timedelta(hours=LONG_H)


def next_try(generation: Generation) -> str:
    wait_s = (generation.due_at - timezone.now()).total_seconds() if generation.due_at else 0
    if wait_s < 2:
        return "We are about to try again."
    if wait_s < 90:
        return f"Next try in {wait_s:.0f} s."
    return f"Next try in {wait_s / 60:.0f} min."


def provider_words(generation: Generation) -> str:
    """The provider's own words without the sentences that ours put around them."""
    words = generation.error_message.removeprefix("The provider refused this order:").strip()
    words = words.removesuffix("Nothing was charged.").strip()
    return "" if words.rstrip(".") == "The provider refused this order" else words


# -- the tables ------------------------------------------------------------------------------------------

FILTERED = "Its content filter does not allow this. Other words may pass."
EDIT_FIRST = replace(EDIT, primary=True)
REFUSALS = {
    "moderation": ("The provider refused this prompt", FILTERED, (EDIT_FIRST,)),
    "keyframe_unreachable": (
        "The provider could not fetch the frame",
        "It has to reach the picture from outside. Try again, or choose a frame of a clip it made itself.",
        (replace(AGAIN, primary=True), EDIT),
    ),
    "keyframe_refused": (
        "The provider does not know the clip it should go on from",
        "It can start from the frame that we keep of it instead.",
        (STORED_FRAME, EDIT),
    ),
    "endpoint_gone": (
        "This model is not offered any more",
        "The provider has closed it. Choose another model; words and frames stay.",
        (replace(EDIT, label="Choose another model", primary=True),),
    ),
    "keyframe_gone": (
        "A frame that it needs is missing",
        "The clip or picture it should join is not there. Choose another frame; the words stay.",
        (EDIT_FIRST,),
    ),
    "not_accepted": (
        "The provider did not take this order",
        "Its log shows so. Nothing is being made; try again.",
        (replace(AGAIN, primary=True), EDIT),
    ),
    "bad_request": (
        "The provider refused this order",
        "Change the words or the settings, then send it again.",
        (EDIT_FIRST, AGAIN),
    ),
}
HOLDS = {
    Hold.RATE: held_rate,
    Hold.CREDITS: held_credits,
    Hold.KEY: held_key,
    Hold.BUDGET: held_budget,
    Hold.DISK: held_disk,
    Hold.OUTAGE: held_outage,
    Hold.SOURCE: held_source,
    Hold.ASK: held_ask,
}
TELLERS = {
    State.QUEUED: queued,
    State.SUBMITTING: submitting,
    State.UNCONFIRMED: unconfirmed,
    State.SUBMITTED: submitted,
    State.READY: ready,
    State.COMPLETED: completed,
    State.FAILED: failed,
    State.REFUSED: refused,
    State.CANCELLED: cancelled,
    State.RESULT_LOST: result_lost,
}
