"""The promise, put to the test: none lost, none paid twice, none stuck, and the books agree to the cent.

A real studio (`manage.py up`: web, watcher, cluster, database file) orders 150 generations from the fake
provider, whose answers are lost, cut, late or wrong. Meanwhile, processes are killed with SIGKILL.
The fake provider's own ledger is the referee. Before a release, run longer with DAILIES_FAULT_CLIPS and with
another DAILIES_FAULT_SEED.
"""

import os
import random
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.fake_provider import FakeProviderProcess
from tests.journeys.live import live_studio
from tests.journeys.person import PersonAtTheDoor

CLIPS = int(os.environ.get("DAILIES_FAULT_CLIPS", 150))
SEED = int(os.environ.get("DAILIES_FAULT_SEED", 7))
FAULTS, KILLS = CLIPS * 2 // 3, max(3, CLIPS // 12)
ROLES = ("workers", "workers", "workers", "watch", "watch", "web", "monitor", "pusher", "sentinel", "cluster")
KILL_EVERY_S = 1.2
PATIENCE_S = 900  # a bound for a broken studio: a busy machine may need some minutes
PATIENT_S = 8
OPEN = (
    "SELECT g.id FROM projects_generation g"
    " JOIN projects_attempt a ON a.generation_id = g.id AND a.state = 'open'"
)
ENDED = ("completed", "failed", "refused", "cancelled", "result_lost")
UNKIND = {
    "rates": {"create": 0.45, "poll": 0.08, "cdn": 0.25, "logs": 0.1},
    "fail_rate": 0.05,
    "make_s": 0.3,
    "log_delay": 0.6,
    "late_s": 1.0,
    "hang_s": 3.0,
    "flip_s": 0.4,
    "url_life": 20.0,
    "huge_mb": 2,
    "bomb_mb": 16,
    "header_mb": 1,
    "drip_s": 0.1,
    "without": ["429_huge"],
}


@pytest.mark.live
@pytest.mark.timeout(2 * PATIENCE_S)
def test_nothing_is_lost_or_paid_twice_under_faults_and_kills(tmp_path):
    with FakeProviderProcess(tmp_path / "provider", seed=SEED, **UNKIND) as provider:
        env = {
            "AIMLAPI_KEY": provider.key,
            "AIMLAPI_BASE_URL": provider.base_url,
            "DAILIES_PACE": "0.02",
            "DAILIES_WEDGE_S": "4",
            "DAILIES_WEB_PROCESSES": "2",
            "DAILIES_LOG_LEVEL": "CRITICAL",
        }
        with live_studio(tmp_path / "data", env) as studio:
            run = Run(studio, provider)
            run.go()
            verdict = run.verdict()
    print(run.table(verdict))
    assert run.faults() >= FAULTS and len(run.killed) >= KILLS, run.table(verdict)
    assert verdict == {
        "lost": [],
        "paid twice": [],
        "stuck": [],
        "missing videos": [],
        "cents apart": Decimal(0),
    }


class Run:
    """The studio, its faulty provider, the person who orders, and the one who kills processes."""

    def __init__(self, studio, provider):
        self.studio, self.provider = studio, provider
        self.chance = random.Random(SEED)
        self.killed, self.decided = [], Counter()
        self.began = time.monotonic()

    def go(self):
        self.person = PersonAtTheDoor(self.studio.url).begin()
        calm = threading.Event()
        killer = threading.Thread(target=self.kill_until, args=(calm,), daemon=True)
        killer.start()
        self.order_everything()
        self.wait(lambda: not self.moving() and len(self.killed) >= KILLS)
        calm.set()
        killer.join()
        self.wait(self.is_quiet)  # a last look into the provider's log may bring some back
        self.look_again()
        self.took_s = time.monotonic() - self.began

    # -- the person --------------------------------------------------------------------------------------

    def order_everything(self):
        for number in range(CLIPS):
            fields = {
                "model": "aimlapi:luma/ray-2",
                "resolution": "540p",
                "duration_s": 5,
                "aspect_ratio": "16:9",
            }
            for _ in range(2 if number % 10 == 0 else 1):  # every tenth button is pressed twice
                answer = self.person.request(f"fault-run-{number}", **fields)
                assert answer.status_code in (200, 302), answer.text[:300]

    def decide(self):
        """Decide like an impatient person where the log cannot help: send again and give up, by turns."""
        since = (datetime.now(UTC) - timedelta(seconds=PATIENT_S)).strftime("%Y-%m-%d %H:%M:%S")
        for (generation,) in self.ask(f"{OPEN} WHERE g.state='unconfirmed' AND a.opened_at < '{since}'"):
            what = ("sending", "giving-up")[sum(self.decided.values()) % 2]
            self.person.press(generation, what, sure="1")
            self.decided[what] += 1

    def wait(self, is_so):
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < end, f"stuck: {self.moving()}\n{self.studio.log()[-6000:]}"
            self.decide()
            time.sleep(0.5)

    def is_quiet(self):
        self.studio.manage("ledger")
        return not self.moving()

    def look_again(self):
        """Repeat a failed look into the log at once: every tenth fails, and the watcher would wait."""
        for _ in range(5):
            if not self.verdict()["cents apart"]:
                return
            self.studio.manage("ledger")
            time.sleep(1)

    # -- killing ----------------------------------------------------------------------------------------

    def kill_until(self, calm):
        """Kill one after the other, so that each kind of process is killed."""
        roles = self.chance.sample(ROLES, len(ROLES))
        while not calm.wait(KILL_EVERY_S * self.chance.uniform(0.5, 1.5)):
            if len(self.killed) >= KILLS + 3:
                return
            pids = self.studio.pids()
            role = roles[len(self.killed) % len(roles)]
            if pids.get(role):
                self.studio.kill(role, self.chance.randrange(len(pids[role])))
                self.killed.append(role)

    # -- the referee -------------------------------------------------------------------------------------

    def ask(self, query):
        with closing(sqlite3.connect(self.studio.data / "dailies.sqlite3", timeout=30)) as database:
            return [tuple(map(dashed, row)) for row in database.execute(query)]

    def moving(self):
        return Counter(
            state for (state,) in self.ask("SELECT state FROM projects_generation") if state not in ENDED
        )

    def verdict(self):
        paid = [row["id"] for row in self.provider.ledger.generations]
        accepted = "SELECT provider_id, generation_id FROM projects_attempt WHERE state='accepted'"
        ours = dict(self.ask(accepted))
        agreed = {
            generation
            for (generation,) in self.ask("SELECT generation_id FROM projects_event WHERE kind='bonus'")
        }
        per_generation = Counter(ours.get(id) for id in paid if id in ours)
        bonus = {
            generation
            for (generation,) in self.ask(
                "SELECT id FROM projects_generation WHERE client_token LIKE 'bonus.%'"
            )
        }
        cost = sum(
            (Decimal(str(usd)) for (usd,) in self.ask("SELECT cost_usd FROM projects_attempt") if usd),
            Decimal(0),
        )
        return {
            "lost": [id for id in paid if id not in ours],
            "paid twice": [generation for generation, times in per_generation.items() if times > 1]
            + sorted(bonus - agreed),
            "stuck": sorted(self.moving()),
            "missing videos": self.missing_videos(),
            "cents apart": Decimal(str(self.provider.summary()["total_usd"])) - cost,
        }

    def missing_videos(self):
        stored = self.ask("SELECT id, size FROM projects_generation WHERE state='completed'")
        folder = self.studio.data / "media" / "clips"
        videos = {generation: folder / generation / "film.mp4" for generation, _ in stored}
        return [
            generation
            for generation, size in stored
            if not videos[generation].exists() or videos[generation].stat().st_size != size
        ]

    def faults(self):
        return sum(self.provider.summary()["faults"].values())

    def table(self, verdict):
        states = Counter(state for (state,) in self.ask("SELECT state FROM projects_generation"))
        totals = {
            "clips": sum(states.values()),
            **states,
            "faults": self.faults(),
            "kinds of fault": len(self.provider.summary()["faults"]),
            "SIGKILLs": len(self.killed),
            **{f"  {role}": n for role, n in Counter(self.killed).items()},
            **{f"person: {what}": n for what, n in self.decided.items()},
            "seconds": round(self.took_s),
            "provider's books, $": self.provider.summary()["total_usd"],
        }
        rows = [f"  {name:<22} {value}" for name, value in (totals | verdict).items()]
        return "\n".join([f"\nFault run, seed {SEED}", *rows])


def dashed(value):
    """Return an ID with dashes, as everywhere but in our rows."""
    is_id = isinstance(value, str) and len(value) == 32 and set(value) <= set("0123456789abcdef")
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}" if is_id else value
