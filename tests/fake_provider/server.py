"""The sockets: read requests, find their route, let faults change the answers, and write the ledger."""

import asyncio
import time

from tests.fake_provider import aimlapi, cdn, luma, referee, service
from tests.fake_provider.errors import error, refused
from tests.fake_provider.faults import Fault
from tests.fake_provider.http import (
    HEAD_LIMIT,
    Answer,
    Garbled,
    Refusal,
    Request,
    read_body,
    read_head,
    reset,
    send,
)
from tests.fake_provider.world import World

_ROUTES = {
    ("POST", aimlapi.CURRENT): ("create", aimlapi.create),
    ("GET", aimlapi.CURRENT): ("poll", aimlapi.fetch),
    ("POST", aimlapi.ORIGINAL): ("create", aimlapi.create_original),
    ("GET", aimlapi.ORIGINAL): ("poll", aimlapi.fetch_original),
    ("GET", aimlapi.MANY): ("poll", aimlapi.fetch_many),
    ("GET", "/v2/logs"): ("logs", service.logs),
    ("GET", "/v1/key"): ("billing", service.key),
    ("GET", "/v2/billing"): ("billing", service.billing),
    ("GET", "/v2/billing/transactions"): ("billing", service.transactions),
    ("GET", "/v1/models"): ("models", service.models),
    ("POST", luma.CREATES[0]): ("create", luma.create),
    ("POST", luma.CREATES[1]): ("create", luma.create),
    ("GET", luma.CREATES[0]): ("list", luma.listing),
    ("GET", f"{luma.BASE}/generations/concepts/list"): ("concepts", luma.concepts),
    ("GET", f"{luma.BASE}/ping"): ("ping", luma.ping),
    ("GET", f"{luma.BASE}/credits"): ("credits", luma.credit),
}

_CLIENT_LEFT = (OSError, Garbled, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


class Server:
    """The provider's two ports: one with faults and outages, and one for the referee without."""

    def __init__(self, world: World, *, host: str = "127.0.0.1", port: int = 0):
        self.world, self.host, self.port, self.referee_port = world, host, port, 0
        self.front: asyncio.Server | None = None
        self.back: asyncio.Server | None = None
        self.writers: set[asyncio.StreamWriter] = set()
        self.rest: asyncio.Task | None = None

    async def start(self) -> None:
        await self._open()
        self.back = await asyncio.start_server(self._serve_referee, self.host, 0, limit=HEAD_LIMIT)
        self.referee_port = self.back.sockets[0].getsockname()[1]
        self.world.base_url = f"http://{self.host}:{self.port}"
        self.world.resume()

    async def stop(self) -> None:
        """Hang up, let every task end, and only then close the book."""
        self._shut()
        if self.back:
            self.back.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.world.stop()

    def set(self, *, outage: float | None = None, **knobs) -> None:
        """Change settings (settings.py) while it runs. `outage` closes the port for so many seconds."""
        self.world.settings.turn(knobs)
        if "balance_usd" in knobs or "keys" in knobs:
            self.world.open_accounts(afresh="balance_usd" in knobs)
        if outage is not None:
            self.rest = asyncio.get_running_loop().create_task(self._rest(outage))

    async def _rest(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self._shut()
        await asyncio.sleep(seconds)
        await self._open()

    async def _open(self) -> None:
        self.front = await asyncio.start_server(
            self._serve, self.host, self.port, limit=HEAD_LIMIT, backlog=512, reuse_address=True
        )
        self.port = self.front.sockets[0].getsockname()[1]

    def _shut(self) -> None:
        if self.front:
            self.front.close()
        for writer in list(self.writers):
            reset(writer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.add(writer)
        await self._converse(reader, writer, self._exchange)
        self.writers.discard(writer)

    async def _serve_referee(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._converse(reader, writer, self._exchange_referee)

    async def _converse(self, reader, writer, exchange) -> None:
        """One connection, as long as the client keeps it; whatever a client does ends only that."""
        try:
            while await exchange(reader, writer):
                pass
        except (*_CLIENT_LEFT, asyncio.CancelledError):
            return  # 3.11's streams report a cancelled connection as an error, and stop() cancels them all
        finally:
            writer.close()

    async def _exchange_referee(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await read_head(reader)
        if request is None:
            return False
        request.body = await read_body(reader, request)
        answer = await self._referee(request)
        return await send(reader, writer, answer, settings=self.world.settings, keep=request.keeps_alive)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await read_head(reader)
        if request is None:
            return False
        place, route = self._find(request)
        fault = self.world.faults.draw(place)
        if not (fault and fault.unread):
            if request.headers.get("expect") == "100-continue":
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.body = await read_body(reader, request)
        answer = await self._answer(request, place, route, fault)
        return await send(
            reader,
            writer,
            answer,
            settings=self.world.settings,
            keep=request.keeps_alive,
            head_only=request.method == "HEAD",
        )

    def _find(self, request: Request):
        """Return the place (for faults and for the ledger) and the route of a request."""
        path = request.path.rstrip("/")
        if known := _ROUTES.get((request.method, path)):
            return known
        if path.startswith("/cdn/") and request.method in ("GET", "HEAD"):
            return "cdn", cdn.film
        if path.startswith(f"{luma.BASE}/generations/") and request.method in ("GET", "DELETE"):
            return "poll" if request.method == "GET" else "delete", luma.generation
        if path.startswith(referee.PREFIX):
            return "referee", None
        return "nowhere", _nowhere

    async def _answer(self, request: Request, place: str, route, fault: Fault | None) -> Answer:
        if place == "referee":
            return await self._referee(request)
        if fault and not fault.accepts:
            answer = self._not_accepted(request, fault)
        else:
            answer, fault = await self._accepted(request, route, fault)
        self._note(request, place, answer, fault)
        return answer

    def _not_accepted(self, request: Request, fault: Fault) -> Answer:
        if fault.logged:
            self.world.log_refusal(request, _model_of(request))
        answer = fault.twist(Answer(), request, self.world)
        assert answer is not None  # only the twist of an accepted order can have nothing to do
        return answer

    async def _accepted(self, request: Request, route, fault: Fault | None) -> tuple[Answer, Fault | None]:
        """The true answer, twisted by the fault where it could show itself."""
        if fault:
            request.fate, request.loses_client_id = fault.fate, fault.name == "client_id_lost"
        answer = await self._true_answer(request, route)
        if fault is None:
            return answer, None
        hidden = fault.place == "create" and answer.status >= 400
        twisted = None if hidden else fault.twist(answer, request, self.world)
        if twisted is None:
            self.world.faults.give_back(fault)
            return answer, None
        twisted.generation_id = answer.generation_id
        return twisted, fault

    async def _true_answer(self, request: Request, route) -> Answer:
        try:
            return await route(self.world, request)
        except Refusal as refusal:
            return refused(request, refusal)

    async def _referee(self, request: Request) -> Answer:
        try:
            return await referee.door(self, request)
        except Refusal as refusal:
            return refused(request, refusal)
        except (ValueError, TypeError) as problem:
            return error(request, 400, str(problem))

    def _note(self, request: Request, place: str, answer: Answer, fault: Fault | None) -> None:
        self.world.ledger.note(
            at=time.time(),
            place=place,
            method=request.method,
            target=request.target[:2000],
            key=request.key,
            client_request_id=self.world.client_id(request),
            status=answer.status,
            fault=fault.name if fault else None,
            generation_id=answer.generation_id or None,
        )


async def _nowhere(world, request: Request) -> Answer:
    raise Refusal(404, f"Cannot {request.method} {request.path[:200]}")


def _model_of(request: Request) -> str:
    try:
        model = request.data.get("model") or "luma/ray-1-6"
    except (Refusal, AttributeError):
        return ""
    return model if str(model).startswith("luma/") else f"luma/{model}"
