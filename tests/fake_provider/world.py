"""What the fake provider does: check keys, accept orders, make videos, and serve their URLs."""

import asyncio
import hashlib
import hmac
import json
import random
import re
import secrets
import sqlite3
import time
import urllib.request
import uuid
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from math import inf
from pathlib import Path
from typing import Any

from tests.fake_provider import films, images
from tests.fake_provider.errors import LUMA
from tests.fake_provider.faults import Faults
from tests.fake_provider.http import Refusal, Request
from tests.fake_provider.ledger import Ledger
from tests.fake_provider.luma import luma_view
from tests.fake_provider.prices import credits_of, micros, usd
from tests.fake_provider.rules import Order
from tests.fake_provider.settings import Settings

CLIENT_ID = re.compile(r"[A-Za-z0-9._:\-]{1,128}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OUT_OF_CREDITS = (
    "You've run out of credits. Please top up your balance or update your payment method to continue"
)


class World:
    """One provider: its settings, its ledger and its generations."""

    def __init__(self, folder: Path, *, seed: int, settings: Settings):
        self.folder, self.settings = folder, settings
        for name in ("films", "images"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.chance = random.Random(f"{seed} fates")
        self.secret = f"fake provider {seed}".encode()
        self.ledger = Ledger(folder)
        self.faults = Faults(settings, seed)
        self.threads = ThreadPoolExecutor(16, thread_name_prefix="fake_provider")
        self.tasks: set[asyncio.Task] = set()
        self.base_url = ""
        self.shut_until: dict[str, float] = {}
        self.broke_until: dict[str, float] = {}
        self.log_calls: dict[str, deque[float]] = {}
        self.open_accounts()

    def open_accounts(self, *, afresh: bool = False) -> None:
        for key in self.settings.keys:
            self.ledger.grant(key, int(self.settings.balance_usd * 1_000_000), afresh=afresh)

    def resume(self) -> None:
        """Continue what an earlier run on this folder had accepted."""
        for row in self.ledger.unfinished():
            self._later(self._make(row["id"], row["due"]))

    def stop(self) -> None:
        self.threads.shutdown(wait=False, cancel_futures=True)
        self.ledger.close()

    # Callers

    def key(self, request: Request) -> str:
        """Return the caller's key, or raise a Refusal."""
        key = request.key
        shut = key in self.settings.revoked or self.shut_until.get(key, 0) > time.monotonic()
        if key not in self.settings.keys or shut:
            raise Refusal(401, "Invalid API key or the key has been revoked")
        return key

    def balance(self, key: str) -> int:
        return 0 if self.broke_until.get(key, 0) > time.monotonic() else self.ledger.balance(key)

    def client_id(self, request: Request) -> str | None:
        """Return the caller's ID for the call. One outside the documented characters is silently dropped."""
        sent = request.headers.get("x-client-request-id", "")
        return sent if CLIENT_ID.fullmatch(sent) else None

    # Orders

    async def accept(self, request: Request, order: Order, *, home: str, dialect: str) -> sqlite3.Row:
        """Take the order into the book and start to make it, or raise a Refusal (logged as failed)."""
        key = self.key(request)
        try:
            self._check_frames(key, order, home)
            pictures = await self._fetch_images(order)
            cost = micros(order.model, order.resolution, order.seconds)
            self._check_means(key, cost)
        except Refusal as refusal:
            self.log_refusal(request, order.model, refusal)
            raise
        row = self._book(request, order, cost, pictures, home=home, dialect=dialect)
        self._later(self._make(row["id"], row["due"]))
        return row

    def log_refusal(self, request: Request, model: str, refusal: Refusal | None = None) -> str:
        """Log a failed call without cost, and return its ID, which no generation has."""
        inference_id = str(uuid.uuid4())
        if refusal is not None:
            refusal.more.setdefault("inference_id", inference_id)
        if self.settings.log_failed and request.key in self.settings.keys:
            self.ledger.refuse(self._log_row(request, inference_id, model, "failed", 0))
        return inference_id

    def find(self, key: str, generation_id: str, *, home: str) -> sqlite3.Row:
        row = self.ledger.generation(generation_id)
        if row is None or row["key"] != key or row["home"] != home or row["deleted"]:
            raise Refusal(404, "Generation not found")
        return row

    def stage(self, row: sqlite3.Row) -> str:
        """Return queued, making, completed or failed."""
        if row["state"] != "making":
            return row["state"]
        return "queued" if time.time() < self._begin(row) else "making"

    def money_headers(self, row: sqlite3.Row) -> dict[str, str]:
        cost = row["cost_micros"]
        return {"x-aimlapi-usd-spent": usd(cost), "x-aimlapi-credits-used": str(credits_of(cost))}

    def result_url(self, row: sqlite3.Row) -> str:
        """Return a fresh URL of the video, valid for `url_life` seconds."""
        until = f"{time.time() + self.settings.url_life:.3f}-{uuid.uuid4().hex[:8]}"
        name = row["id"].partition(":")[0]
        return f"{self.base_url}/cdn/{until}-{self.seal(until, name)}/{name}.mp4"

    def seal(self, until: str, generation_id: str) -> str:
        return hmac.new(self.secret, f"{until} {generation_id}".encode(), hashlib.sha256).hexdigest()[:24]

    async def film(self, row: sqlite3.Row) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self.threads, self._film, row)

    # Private

    def _check_frames(self, key: str, order: Order, home: str) -> None:
        for end, frame in order.frames.items():
            if frame["type"] == "generation":
                if self.settings.uuid_keyframes and not UUID.fullmatch(frame["id"]):
                    hint = {
                        "path": f"keyframes.{end}.id",
                        "code": "invalid_string",
                        "message": "Invalid uuid",
                    }
                    raise Refusal(400, "Body validation error", errors=[hint])
                row = self.ledger.generation(frame["id"])
                if row is None or (row["key"], row["home"]) != (key, home) or row["deleted"]:
                    raise Refusal(400, f"keyframes.{end}: generation {frame['id'][:64]} not found")
                if row["state"] != "completed":
                    raise Refusal(400, f"keyframes.{end}: generation {frame['id']} is not completed")

    async def _fetch_images(self, order: Order) -> list[dict[str, Any]]:
        wanted = [(end, frame["url"]) for end, frame in order.frames.items() if frame["type"] == "image"]
        if not self.settings.fetch_images:
            return []
        return [await self._fetch_image(end, url) for end, url in wanted]

    async def _fetch_image(self, end: str, url: str) -> dict[str, Any]:
        patience, loop = self.settings.image_timeout_s, asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self.threads, images.fetch, url, self.folder / "images", patience)
            sha256, length, file = await asyncio.wait_for(work, patience)
        except (OSError, ValueError, TimeoutError) as error:
            raise Refusal(
                400, f"keyframes.{end}: the image could not be fetched from its URL ({error})"
            ) from error
        return {
            "at": time.time(),
            "frame": end,
            "url": url,
            "sha256": sha256,
            "bytes": length,
            "file": str(file),
        }

    def _check_means(self, key: str, cost: int) -> None:
        if self.balance(key) - self.ledger.promised(key) < cost:
            raise Refusal(403, OUT_OF_CREDITS)
        limit = self.settings.max_running
        if limit is not None and self.ledger.running(key) >= limit:
            raise Refusal(429, "Too many concurrent generations")

    def _book(self, request, order: Order, cost: int, pictures, *, home: str, dialect: str) -> sqlite3.Row:
        generation_id, now = self._new_id(order.model), time.time()
        generation = {
            "id": generation_id,
            "key": request.key,
            "home": home,
            "dialect": dialect,
            "model": order.model,
            "client_request_id": self.client_id(request),
            "body": request.body.decode(),
            "aspect_ratio": order.aspect_ratio,
            "seconds": order.seconds,
            "callback_url": order.callback_url,
            "created": now,
            "due": now + self.settings.make_s,
            "fate": self._fate(request.fate),
            "cost_micros": cost,
        }
        log = self._log_row(request, generation_id, order.model, "succeeded", cost)
        pictures = [{**picture, "generation_id": generation_id} for picture in pictures]
        self.ledger.accept(generation, log, pictures)
        return self.ledger.known(generation_id)

    def _new_id(self, model: str) -> str:
        if self.settings.ids == "nanoid":
            return secrets.token_urlsafe(16)[:21]
        return str(uuid.uuid4()) + (f":{model}" if self.settings.ids == "model" else "")

    def _fate(self, planned: str) -> str:
        return planned or ("failed" if self.chance.random() < self.settings.fail_rate else "completed")

    def _log_row(
        self, request: Request, inference_id: str, model: str, status: str, cost: int
    ) -> dict[str, Any]:
        delay = inf if request.path.startswith(LUMA) else self.settings.log_delay  # Luma itself has no log
        now, shown = time.time(), self.settings.log_client_id and not request.loses_client_id
        return {
            "inference_id": inference_id,
            "key": request.key,
            "created": now,
            "visible": now + delay,
            "status": status,
            "model": model,
            "cost_micros": cost,
            "request_id": str(uuid.uuid4()),
            "client_request_id": self.client_id(request) if shown else None,
        }

    async def _make(self, generation_id: str, due: float) -> None:
        """Wait until it is due, then end it as its fate wants; tell the callback address at every step."""
        row = self.ledger.known(generation_id)
        if row["fate"] == "stuck":
            return
        await asyncio.sleep(max(0, self._begin(row) - time.time()))
        self._call_back(generation_id, "dreaming")
        await asyncio.sleep(max(0, due - time.time()))
        if row["fate"] == "failed":
            self.ledger.fail(generation_id)
        else:
            film = await self.film(row)
            self.ledger.complete(generation_id, hashlib.sha256(film).hexdigest())
        self._call_back(generation_id, row["fate"])

    def _begin(self, row: sqlite3.Row) -> float:
        """Return when it leaves the queue."""
        return row["created"] + 0.3 * (row["due"] - row["created"])

    def _call_back(self, generation_id: str, state: str) -> None:
        row = self.ledger.known(generation_id)
        if row["callback_url"]:
            body = json.dumps({**luma_view(self, row), "state": state}).encode()
            self.threads.submit(_post, row["callback_url"], body)

    def _film(self, row: sqlite3.Row) -> bytes:
        drawn = films.film(
            self.folder / "films", row["aspect_ratio"], row["seconds"], short_side=self.settings.short_side
        )
        return films.signed(drawn, row["id"])

    def _later(self, work) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def _post(url: str, body: bytes) -> None:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5).close()
    except OSError:
        return  # the callback's receiver may be down
