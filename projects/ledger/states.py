"""The states and what may follow what. The one list, which the database enforces, too (guards.py).

| from | to | who | when |
|---|---|---|---|
| queued | submitting | sender, with a lease | in the same transaction the open attempt is written |
| queued | cancelled | person | loses to submitting |
| queued | refused | sender | the order can't be built (a keyframe is missing); nothing was sent |
| submitting | submitted | sender | the provider's id is known |
| submitting | queued | sender | proof that it wasn't sent, or a temporary refusal: the attempt is closed |
| submitting | refused | sender | the provider rejected this order |
| submitting | unconfirmed | sender, reaper | anything else: it may be paid |
| unconfirmed | submitted | settler | the provider's log or a GET knows it |
| unconfirmed | failed | settler | found, and it failed there |
| unconfirmed | queued | settler, person | proof that it was not accepted; or "send again, may cost twice" |
| unconfirmed | refused | settler | its log row says failed, and an id does not exist |
| unconfirmed | cancelled | person | "give up"; the audit keeps watching |
| submitted | ready, failed | poller | finished there |
| submitted, ready | result_lost | after 30 days | paid, but it can't be downloaded |
| ready | submitted | storer | its address expired: ask for a new one |
| ready | completed | storer | stored, checked, hashed |
| failed, refused, cancelled, result_lost | submitted | settler | it succeeded after all |
| queued | submitted | settler | an attempt that was given up was accepted before it was sent again |
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
