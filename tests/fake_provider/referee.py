"""The control routes, `/_referee/…`, for those who run the fake provider as a process."""

from tests.fake_provider.faults import FAULTS
from tests.fake_provider.http import Answer, Refusal, Request, json_answer
from tests.fake_provider.ledger import Referee

PREFIX = "/_referee/"


async def door(server, request: Request) -> Answer:
    """Answer one call of the control door."""
    referee, what = Referee(server.world.folder), request.path.removeprefix(PREFIX)
    match request.method, what:
        case ["GET", "summary"]:
            return json_answer(referee.summary())
        case ["GET", "rows"]:
            return json_answer(referee.rows(request.one("table")))
        case ["GET", "faults"]:
            return json_answer({place: list(faults) for place, faults in FAULTS.items()})
        case ["POST", "set"]:
            server.set(**request.data)
            return json_answer({})
        case ["POST", "plan"]:
            for place, names in request.data.items():
                server.world.faults.plan(names, place)
            return json_answer({})
    raise Refusal(404, "no such door")
