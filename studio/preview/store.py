"""The Preview's orders on disk. One folder a job:

job.json      the order and who asked; there from the first moment, never changed
frame0.png    its keyframes, copied when ordered, so that nothing later can take them away
frame1.png
tries         how often drawing was begun; written before each
progress      0 to 1, while drawing
drawing       locked by the process that draws; the kernel unlocks it when that process ends, however it ends
film.mp4      the result: here means COMPLETED
first.png     its ends, kept when the film is forgotten
last.png
failure.json  code and words: here means FAILED
"""

import fcntl
import hashlib
import json
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from studio.media import frames, sync_folder, write_durably
from studio.wire import LogRow, Order, Report, Stage

TELL_EVERY_S = 0.2
CLAIM_TRIES = 5  # `is_being_drawn` holds the lock for a moment; a claim must not fail because somebody looked


class Store:
    """All jobs in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    def job(self, provider_id: str) -> "Job | None":
        """The job of that id, or None. Anything but a UUID is nobody's: ids become folder names."""
        try:
            name = str(uuid.UUID(provider_id))
        except (ValueError, AttributeError, TypeError):
            return None
        job = Job(self.folder / name)
        return job if job.exists else None

    def jobs(self) -> list["Job"]:
        """Every job, oldest first."""
        return sorted(self._unsorted(), key=Job.age)

    def unfinished(self) -> list["Job"]:
        """The jobs without a film and without a failure, oldest first; the others are not even opened."""
        return sorted((job for job in self._unsorted() if not job.is_finished), key=Job.age)

    def _unsorted(self) -> Iterator["Job"]:
        return (Job(path.parent) for path in self.folder.glob("*-*-*-*-*/job.json"))

    def by_request(self, client_request_id: str) -> "Job | None":
        note = self._note(client_request_id)
        return self.job(note.read_text()) if note.exists() else None

    def add(self, order: Order, client_request_id: str, keyframes: Mapping[str, Image.Image]) -> "Job":
        """A new job, durable when this returns; the one that is there where the request came before."""
        with self._adding():
            known = self.by_request(client_request_id)
            if known:
                return known
            job = Job(self.folder / self._promised_id(client_request_id))
            self._fill(job, order, client_request_id, keyframes)
            return job

    def _promised_id(self, client_request_id: str) -> str:
        """The job's id, noted under the request first: after a crash in between it leads back here."""
        note = self._note(client_request_id)
        if not note.exists():
            note.parent.mkdir(parents=True, exist_ok=True)
            write_text(note, str(uuid.uuid4()))
        return note.read_text()

    def _fill(self, job: "Job", order: Order, request: str, keyframes: Mapping[str, Image.Image]) -> None:
        """Build the folder under another name; only the finished one gets the job's."""
        building = self.folder / f"new.{uuid.UUID(job.id).hex}"  # no hyphens: never taken for a job
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        for name, image in keyframes.items():
            save_png(image, building / f"{name}.png")
        facts = {"request": request, "created": datetime.now(UTC).isoformat()}
        plain = replace(order, frame0=None, frame1=None)  # keyframes are files of the job, not of the order
        write_text(building / "job.json", json.dumps({**facts, "order": asdict(plain)}, indent=1))
        building.rename(job.folder)
        sync_folder(self.folder)

    @contextmanager
    def _adding(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "adding").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _note(self, client_request_id: str) -> Path:
        return self.folder / "requests" / hashlib.sha256(client_request_id.encode()).hexdigest()


class Job:
    """One order on disk."""

    def __init__(self, folder: Path):
        self.folder, self.id = folder, folder.name
        self.film = folder / "film.mp4"
        self._told_at = 0.0

    # -- questions

    @property
    def exists(self) -> bool:
        return (self.folder / "job.json").exists()

    @property
    def order(self) -> Order:
        return Order(**self._facts["order"])

    @property
    def created(self) -> datetime:
        return datetime.fromisoformat(self._facts["created"])

    def age(self) -> tuple[datetime, str]:
        """What jobs are sorted by."""
        return self.created, self.id

    @property
    def failure(self) -> dict[str, str] | None:
        path = self.folder / "failure.json"
        return json.loads(path.read_text()) if path.exists() else None

    @property
    def is_done(self) -> bool:
        return self.film.exists() or (self.folder / "last.png").exists()

    @property
    def is_finished(self) -> bool:
        return self.is_done or self.failure is not None

    @property
    def tries(self) -> int:
        path = self.folder / "tries"
        return int(path.read_text()) if path.exists() else 0

    def is_being_drawn(self) -> bool:
        with self._lock(fcntl.LOCK_SH) as free:
            return not free

    def report(self) -> Report:
        failure = self.failure
        if self.is_done:
            return Report(self.id, Stage.COMPLETED, result_url=self.film.absolute().as_uri(), progress=1.0)
        if failure:
            return Report(
                self.id, Stage.FAILED, failure_code=failure["code"], failure_message=failure["words"]
            )
        if self.tries:
            return Report(self.id, Stage.GENERATING, progress=self._progress())
        return Report(self.id, Stage.QUEUED)

    def log_row(self) -> LogRow:
        return LogRow(
            client_request_id=self._facts["request"],
            inference_id=self.id,
            succeeded=self.failure is None,
            created=self.created,
            model=self._facts["order"]["model"],
        )

    def keyframes(self) -> dict[str, Path]:
        """The job's own copies of its keyframes, by "frame0" and "frame1"."""
        return {path.stem: path for path in sorted(self.folder.glob("frame[01].png"))}

    def ending(self, end: str) -> Image.Image:
        """The film's "first" or "last" frame."""
        kept = self.folder / f"{end}.png"
        if kept.exists():
            with Image.open(kept) as image:
                return image.convert("RGB")
        return frames.read_first(self.film) if end == "first" else frames.read_last(self.film)

    # -- acts

    @contextmanager
    def claimed(self) -> Iterator[bool]:
        """Whether this process alone may draw, for as long as the block lasts."""
        for attempt in range(CLAIM_TRIES):
            with self._lock(fcntl.LOCK_EX) as mine:
                if mine or attempt == CLAIM_TRIES - 1:
                    yield mine
                    return
            time.sleep(0.01)

    def begin(self) -> None:
        """Count this try before it starts: what kills the process cannot uncount it."""
        write_text(self.folder / "tries", str(self.tries + 1))

    def give_back(self) -> None:
        """Uncount a try that was not the drawing's fault."""
        write_text(self.folder / "tries", str(max(0, self.tries - 1)))

    def fail(self, code: str, words: str) -> None:
        write_text(self.folder / "failure.json", json.dumps({"code": code, "words": words}))

    def tell_progress(self, part: float) -> None:
        """Note how far the drawing is, at most some times a second."""
        now = time.monotonic()
        if now - self._told_at < TELL_EVERY_S:
            return
        self._told_at = now
        note = self.folder / "progress"
        beside = note.with_suffix(".part")
        beside.write_text(f"{part:.3f}")
        beside.replace(note)

    def forget(self) -> None:
        """Keep the ends, let the film and all the rest go."""
        if self.film.exists():
            for end in ("first", "last"):  # "last" comes last: from then on the job is done without its film
                save_png(self.ending(end), self.folder / f"{end}.png")
        kept = {"job.json", "first.png", "last.png", "failure.json", "drawing"}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    # -- private

    @property
    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self.folder / "job.json").read_text())
        return facts

    def _progress(self) -> float:
        try:
            return float((self.folder / "progress").read_text())
        except (FileNotFoundError, ValueError):
            return 0.0

    @contextmanager
    def _lock(self, how: int) -> Iterator[bool]:
        with (self.folder / "drawing").open("a") as file:
            try:
                fcntl.flock(file, how | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True


def write_text(target: Path, text: str) -> None:
    write_durably(target, lambda part: part.write_text(text))


def save_png(image: Image.Image, target: Path) -> None:
    write_durably(target, lambda part: image.save(part, format="PNG", compress_level=1))
