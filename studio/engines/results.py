"""Download a finished video and check it before it gets its final name."""

from collections.abc import Callable, Iterable
from pathlib import Path

from studio.engines.base import Busy, EngineError, ResultBroken, ResultGone, Unreachable
from studio.media import MediaError, fetch, probe

MAX_BYTES = 4 * 1024**3


class Downloader:
    """Download videos of one provider. `hosts` are chosen by the admin, so they may be private."""

    def __init__(self, hosts: Iterable[str], max_bytes: int, deadline_s: float, *, pause_s: float):
        self.hosts, self.max_bytes = frozenset(hosts), max_bytes
        self.deadline_s, self.pause_s = deadline_s, pause_s

    def store(self, url: str, target: Path, progress: Callable[[float], None] | None = None) -> None:
        """Download the video at `url` to `target`, complete, decodable and durable."""
        if not url:
            raise ResultGone(
                "The provider has not said where the video is. Checking again is free.", code="no_address"
            )
        try:
            fetch.download(
                url,
                target,
                max_bytes=self.max_bytes,
                deadline_s=self.deadline_s,
                allow_hosts=self.hosts,
                pause_s=self.pause_s,
                progress=progress,
                check=probe.verify,
            )
            return
        except (fetch.FetchError, MediaError) as error:
            named = to_engine_error(error)
        raise named


def to_engine_error(error: Exception) -> EngineError:
    """Return the engine error for a failed download."""
    if isinstance(error, fetch.NoRoom):
        return Busy("The disk of this studio is full.", hold="disk")
    if isinstance(error, fetch.Gone | fetch.Closed):
        code = "address_refused" if isinstance(error, fetch.Closed) else "result_gone"
        return ResultGone("The link to the video has expired. Getting a new one is free.", code=code)
    if isinstance(error, fetch.NotReachable):
        return Unreachable("The video couldn't be downloaded. Trying again is free.", code="no_answer")
    return ResultBroken(
        f"The downloaded video is damaged: {error} Downloading it again is free.", code="result_broken"
    )
