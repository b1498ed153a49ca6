"""What holds clips of a project back, said once for all of them."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.ledger.charged import Charged
from projects.ledger.engines import OF_THE_KEY, PAID, NoKey, engine_for, find_account
from projects.ledger.history import label_of_engine
from projects.ledger.hold_text import SHARED
from projects.ledger.holds import SHUT
from projects.ledger.status import CANCEL, ENGINES, Action, Status
from projects.ledger.status_text import describe_status
from projects.models import Account, Hold, Person, Project, State


@dataclass(frozen=True)
class Cause:
    """One hold and how many clips wait for its end. account: the key on hold, if it is one."""

    hold: str
    engine: str
    status: Status
    count: int
    account: Account | None = None

    @property
    def actions(self) -> list[Action]:
        """Return the links of its status; canceling is for each clip by itself."""
        return [action for action in self.status.actions if action.url_name != CANCEL.url_name]

    @property
    def says_next_try(self) -> bool:
        """Return True if the text of its status says when it is tried again."""
        return self.hold in (Hold.RATE, Hold.OUTAGE) and self.status.tone == "wait"

    @property
    def can_be_tried(self) -> bool:
        """Return False after a rate limit: the provider said how long to wait."""
        return self.hold != Hold.RATE


def list_causes(project: Project, person: Person) -> list[Cause]:
    """Return what holds the project's clips, one entry for each engine and hold."""
    accounts = {account.engine: account for account in current_accounts() if account.hold}
    causes = list_unsent(project, person, accounts)
    named = {(cause.engine, cause.hold) for cause in causes}
    silent = (account for account in accounts.values() if account.hold in SHUT)
    unfetched = [describe_account(project, person, account) for account in silent]
    return causes + [cause for cause in unfetched if cause.count and (cause.engine, cause.hold) not in named]


def list_unsent(project: Project, person: Person, accounts: dict[str, Account]) -> list[Cause]:
    """Return the causes that keep clips from being sent."""
    held = project.generations.queued().filter(hold__in=SHARED).order_by()
    causes = []
    for hold, engine, count in held.values_list("hold", "prompt__engine").annotate(Count("pk")):
        sample = held.for_cards().filter(hold=hold, prompt__engine=engine).order_by("number").first()
        if sample is None:
            continue
        sample.project = project
        status = describe_status(sample).for_person(person, project.role)
        account = accounts.get(engine) if hold in OF_THE_KEY else None
        causes.append(Cause(hold, engine, status, count, account))
    return causes


def describe_account(project: Project, person: Person, account: Account) -> Cause:
    """Return the cause that keeps paid clips from being fetched."""
    title = _("%(engine)s is on hold") % {"engine": label_of_engine(account.engine)}
    text = _("Clips in progress are fetched when it answers again.")
    status = Status(title, text, "ask", Charged("later"), (ENGINES.at_settings(),))
    count = project.generations.filter(state=State.SUBMITTED, attempts__account=account).distinct().count()
    return Cause(account.hold, account.engine, status.for_person(person, project.role), count, account)


def try_now(project: Project, hold: str) -> int:
    """Look at this cause now instead of later; return how many of the project's clips it holds."""
    now = timezone.now()
    if hold in OF_THE_KEY:
        Account.objects.filter(hold=hold).exclude(hold=Hold.RATE).update(hold_until=now)
    held = project.generations.queued().filter(hold=hold)
    return held.update(due_at=now, tries=0)


def current_accounts() -> list[Account]:
    """Return the ledger's accounts of the keys in use: a hold of a replaced key is no news."""
    return [account for name in PAID if (account := current_account(name))]


def current_account(name: str) -> Account | None:
    try:
        return find_account(engine_for(name))
    except NoKey:
        return None
