"""Bringing the finished film home: downloaded, checked, and only then given its name."""

from collections.abc import Callable, Iterable
from pathlib import Path

from studio.engines.base import Busy, EngineError, ResultBroken, ResultGone, Unreachable
from studio.media import MediaError, fetch, probe

MAX_BYTES = 4 * 1024**3


class Downloader:
    """The films of one provider. `hosts`: chosen by whoever runs this studio, so private ones may be."""

    def __init__(self, hosts: Iterable[str], max_bytes: int, deadline_s: float, *, pause_s: float):
        self.hosts, self.max_bytes = frozenset(hosts), max_bytes
        self.deadline_s, self.pause_s = deadline_s, pause_s

    def store(self, url: str, target: Path, progress: Callable[[float], None] | None = None) -> None:
        """The whole, decodable film at `url` as the file `target`, safe from a power cut."""
        if not url:
            raise ResultGone(
                "The provider has not said where the film is. Asking again is free.", code="no_address"
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
        except (fetch.FetchError, MediaError) as trouble:
            named = to_engine_error(trouble)
        raise named


def to_engine_error(trouble: Exception) -> EngineError:
    """The engine's error for what went wrong with a download."""
    if isinstance(trouble, fetch.NoRoom):
        return Busy("There is no room left on the disk of this studio.", hold="disk")
    if isinstance(trouble, fetch.Gone | fetch.Closed):
        code = "address_refused" if isinstance(trouble, fetch.Closed) else "result_gone"
        return ResultGone("The address of the film has expired. A new one is asked for, free.", code=code)
    if isinstance(trouble, fetch.NotReached):
        return Unreachable(
            "The film could not be fetched just now. Fetching again is free.", code="no_answer"
        )
    return ResultBroken(f"The film came broken: {trouble} Fetching again is free.", code="result_broken")
