"""The Preview engine: draw an animatic of the prompt on this machine, free and offline.

It works like a remote provider: it stores an order before answering, assigns an ID, reports progress and
keeps the video until it is fetched. Only `work` is special: a process on this machine must call it.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageOps

from studio.engines.base import Busy, Engine, EngineError, Model, Refused, ResultGone, Ticket
from studio.media import MediaError, sync_folder
from studio.preview.store import Job, Store
from studio.wire import GenerationFrame, LogRow, Order, Report
from studio.wire.order import Frame

RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21")
RESOLUTIONS = ("360p", "540p", "720p", "1080p", "4k")
TRIES = 3
PIXELS_MOST = 50_000_000

MODEL = Model(
    id="preview",
    label="Preview",
    aspect_ratios=RATIOS,
    resolutions=RESOLUTIONS,
    default_resolution="720p",
    durations_s=(5, 9, 10),
    default_duration_s=5,
    aspect_with_keyframe=True,
    needs_prompt=False,
    prompt_limit=6000,  # the most that a model takes that it draws in place of
    note="Draws an animatic of the prompt",
    expected_s=3,
)
STILL_S = 60  # shots show a part of it
STILL = replace(
    MODEL, id="still", label="Still", durations_s=(STILL_S,), default_duration_s=STILL_S, loop=False
)


class Preview(Engine):
    """Draw clips in `folder`, which several processes may share."""

    name = "preview"
    label = "Preview"
    local = True

    def __init__(self, folder: Path):
        self._store = Store(Path(folder))

    @property
    def account(self) -> str:
        return ""

    def models(self) -> Mapping[str, Model]:
        return {MODEL.id: MODEL}

    def find_model(self, id: str) -> Model | None:
        return STILL if id == STILL.id else self.models().get(id)

    def submit(self, order: Order, client_request_id: str) -> Report:
        """Store the order. Return the same job for the same `client_request_id`."""
        _check(order)
        with _report_full_disk():
            known = self._store.find_request(client_request_id)
            if known:
                return known.make_report()
            keyframes = {
                name: self._load_keyframe(frame, name)
                for name, frame in (("frame0", order.frame0), ("frame1", order.frame1))
                if frame
            }
            return self._store.add(order, client_request_id, keyframes).make_report()

    def work(self, provider_id: str) -> bool:
        """Draw the clip now. Return False if there is nothing to draw or another process is drawing it.

        A failed drawing is reported as FAILED. If its process dies, the next call starts again, up to
        three times.
        """
        job = self._store.find(provider_id)
        if job is None or job.is_finished:
            return False
        with job.claim() as mine:
            if not mine or job.is_finished:
                return False
            if job.tries >= TRIES:
                job.fail("crashed", f"Drawing this clip crashed {TRIES} times.")
                return False
            _draw(job)
        return True

    def ask(self, tickets: Iterable[Ticket]) -> dict[str, Report | EngineError]:
        jobs = (self._store.find(ticket.provider_id) for ticket in tickets)
        return {job.id: job.make_report() for job in jobs if job}

    def fetch(self, report: Report, target: Path, *, progress: Callable[[float], None] | None = None) -> None:
        """Link the video to `target`, or copy it to another disk."""
        job = self._store.find(report.provider_id)
        if job is None or not job.video.exists():
            raise ResultGone("The Preview no longer has this video.", code="gone")
        with _report_full_disk():
            _link(job.video, Path(target))
        if progress:
            progress(1.0)

    def find(self, since: datetime, until: datetime, *, model: str = "") -> list[LogRow]:
        rows = [job.make_log_row() for job in self._store.list_jobs() if since <= job.created <= until]
        return sorted(rows, key=lambda row: row.created or since, reverse=True)

    def waiting(self) -> list[str]:
        """Return the IDs of unfinished clips that nothing is drawing, oldest first."""
        return [job.id for job in self._store.list_unfinished() if not job.is_being_drawn()]

    def forget(self, provider_id: str) -> None:
        """Delete the video of a finished clip that was fetched. Its end frames stay for continuing it."""
        job = self._store.find(provider_id)
        if job and job.is_finished:
            job.forget()

    def _load_keyframe(self, frame: Frame, name: str) -> Image.Image:
        """Return the keyframe as an image. Raise Refused if there is none."""
        if isinstance(frame, GenerationFrame):
            return self._load_end_frame(frame.provider_id, name)
        try:
            with Image.open(frame.path) as image:
                if image.width * image.height > PIXELS_MOST:
                    raise Refused("The keyframe image is too large.", code="keyframe_refused")
                return ImageOps.exif_transpose(image).convert("RGB")
        except FileNotFoundError as error:
            message = "The keyframe image no longer exists."
            raise Refused(message, code="keyframe_unreachable") from error
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise Refused("The keyframe image can't be read.", code="keyframe_refused") from error

    def _load_end_frame(self, provider_id: str, name: str) -> Image.Image:
        """Return the last frame of a Preview clip for frame0, or its first frame for frame1."""
        job = self._store.find(provider_id)
        if job is None or not job.is_finished or job.failure:
            message = "The clip to continue from is not a finished Preview clip."
            raise Refused(message, code="keyframe_unreachable")
        try:
            return job.read_end_frame("last" if name == "frame0" else "first")
        except (OSError, MediaError) as error:
            message = "The clip to continue from no longer exists."
            raise Refused(message, code="keyframe_unreachable") from error


def _check(order: Order) -> None:
    """Raise Refused if the model doesn't offer what is ordered."""
    model = STILL if order.model == STILL.id else MODEL
    wrong = (
        (order.model not in ("", model.id), f"The Preview has no model named {order.model}."),
        (
            len(order.prompt) > MODEL.prompt_limit,
            f"The prompt is longer than {MODEL.prompt_limit} characters.",
        ),
        (not (order.prompt.strip() or order.frame0 or order.frame1), "A clip needs a prompt or a keyframe."),
        (order.aspect_ratio not in (None, *RATIOS), f"The Preview can't draw {order.aspect_ratio}."),
        (order.resolution not in (None, *RESOLUTIONS), f"The Preview can't draw {order.resolution}."),
        (
            order.duration_s not in (None, *model.durations_s),
            f"The Preview draws 5, 9 or 10 seconds, not {order.duration_s}.",
        ),
        (model is STILL and order.frame0 is None, "A still needs a picture."),
    )
    for is_wrong, message in wrong:
        if is_wrong:
            raise Refused(message, code="bad_request")


def _draw(job: Job) -> None:
    """Try to draw the video once. Any error while drawing becomes the job's failure."""
    from studio.preview import render, reporting  # here: only drawing needs OpenCV

    job.count_try()
    try:
        with _report_full_disk():
            order, keyframes = job.order, job.list_keyframes()
            job.note_drawn(reporting.describe(order, has_keyframes=bool(keyframes)))
            render.draw(order, keyframes, job.video, job.report_progress)
    except Busy:
        job.uncount_try()
        raise
    except Exception as error:
        job.fail("drawing_failed", f"The Preview couldn't draw this clip ({error}).")


def _link(video: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(video, target)
    except FileExistsError:
        raise
    except OSError:
        with video.open("rb") as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
    sync_folder(target.parent)


@contextmanager
def _report_full_disk() -> Iterator[None]:
    """Raise Busy if the disk is full: that is a reason to wait, not a failure."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Busy("The disk is full.", hold="disk") from error
        raise
