"""The state of a generation in words for the person: what happened, what it cost, what to do next.

| state | why | title | charged | buttons |
|---|---|---|---|---|
| queued | – | Waiting | no | cancel |
| queued | rate, outage | The provider asked us to slow down / isn't answering | no | cancel |
| queued | credits, key | The key's balance is used up / Waiting for a working key | no | engines, cancel |
| queued | budget | This month's budget is used up | no | project settings, cancel |
| queued | disk | The disk is nearly full | no | storage, cancel |
| queued | ask | Ada requested approval | no | approve, decline (owners), cancel |
| queued | source | Waiting for clip 3 | no | cancel |
| submitting | – | Sending | later | – |
| unconfirmed | – | Unconfirmed | maybe | check now, send again…, give up |
| submitted | queued, generating | In the provider's queue / Generating | later | – |
| ready | –, any hold | Finished, downloading / waiting to download | yes | storage, engines |
| completed | – | Ready | yes | new take, remix (none for imports and stills) |
| completed | no stills yet | Preparing … 40 % | yes | – |
| completed | unreadable | Its frames can't be read | yes | new take, remix |
| failed | moderation, other | The provider stopped / couldn't finish this clip | no | try again, edit |
| refused | moderation, bad_request, other | The provider refused this … | no | edit, try again |
| refused | keyframe_unreachable | The provider couldn't fetch the frame | no | try again, edit |
| refused | keyframe_refused | The provider doesn't know the clip … | no | our stored frame, edit |
| refused | keyframe_gone | A keyframe is missing | no | edit |
| refused | not_accepted | The provider didn't accept this request | no | try again, edit |
| refused | endpoint_gone | This model is no longer available | no | another model |
| cancelled | before sending, given up | Canceled / Given up | no, maybe | new take, remix |
| result_lost | – | Finished, but the video couldn't be downloaded | yes | download, generate again… |

The holds are in hold_text.py. "yes" reads "the provider didn't say how much" where it reported no price, and
"free" for an engine on this machine.
"""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.ledger.charged import (
    Charged,
    charge_later,
    charge_maybe,
    charge_nothing,
    charge_paid,
    is_local,
    was_written_off,
    without_charge,
)
from projects.ledger.hold_text import describe_hold
from projects.ledger.status import (
    CANCEL,
    CHECK,
    DOWNLOAD_AGAIN,
    EDIT,
    ENGINES,
    GENERATE_AGAIN,
    GIVE_UP,
    NEW_TAKE,
    REMIX,
    SEND_AGAIN,
    STORAGE,
    STORED_FRAME,
    TRY_AGAIN,
    Status,
)
from projects.models import Generation, Hold, State

LONG_H = 24  # from then on the page says that it takes unusually long


def describe_status(generation: Generation) -> Status:
    """Describe what happened to this clip, what was charged, and what to do next, with the buttons for it."""
    status = DESCRIBERS[State(generation.state)](generation)
    return replace(status, actions=tuple(action.at(generation) for action in status.actions))


# -- states ----------------------------------------------------------------------------------------------


def describe_queued(generation: Generation) -> Status:
    if generation.hold:
        return describe_hold(generation)
    local = is_local(generation)
    text = _("Drawn on this machine.") if local else _("It is sent when its turn comes.")
    return Status(_("Waiting"), text, "wait", charge_nothing(generation), (CANCEL,))


def describe_submitting(generation: Generation) -> Status:
    return Status(_("Sending"), _("One moment."), "wait", charge_later(generation))


def describe_unconfirmed(generation: Generation) -> Status:
    text = _("The provider may have accepted it. Checking is free. Sending it again may charge you twice.")
    return Status(_("Unconfirmed"), text, "ask", charge_maybe(generation), (CHECK, SEND_AGAIN, GIVE_UP))


def describe_submitted(generation: Generation) -> Status:
    title, text = describe_wait(generation)
    return Status(title, text, "wait", charge_later(generation))


def describe_wait(generation: Generation) -> tuple[str, str]:
    """Title and text while an accepted generation is being made."""
    if is_local(generation):
        return _("Generating"), _("Drawn on this machine.")
    if is_late(generation):
        text = _("This is taking unusually long. Dailies checks daily for 30 days.")
        return _("Still not finished"), text
    if generation.first_failure_at:
        return _("Generating"), _("The provider reported a problem. Dailies checks once more.")
    if generation.stage == "queued":
        return _("In the provider's queue"), _("It starts when the provider gets to it.")
    return _("Generating"), _("It appears here when it is ready.")


def describe_ready(generation: Generation) -> Status:
    paid = charge_paid(generation)
    waiting = _("Finished, waiting to download")
    if generation.hold == Hold.DISK:
        text = _("The disk is nearly full. Free up some space, and the download continues.")
        return Status(waiting, text, "ask", paid, (STORAGE,))
    if generation.hold == Hold.KEY:
        text = _("It can only be downloaded with the key that requested it. Save that key again to continue.")
        return Status(_("Finished, waiting for its key"), text, "ask", paid, (ENGINES,))
    if generation.hold:
        text = _("The provider isn't delivering the video right now. Dailies retries automatically.")
        return Status(waiting, text, "wait", paid)
    return Status(_("Finished, downloading"), _("Downloading and checking the video."), "wait", paid)


def describe_completed(generation: Generation) -> Status:
    paid = charge_paid(generation)
    again = (NEW_TAKE, REMIX) if generation.is_generated else ()
    if generation.is_unreadable:
        text = _("The video arrived whole, but it can't be decoded. You can download it as it came.")
        return Status(_("Its frames can't be read"), text, "stop", paid, again)
    if generation.is_preparing:
        return Status(name_preparation(generation), _("Stored. Making its pictures."), "wait", paid)
    return Status(_("Ready"), _("Stored and checked."), "go", paid, again)


def name_preparation(generation: Generation) -> str:
    """Return "Preparing … 40 %" while a film is conformed."""
    if generation.progress is None:
        return _("Preparing …")
    return _("Preparing … %(percent)d %%") % {"percent": generation.progress * 100}


def describe_failed(generation: Generation) -> Status:
    charged = Charged("yes", generation.cost_usd) if generation.cost_usd else charge_nothing(generation)
    quote = generation.provider_message
    if not is_local(generation) and generation.error_code == "moderation":
        title = _("The provider stopped this clip")
        return Status(title, str(FILTERED), "stop", charged, (EDIT_FIRST,), quote)
    local = is_local(generation)
    title = _("This clip couldn't be drawn") if local else _("The provider couldn't finish this clip")
    return Status(title, _("Trying again often helps."), "stop", charged, (AGAIN_FIRST, EDIT), quote)


def describe_refused(generation: Generation) -> Status:
    charged = charge_nothing(generation)
    if generation.error_code == "bad_request" and not generation.attempts.all():
        reason = without_charge(generation.error_message) or _("The model doesn't take these settings.")
        return Status(_("This request wasn't sent"), reason, "stop", charged, (EDIT_FIRST,))
    title, text, actions = REFUSALS.get(generation.error_code, REFUSALS["bad_request"])
    return Status(str(title), str(text), "stop", charged, actions, generation.provider_message)


def describe_cancelled(generation: Generation) -> Status:
    again = (NEW_TAKE, REMIX)
    if was_written_off(generation):
        text = _("If the provider made it after all, it appears here: Dailies keeps checking its log.")
        return Status(_("Given up"), text, "quiet", charge_maybe(generation), again)
    return Status(_("Canceled"), _("It was never sent."), "quiet", charge_nothing(generation), again)


def describe_result_lost(generation: Generation) -> Status:
    title = _("Finished, but the video couldn't be downloaded")
    text = _("Trying the download again is free. Generating the clip again will be charged.")
    text = f"{without_charge(generation.error_message)} {text}".strip()
    return Status(title, text, "stop", charge_paid(generation), (DOWNLOAD_AGAIN, GENERATE_AGAIN))


# -- small questions -------------------------------------------------------------------------------------


def is_late(generation: Generation) -> bool:
    since = generation.submitted_at or generation.created_at
    return timezone.now() - since > timedelta(hours=LONG_H)


# -- the tables ------------------------------------------------------------------------------------------

FILTERED = gettext_lazy("Its content filter doesn't allow this. A different prompt may pass.")
EDIT_FIRST = replace(EDIT, primary=True)
AGAIN_FIRST = replace(TRY_AGAIN, primary=True)
REFUSALS = {
    "moderation": (gettext_lazy("The provider refused this prompt"), FILTERED, (EDIT_FIRST,)),
    "keyframe_unreachable": (
        gettext_lazy("The provider couldn't fetch the frame"),
        gettext_lazy(
            "It needs to reach the image over the internet. Try again, or use a frame of its own clip."
        ),
        (AGAIN_FIRST, EDIT),
    ),
    "keyframe_refused": (
        gettext_lazy("The provider doesn't know the clip to continue from"),
        gettext_lazy("It can start from our stored frame instead."),
        (STORED_FRAME, EDIT),
    ),
    "endpoint_gone": (
        gettext_lazy("This model is no longer available"),
        gettext_lazy("The provider retired it. Choose another model; the prompt and frames are kept."),
        (replace(EDIT_FIRST, label=gettext_lazy("Choose another model")),),
    ),
    "keyframe_gone": (
        gettext_lazy("A keyframe is missing"),
        gettext_lazy("The clip or image it needs isn't there. Choose another frame; the prompt is kept."),
        (EDIT_FIRST,),
    ),
    "not_accepted": (
        gettext_lazy("The provider didn't accept this request"),
        gettext_lazy("Its log shows that nothing is being made. Try again."),
        (AGAIN_FIRST, EDIT),
    ),
    "bad_request": (
        gettext_lazy("The provider rejected this request"),
        gettext_lazy("Change the prompt or the settings, then try again."),
        (EDIT_FIRST, TRY_AGAIN),
    ),
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
