"""Store the Preview's orders on disk, one folder per job.

job.json      the order and its request ID; written first, never changed
frame0.png    the job's own copies of its keyframes, so that deleting the originals does no harm
frame1.png
drawn.json    what the video shows of the prompt
tries         how often drawing was started; raised before each try
progress      0 to 1, while drawing
drawing       locked by the process that draws; the kernel unlocks it however that process ends
film.mp4      the video; if it exists, the job is COMPLETED
first.png     the end frames, kept when the video is deleted
last.png
failure.json  a code and a message; if it exists, the job is FAILED
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

from studio.media import frames, part_path, sync_folder, write_durably
from studio.wire import LogRow, Order, Report, Stage

REPORT_EVERY_S = 0.2
CLAIM_TRIES = 5  # `is_being_drawn` holds the lock for a moment, which must not make a claim fail


class Store:
    """All jobs in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder

    def find(self, provider_id: str) -> "Job | None":
        """Return the job with this ID, or None. Accept only UUIDs, because IDs become folder names."""
        try:
            name = str(uuid.UUID(provider_id))
        except (ValueError, AttributeError, TypeError):
            return None
        job = Job(self.folder / name)
        return job if job.exists else None

    def list_jobs(self) -> list["Job"]:
        """Return all jobs, oldest first."""
        return sorted(self._iter_jobs(), key=Job.sort_key)

    def list_unfinished(self) -> list["Job"]:
        """Return the jobs without a video or a failure, oldest first. Don't open the others."""
        return sorted((job for job in self._iter_jobs() if not job.is_finished), key=Job.sort_key)

    def _iter_jobs(self) -> Iterator["Job"]:
        return (Job(path.parent) for path in self.folder.glob("*-*-*-*-*/job.json"))

    def find_request(self, client_request_id: str) -> "Job | None":
        note = self._note_path(client_request_id)
        return self.find(note.read_text()) if note.exists() else None

    def add(self, order: Order, client_request_id: str, keyframes: Mapping[str, Image.Image]) -> "Job":
        """Return a new job, which is durable by then, or the job of an earlier call with the same request."""
        with self._lock_folder():
            existing = self.find_request(client_request_id)
            if existing:
                return existing
            job = Job(self.folder / self._reserve_id(client_request_id))
            self._write_job(job, order, client_request_id, keyframes)
            return job

    def _reserve_id(self, client_request_id: str) -> str:
        """Return the job's ID. It is stored under the request first, so that it survives a crash."""
        note = self._note_path(client_request_id)
        if not note.exists():
            note.parent.mkdir(parents=True, exist_ok=True)
            write_text(note, str(uuid.uuid4()))
        return note.read_text()

    def _write_job(
        self, job: "Job", order: Order, request: str, keyframes: Mapping[str, Image.Image]
    ) -> None:
        """Write the folder under a temporary name, and rename it when it is complete."""
        # The name has no hyphens, so it is never taken for a job.
        temporary = self.folder / f"new.{uuid.UUID(job.id).hex}"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        for name, image in keyframes.items():
            save_png(image, temporary / f"{name}.png")
        record = {"request": request, "created": datetime.now(UTC).isoformat()}
        plain = replace(order, frame0=None, frame1=None)  # the job has its own copies of the keyframes
        write_text(temporary / "job.json", json.dumps({**record, "order": asdict(plain)}, indent=1))
        temporary.rename(job.folder)
        sync_folder(self.folder)

    @contextmanager
    def _lock_folder(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "adding").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _note_path(self, client_request_id: str) -> Path:
        return self.folder / "requests" / hashlib.sha256(client_request_id.encode()).hexdigest()


class Job:
    """One order on disk."""

    def __init__(self, folder: Path):
        self.folder, self.id = folder, folder.name
        self.video = folder / "film.mp4"
        self._reported_at = 0.0

    # -- questions

    @property
    def exists(self) -> bool:
        return (self.folder / "job.json").exists()

    @property
    def order(self) -> Order:
        return Order(**self._record["order"])

    @property
    def created(self) -> datetime:
        return datetime.fromisoformat(self._record["created"])

    def sort_key(self) -> tuple[datetime, str]:
        """Return what to sort jobs by."""
        return self.created, self.id

    @property
    def failure(self) -> dict[str, str] | None:
        path = self.folder / "failure.json"
        return json.loads(path.read_text()) if path.exists() else None

    @property
    def is_done(self) -> bool:
        return self.video.exists() or (self.folder / "last.png").exists()

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

    def make_report(self) -> Report:
        failure = self.failure
        if self.is_done:
            url = self.video.absolute().as_uri()
            return Report(self.id, Stage.COMPLETED, result_url=url, progress=1.0, drawn=self._read_drawn())
        if failure:
            return Report(
                self.id, Stage.FAILED, failure_code=failure["code"], failure_message=failure["words"]
            )
        if self.tries:
            return Report(self.id, Stage.GENERATING, progress=self._read_progress())
        return Report(self.id, Stage.QUEUED)

    def make_log_row(self) -> LogRow:
        return LogRow(
            client_request_id=self._record["request"],
            inference_id=self.id,
            succeeded=self.failure is None,
            created=self.created,
            model=self._record["order"]["model"],
        )

    def list_keyframes(self) -> dict[str, Path]:
        """Return the job's own copies of its keyframes by "frame0" and "frame1"."""
        return {path.stem: path for path in sorted(self.folder.glob("frame[01].png"))}

    def read_end_frame(self, end: str) -> Image.Image:
        """Return the video's "first" or "last" frame."""
        saved = self.folder / f"{end}.png"
        if saved.exists():
            with Image.open(saved) as image:
                return image.convert("RGB")
        return frames.read_first(self.video) if end == "first" else frames.read_last(self.video)

    # -- actions

    @contextmanager
    def claim(self) -> Iterator[bool]:
        """Yield whether this process alone may draw, until the block ends."""
        for attempt in range(CLAIM_TRIES):
            with self._lock(fcntl.LOCK_EX) as mine:
                if mine or attempt == CLAIM_TRIES - 1:
                    yield mine
                    return
            time.sleep(0.01)

    def count_try(self) -> None:
        """Count this try before it starts, so that it counts even if it kills the process."""
        write_text(self.folder / "tries", str(self.tries + 1))

    def uncount_try(self) -> None:
        """Uncount a try that failed for a reason other than drawing."""
        write_text(self.folder / "tries", str(max(0, self.tries - 1)))

    def fail(self, code: str, message: str) -> None:
        write_text(self.folder / "failure.json", json.dumps({"code": code, "words": message}))

    def note_drawn(self, drawn: Mapping[str, Any]) -> None:
        write_text(self.folder / "drawn.json", json.dumps(drawn))

    def report_progress(self, part: float) -> None:
        """Store the progress, at most five times a second."""
        now = time.monotonic()
        if now - self._reported_at < REPORT_EVERY_S:
            return
        self._reported_at = now
        path = self.folder / "progress"
        temporary = part_path(path)
        temporary.write_text(f"{part:.3f}")
        temporary.replace(path)

    def forget(self) -> None:
        """Delete the video and all other files except the end frames and the record."""
        if self.video.exists():
            for end in ("first", "last"):  # with last.png, the job counts as done without its video
                save_png(self.read_end_frame(end), self.folder / f"{end}.png")
        kept = {"job.json", "drawn.json", "first.png", "last.png", "failure.json", "drawing"}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    # -- private

    @property
    def _record(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads((self.folder / "job.json").read_text())
        return record

    def _read_drawn(self) -> dict[str, Any]:
        path = self.folder / "drawn.json"  # older jobs have none
        return json.loads(path.read_text()) if path.exists() else {}

    def _read_progress(self) -> float:
        try:
            return float((self.folder / "progress").read_text())
        except (FileNotFoundError, ValueError):
            return 0.0

    @contextmanager
    def _lock(self, mode: int) -> Iterator[bool]:
        with (self.folder / "drawing").open("a") as file:
            try:
                fcntl.flock(file, mode | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True


def write_text(target: Path, text: str) -> None:
    write_durably(target, lambda part: part.write_text(text))


def save_png(image: Image.Image, target: Path) -> None:
    write_durably(target, lambda part: image.save(part, format="PNG", compress_level=1))
