"""Read where the packets of a video are, and what they are, so that they can be copied into another one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.media import frames, h264, probe
from studio.media.rates import snap
from studio.media.segments import Shape


@dataclass(frozen=True)
class Packets:
    """A video's packets in decoding order. frames: their numbers in display order. places: (offset, bytes)
    in the file, which are copied without reading its boxes again.
    """

    facts: probe.Facts
    signature: tuple[Any, ...]
    parameters: bytes
    frames: list[int]
    refreshes: list[bool]
    keys: list[bool]
    places: list[tuple[int, int]]

    @property
    def is_copyable(self) -> bool:
        head = self.parameters[:5]
        return self.facts.codec == "h264" and bool(self.places) and head[:1] == b"\1" and head[4] & 3 == 3

    def has_shape(self, shape: Shape) -> bool:
        one = self.facts
        return (one.width_px, one.height_px, snap(one.fps)) == (
            shape.width_px,
            shape.height_px,
            snap(shape.fps),
        )


def read_packets(path: Path) -> Packets:
    """Read where a video's packets are and what they are, without decoding one. Raise MediaError."""
    with frames.open_video(path, decoded=False) as video:
        stream = video.streams.video[0]
        coder = stream.codec_context
        color_settings = (coder.colorspace, coder.color_range, coder.color_primaries, coder.color_trc)
        parameters = bytes(coder.extradata or b"")
        kind = (coder.name, coder.width, coder.height, stream.average_rate, stream.time_base)
        is_units = parameters[:1] == b"\1" and len(parameters) > 5 and parameters[4] & 3 == 3
        packets = [
            (
                frames.get_pts(packet),
                packet.is_keyframe,
                packet.is_keyframe and is_units and h264.is_refresh(bytes(packet)),
                (packet.pos or 0, packet.size),
            )
            for packet in frames.iter_packets(video)
        ]
        facts = probe.describe(video, len(packets))
        has_places = video.format.name.startswith("mov") and all(offset for *_, (offset, _size) in packets)
    numbers = {pts: n for n, pts in enumerate(sorted(pts for pts, *_ in packets))}
    return Packets(
        facts,
        (*kind, parameters, color_settings),
        parameters,
        frames=[numbers[pts] for pts, *_ in packets],
        refreshes=[is_refresh for _, _, is_refresh, _ in packets],
        keys=[is_key for _, is_key, *_ in packets],
        places=[place for *_, place in packets] if has_places else [],
    )
