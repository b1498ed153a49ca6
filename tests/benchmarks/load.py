"""Put load on a full studio's real web processes and print what its visitors wait for.

    DAILIES_DATA=FOLDER python3 manage.py seed
    DAILIES_DATA=FOLDER python3 -m tests.benchmarks.load requests --rate 40 --seconds 600
    DAILIES_DATA=FOLDER python3 -m tests.benchmarks.load library --viewers 500
    DAILIES_DATA=FOLDER python3 -m tests.benchmarks.load timeline --viewers 500
    DAILIES_DATA=FOLDER python3 -m tests.benchmarks.load review --viewers 300

The first asks for different things at a rate. The others keep pages open as idle viewers do, and measure what
somebody waits for who opens a library meanwhile. It starts `--processes` web processes (one per core) and
nothing else.
"""

import argparse
import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import django
import httpx

ROOT = Path(__file__).resolve().parents[2]
VIDEO = bytes(3_000_000)
CHUNK = 262_144
# What an idle page asks for, and every how many seconds: static/js/lib/pace.js and the templates' hx-trigger.
BELL_S, LIBRARY_S, AT_REST_S, PRESENT_S = 20, 15, 10, 8
PROBE_S = 0.5
ADDRESSES = 50


@dataclass
class Visitor:
    """Sends requests as one signed-in person or one API key. waits: milliseconds by kind.

    clients: each comes from an address of its own, because a server accepts only so many connections of one.
    """

    clients: list[httpx.AsyncClient]
    cookies: dict[str, str]
    key: str
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    async def ask(self, kind: str, path: str, method: str = "GET", **headers: str) -> None:
        if kind == "API":
            headers["Authorization"] = f"Bearer {self.key}"
        else:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers["X-CSRFToken"] = self.cookies["csrftoken"]
        began = time.perf_counter()
        try:
            answer = await random.choice(self.clients).request(method, path, headers=headers)
            status = str(answer.status_code)
        except httpx.HTTPError as error:
            status = type(error).__name__
        self.waits[kind].append((time.perf_counter() - began) * 1000)
        if status not in ("200", "204", "206"):
            self.wrong[f"{kind}: {status}"] += 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["requests", "library", "timeline", "review"])
    parser.add_argument("--rate", type=float, default=40)
    parser.add_argument("--viewers", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from tests.projects.large.pages import find_large

    project, owner = find_large()
    paths = Paths(project)
    cookies, key = sign_in(owner), make_key(project, owner)
    listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
    webs = [start_web(listening, number + 1) for number in range(options.processes)]
    try:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        began = measure_cpu(webs)
        visitor = asyncio.run(visit(address, cookies, key, options, paths))
        report(visitor, options, (measure_cpu(webs) - began) / options.seconds)
    finally:
        for web in webs:
            web.send_signal(signal.SIGTERM)
            web.wait()


class Paths:
    """The addresses to ask for, in the large project."""

    def __init__(self, project):
        from projects.models import State

        base = f"/projects/{project.slug}"
        clips = list(project.generations.filter(state=State.COMPLETED).order_by("-number")[:200])
        self.library, self.clips = f"{base}/", [f"{base}/clips/{clip.pk}/" for clip in clips]
        self.changes = f"{base}/changes/?since={project.revision}"
        self.old_changes = f"{base}/changes/?since={project.revision - 1}"
        self.timeline = f"{base}/timelines/1/"
        self.timeline_changes = f"{base}/timelines/1/changes/?since={project.revision}"
        review = project.reviews.get(number=1)
        self.review_changes = f"{base}/reviews/1/changes/?since={review.revision}&ready=1"
        self.presence = f"{base}/reviews/1/presence/"
        self.video = f"{base}/clips/{store_video(clips[0]).pk}/film.mp4"


def store_video(clip):
    """Give a seeded clip a file to read ranges from."""
    clip.folder.mkdir(parents=True, exist_ok=True)
    clip.video.write_bytes(VIDEO)
    return clip


def sign_in(owner) -> dict[str, str]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(owner)
    return {
        settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
        "csrftoken": "a" * 32,
    }


def make_key(project, owner) -> str:
    from projects.api import keys

    return keys.create(project, owner, name="Load")[1]


def start_web(listening: socket.socket, number: int) -> subprocess.Popen:
    command = [sys.executable, str(ROOT / "manage.py"), "web", "--skip-checks", "--number", str(number)]
    command += ["--socket", str(listening.fileno())]
    env = os.environ | {"DAILIES_API_A_MINUTE": "0"}
    return subprocess.Popen(command, pass_fds=[listening.fileno()], env=env)


def measure_cpu(webs) -> float:
    """Return the processor seconds that the processes have used so far."""
    ticks = 0
    for web in webs:
        facts = Path(f"/proc/{web.pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(facts[11]) + int(facts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def visit(address: str, cookies: dict[str, str], key: str, options, paths: Paths) -> Visitor:
    async with contextlib.AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(make_client(address, n)) for n in range(ADDRESSES)]
        visitor = Visitor(clients, cookies, key)
        await visitor.ask("start", "/healthz")
        for path in (paths.library, paths.timeline, paths.clips[0]):
            await visitor.ask("start", path)
        if options.what == "requests":
            await ask_at_rate(visitor, options, paths)
        else:
            await keep_open(visitor, options, paths)
        return visitor


def make_client(address: str, number: int) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(local_address=f"127.0.1.{number + 1}")
    return httpx.AsyncClient(base_url=address, timeout=60, transport=transport)


async def ask_at_rate(visitor: Visitor, options, paths: Paths) -> None:
    """Ask for all kinds of things, whether or not the earlier ones are answered."""
    dice = random.Random(1)
    kinds: list[tuple[int, str, Callable[[], tuple[str, dict[str, str]]]]] = [
        (10, "library", lambda: (paths.library, {})),
        (20, "changes, nothing new", lambda: (paths.changes, {})),
        (5, "changes, one clip", lambda: (paths.old_changes, {})),
        (5, "timeline", lambda: (paths.timeline, {})),
        (15, "timeline's changes", lambda: (paths.timeline_changes, {})),
        (10, "clip", lambda: (dice.choice(paths.clips), {})),
        (20, "video range", lambda: (paths.video, ranged(dice))),
        (15, "API", lambda: ("/api/generations?limit=20", {})),
    ]
    weights = [kind[0] for kind in kinds]
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for n in range(int(options.rate * options.seconds)):
            await asyncio.sleep(max(0, began + n / options.rate - time.perf_counter()))
            [(_weight, kind, make)] = dice.choices(kinds, weights)
            path, headers = make()
            group.create_task(visitor.ask(kind, path, **headers))


def ranged(dice: random.Random) -> dict[str, str]:
    first = dice.randrange(len(VIDEO) - CHUNK)
    return {"Range": f"bytes={first}-{first + CHUNK - 1}"}


async def keep_open(visitor: Visitor, options, paths: Paths) -> None:
    """Keep pages open that nobody uses, and open a library twice a second."""
    asks = {
        "library": [(LIBRARY_S, "changes", paths.changes, "GET")],
        "timeline": [(AT_REST_S, "changes", paths.timeline_changes, "GET")],
        "review": [
            (AT_REST_S, "changes", paths.review_changes, "GET"),
            (PRESENT_S, "presence", paths.presence, "POST"),
        ],
    }[options.what]
    asks.append((BELL_S, "bell", "/notifications/?n=0", "GET"))
    until = time.perf_counter() + options.seconds

    async def repeat(every_s: float, ask: Callable[[], Awaitable[None]]) -> None:
        await asyncio.sleep(random.random() * every_s)
        while time.perf_counter() < until:
            began = time.perf_counter()
            await ask()
            await asyncio.sleep(max(0, every_s - (time.perf_counter() - began)))

    async with asyncio.TaskGroup() as group:
        for every_s, kind, path, method in asks:
            for _ in range(options.viewers):
                group.create_task(repeat(every_s, partial(visitor.ask, kind, path, method)))
        group.create_task(repeat(PROBE_S, partial(visitor.ask, "PAGE", paths.library)))


def report(visitor: Visitor, options, cores: float) -> None:
    from django.db import connection

    count = sum(map(len, visitor.waits.values()))
    load = os.getloadavg()[0]
    print(f"{connection.vendor}, {options.what}, {options.processes} web processes, load {load:.1f}")
    print(f"{count / options.seconds:.1f} requests a second for {options.seconds:.0f} s, {cores:.2f} cores")
    everything = [ms for kind, waits in visitor.waits.items() if kind != "start" for ms in waits]
    for kind, waits in [*sorted(visitor.waits.items()), ("all", everything)]:
        ordered = sorted(waits)
        p50, p95, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.95, 0.99))
        times = f"p50 {p50:5.0f}  p95 {p95:5.0f}  p99 {p99:5.0f}  most {ordered[-1]:6.0f} ms"
        print(f"{kind:24} {len(waits):6}  {times}")
    print("wrong:", dict(visitor.wrong) or "none")


if __name__ == "__main__":
    main()
