"""What may follow what. The one list; the database holds it too (guards.py).

| from | to | who | when |
|---|---|---|---|
| queued | submitting | sender, with a lease | in the same transaction the open attempt is written |
| queued | cancelled | person | loses to submitting |
| queued | refused | sender | the order cannot be made (a keyframe is gone); nothing was sent |
| submitting | submitted | sender | the provider's id is known |
| submitting | queued | sender | proof that it was not sent, or a refusal for now: the attempt is closed |
| submitting | refused | sender | the provider said no to this order |
| submitting | unconfirmed | sender, reaper | anything else: it may be paid |
| unconfirmed | submitted | settler | the provider's log or a GET knows it |
| unconfirmed | failed | settler | found, and it failed there |
| unconfirmed | queued | settler, person | proof that it was not accepted; or "send again, may cost twice" |
| unconfirmed | refused | settler | its log row says failed, and an id does not exist |
| unconfirmed | cancelled | person | "give up"; the audit goes on watching |
| submitted | ready, failed | poller | finished there |
| submitted, ready | result_lost | person, or after 30 days | paid, and not to be had |
| ready | submitted | keeper | its address died: ask for a new one |
| ready | completed | keeper | stored, whole, hashed |
| failed, refused, cancelled, result_lost | submitted | settler | it succeeded after all |
| queued | submitted | settler | an order that was written off was accepted, before it was sent again |
"""

from projects.models import State as S

TRANSITIONS: dict[str, frozenset[str]] = {
    S.QUEUED: frozenset({S.SUBMITTING, S.CANCELLED, S.REFUSED, S.SUBMITTED}),
    S.SUBMITTING: frozenset({S.SUBMITTED, S.QUEUED, S.REFUSED, S.UNCONFIRMED}),
    S.UNCONFIRMED: frozenset({S.SUBMITTED, S.FAILED, S.QUEUED, S.REFUSED, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.READY, S.FAILED, S.RESULT_LOST}),
    S.READY: frozenset({S.SUBMITTED, S.COMPLETED, S.RESULT_LOST}),
    S.COMPLETED: frozenset(),
    S.FAILED: frozenset({S.SUBMITTED}),
    S.REFUSED: frozenset({S.SUBMITTED}),
    S.CANCELLED: frozenset({S.SUBMITTED}),
    S.RESULT_LOST: frozenset({S.SUBMITTED}),
}


def is_allowed(was: str, now: str) -> bool:
    return now in TRANSITIONS[was]
