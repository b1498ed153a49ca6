"""Test a key when it is saved, and whenever an admin asks. It costs nothing."""

from django.conf import settings
from django.utils.translation import gettext as _

from projects.ledger import engines, estimate, holds
from projects.models import Person
from studio.engines.base import Busy, EngineError, Unreachable
from studio.media.deadline import within

TEST_S = 10


def save_and_test(name: str, key: str, by: Person) -> tuple[bool, str]:
    """Save a key unless the provider rejects it. Return whether it works, and a sentence about it.

    A key that can't be tested now is saved and held: the watcher tests it again.
    """
    with within(TEST_S):
        if reason := find_rejection(name, key):
            return False, _("%(reason)s The key wasn't saved.") % {"reason": reason}
        engines.save_key(name, key, by)
        works, message = check_key(name)
    return works, (_("Saved. %s") if works else _("Saved, but it can't be used yet. %s")) % message


def find_rejection(name: str, key: str) -> str:
    """Return why the provider rejects this key, or "" if it accepts it or can't be asked now."""
    engine = engines.build_engine(name, key, str(settings.DATA))
    try:
        problem: EngineError | None = engine.find_key_problem()
        engine.balance_usd()
    except EngineError as error:
        problem = error
    return problem.message if isinstance(problem, Busy) and problem.hold == "key" else ""


def check_key(name: str) -> tuple[bool, str]:
    """Return whether the current key works, and a sentence about it. Hold it or release it accordingly."""
    try:
        engine = engines.engine_for(name)
    except engines.NoKey as missing:
        return False, str(missing)
    account = engines.account_for(engine)
    try:
        with within(TEST_S):
            balance = holds.check_account(account, engine)
            estimate.refresh_prices(engine)
    except EngineError as error:
        if isinstance(error, Busy | Unreachable):
            holds.hold_account(account, holds.keep_hold(account, error))
        return False, error.message
    if balance is None:
        return True, _("The key works. The provider doesn't report its balance.")
    return True, _("The key works. Balance: $%(usd)s.") % {"usd": f"{balance:,.2f}"}
