"""Many requests at the same moment."""

import threading
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from django.db import connections

from projects.ledger import actions
from projects.ledger.holds import committed_usd
from projects.ledger.requests import ClientTokenReused, GenerationRequest, request_generations
from projects.ledger.sending import submit
from projects.models import Attempt, Generation
from projects.models.prompt import PromptSettings
from tests.projects.ledger.conftest import DRAWN, Studio


def press_twenty_times() -> dict:
    """Send the same request twenty times at once, then eight different requests with one token."""
    studio = Studio()

    def request_for(text: str, token: str, takes: int = 1) -> GenerationRequest:
        return GenerationRequest(
            project=studio.project,
            text=text,
            settings=PromptSettings(**DRAWN),
            client_token=token,
            takes=takes,
            created_by=studio.owner,
        )

    def press(n: int) -> list[str]:
        return [
            str(generation.pk) for generation in request_generations(request_for("A lamp", "press", takes=2))
        ]

    def press_other(n: int) -> str:
        try:
            return str(request_generations(request_for(f"A lamp {n}", "other"))[0].pk)
        except ClientTokenReused:
            return "token reused"

    same, others = at_once(20, press), at_once(8, press_other)
    return {"same": same, "others": others, "generations": Generation.objects.count()}


def spend_up_to_the_budget(price: str, budget: str, count: int) -> dict:
    """Send `count` generations of this price at once, in a project with this budget."""
    studio = Studio()
    generations = [studio.request() for _ in range(count)]
    Generation.objects.update(quote_usd=Decimal(price))
    studio.project.budget_usd = Decimal(budget)
    studio.project.save()
    errors = [error for error in at_once(count, lambda n: submit(generations[n].pk)) if error]
    return {
        "errors": errors,
        "attempts": Attempt.objects.count(),
        "held": Generation.objects.filter(state="queued", hold="budget").count(),
        "committed": str(committed_usd(studio.project)),
    }


def cancel_while_sending(count: int) -> dict:
    """Send and cancel each of `count` generations at the same moment."""
    studio = Studio()
    actions_to_run: list[Callable[[], object]] = []
    for generation in [studio.request() for _ in range(count)]:
        actions_to_run.append(partial(submit, generation.pk))
        actions_to_run.append(partial(actions.cancel, generation, studio.owner))
    results = at_once(2 * count, lambda n: actions_to_run[n]())
    return {
        "errors": [result for result in results if isinstance(result, str)],
        "withdrawn": sum(result is True for result in results),
        "cancelled": Generation.objects.filter(state="cancelled").count(),
        "attempts": Attempt.objects.count(),
        "both": Generation.objects.filter(state="cancelled", attempts__isnull=False).count(),
    }


def at_once(count: int, action: Callable[[int], object]) -> list:
    """Run `action(0)`, `action(1)`, … in threads that start together. Return results, or errors as text."""
    gate = threading.Barrier(count)
    results: list[object] = [None] * count

    def run(n: int) -> None:
        gate.wait()
        try:
            results[n] = action(n)
        except Exception as error:
            results[n] = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
