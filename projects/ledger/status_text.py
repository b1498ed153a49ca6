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

from projects.ledger.charged import (
    Charged,
    charge_later,
    charge_maybe,
    charge_nothing,
    charge_paid,
    is_local,
    was_written_off,
)
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
    Status,
)
from projects.models import Generation, Hold, State

LONG_H = 24  # from then on we say that it takes unusually long


def describe_status(generation: Generation) -> Status:
    """What happened to this clip, whether it was charged, and what to do next, with the buttons for it."""
    story = DESCRIBERS[State(generation.state)](generation)
    return replace(story, actions=tuple(action.at(generation) for action in story.actions))


# -- states ----------------------------------------------------------------------------------------------


def describe_queued(generation: Generation) -> Status:
    if generation.hold:
        return HOLDS[Hold(generation.hold)](generation)
    text = "It is drawn on this machine." if is_local(generation) else "It is sent as soon as it is its turn."
    return Status("Waiting its turn", text, "wait", charge_nothing(generation), (CANCEL,))


def describe_submitting(generation: Generation) -> Status:
    return Status("Being sent", "One moment.", "wait", charge_later(generation))


def describe_unconfirmed(generation: Generation) -> Status:
    text = "It may have been accepted. Checking costs nothing; sending again may be charged twice."
    return Status(
        "Sent, but no answer came back", text, "ask", charge_maybe(generation), (CHECK, SEND_AGAIN, GIVE_UP)
    )


def describe_submitted(generation: Generation) -> Status:
    story = Status("Generating", "It appears here by itself.", "wait", charge_later(generation))
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


def describe_ready(generation: Generation) -> Status:
    paid = charge_paid(generation)
    if generation.hold == Hold.DISK:
        text = "There is too little room on the disk. Free some space; then it is stored by itself."
        return Status("Finished, waiting to be stored", text, "ask", paid, (STORAGE,))
    if generation.hold == Hold.KEY:
        text = "It is fetched with the key it was ordered with. Save that key again; the rest goes by itself."
        return Status("Finished, waiting for its key", text, "ask", paid, (ENGINES,))
    if generation.hold:
        text = "The provider does not hand out the film just now. We try again by ourselves."
        return Status("Finished, waiting to be stored", text, "wait", paid)
    return Status("Finished, being stored", "The film is fetched and checked.", "wait", paid)


def describe_completed(generation: Generation) -> Status:
    return Status("Ready", "The film is stored and checked.", "go", charge_paid(generation), (ANOTHER, VARY))


def describe_failed(generation: Generation) -> Status:
    story = Status(
        "The provider could not finish this clip",
        "Trying again often helps.",
        "stop",
        charge_nothing(generation),
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


def describe_refused(generation: Generation) -> Status:
    title, text, actions = REFUSALS.get(generation.error_code, REFUSALS["bad_request"])
    return Status(title, text, "stop", charge_nothing(generation), actions, provider_words(generation))


def describe_cancelled(generation: Generation) -> Status:
    if was_written_off(generation):
        text = "If it was made after all, it appears here by itself: we keep watching the provider's log."
        return Status("Given up", text, "quiet", charge_maybe(generation), (ANOTHER, VARY))
    return Status("Cancelled", "It was never sent.", "quiet", charge_nothing(generation), (ANOTHER, VARY))


def describe_result_lost(generation: Generation) -> Status:
    text = "The film could not be had. Asking once more is free; making it again is charged again."
    return Status(
        "Made, but the film could not be fetched",
        text,
        "stop",
        charge_paid(generation),
        (ASK_AGAIN, MAKE_AGAIN),
        provider_words(generation),
    )


# -- holds of a queued wish ------------------------------------------------------------------------------


def describe_rate_hold(generation: Generation) -> Status:
    text = f"{next_try(generation)} You need not do anything."
    return Status("The provider asked us to slow down", text, "wait", charge_nothing(generation), (CANCEL,))


def describe_credits_hold(generation: Generation) -> Status:
    text = "It goes on by itself after a top-up at the provider, or with another key."
    return Status("The key's balance is used up", text, "ask", charge_nothing(generation), (ENGINES, CANCEL))


def describe_key_hold(generation: Generation) -> Status:
    text = "There is no key, or the provider did not accept it. It goes on by itself with one that works."
    return Status("Waits for a working key", text, "ask", charge_nothing(generation), (ENGINES, CANCEL))


def describe_budget_hold(generation: Generation) -> Status:
    text = "It goes on by itself when an owner raises the budget, or next month."
    return Status("This month's budget is used up", text, "ask", charge_nothing(generation), (BUDGET, CANCEL))


def describe_disk_hold(generation: Generation) -> Status:
    text = "Nothing new is made until there is room. Free some space; then it goes on by itself."
    return Status("The disk is nearly full", text, "ask", charge_nothing(generation), (STORAGE, CANCEL))


def describe_outage_hold(generation: Generation) -> Status:
    text = f"{next_try(generation)} It goes on by itself."
    return Status("The provider does not answer", text, "wait", charge_nothing(generation), (CANCEL,))


def describe_approval_hold(generation: Generation) -> Status:
    who, price = generation.created_by or "Somebody", generation.quote_usd
    text = f"{generation.hold_message} {'Its price is unknown.' if price is None else f'About ${price:.2f}.'}"
    return Status(f"{who} asks to spend", text, "ask", charge_nothing(generation), (RELEASE, DECLINE, CANCEL))


def describe_source_hold(generation: Generation) -> Status:
    waits_for = [
        key.source for key in generation.keyframes.all() if key.source and not key.source.is_playable
    ]
    names = " and ".join(generation.name_for(source) for source in waits_for) or "another clip"
    text = "It uses a frame of that clip, so it is sent as soon as that one is finished."
    return Status(f"Waits for {names}", text, "wait", charge_nothing(generation), (CANCEL,))


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
    Hold.RATE: describe_rate_hold,
    Hold.CREDITS: describe_credits_hold,
    Hold.KEY: describe_key_hold,
    Hold.BUDGET: describe_budget_hold,
    Hold.DISK: describe_disk_hold,
    Hold.OUTAGE: describe_outage_hold,
    Hold.SOURCE: describe_source_hold,
    Hold.ASK: describe_approval_hold,
}
DESCRIBERS = {
    State.QUEUED: describe_queued,
    State.SUBMITTING: describe_submitting,
    State.UNCONFIRMED: describe_unconfirmed,
    State.SUBMITTED: describe_submitted,
    State.READY: describe_ready,
    State.COMPLETED: describe_completed,
    State.FAILED: describe_failed,
    State.REFUSED: describe_refused,
    State.CANCELLED: describe_cancelled,
    State.RESULT_LOST: describe_result_lost,
}
