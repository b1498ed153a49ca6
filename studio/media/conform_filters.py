"""Bring a film's pictures into the form of a working film: upright, square pixels, BT.709, even sides."""

from itertools import pairwise

import av
import numpy as np
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.reformatter import ColorRange

from studio.media import frames
from studio.media.truth import WIDE_PRIMARIES, Truth

FLAGS = "bicubic+accurate_rnd+full_chroma_int"
# Names of ITU-T H.273 numbers in FFmpeg's scale filter.
MATRICES = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
PRIMARIES = {1: "bt709", 5: "bt470bg", 6: "smpte170m", 9: "bt2020", 11: "smpte431", 12: "smpte432"}
TRANSFERS = {"PQ": "smpte2084", "HLG": "arib-std-b67"}


class PictureFilter:
    """Apply the same filters to every frame, also where the frames' size or format changes midway."""

    def __init__(self, film: Truth):
        self.film = film
        self.kind: tuple[object, ...] = ()

    def apply(self, frame: av.VideoFrame) -> np.ndarray:
        """Return the frame as I420 in BT.709, limited range."""
        kind = (frame.width, frame.height, frame.format.name, frame.colorspace, frame.color_range)
        if kind != self.kind:
            self.kind, (self.source, self.sink, self.graph) = kind, self._build(frame)
        self.source.push(frame)
        made = self.sink.pull()
        assert isinstance(made, av.VideoFrame)
        return made.to_ndarray()

    def _build(self, frame: av.VideoFrame) -> tuple[FilterContext, FilterContext, Graph]:
        film, graph = self.film, Graph()
        source = graph.add(
            "buffer",
            f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/1:pixel_aspect=1/1"
            f":colorspace={int(frame.colorspace or 2)}:range={int(frame.color_range or 0)}",
        )
        chain = [source]
        for name, _, options in (turn.partition("=") for turn in film.turn.split(",") if turn):
            chain.append(graph.add(name, options or None))
        chain.append(graph.add("scale", self._describe_scale(frame)))
        chain.append(graph.add("format", "yuv420p"))
        chain.append(graph.add("crop", f"{film.width_px // 2 * 2}:{film.height_px // 2 * 2}:0:0"))
        chain.append(graph.add("buffersink"))
        for before, after in pairwise(chain):
            before.link_to(after)
        graph.configure()
        return source, chain[-1], graph

    def _describe_scale(self, frame: av.VideoFrame) -> str:
        film = self.film
        is_full = frames.get_range(frame.color_range, frame.format.name) == ColorRange.JPEG
        options = {
            "w": film.width_px,
            "h": film.height_px,
            "flags": FLAGS,
            "in_range": "full" if is_full else "limited",
            "out_range": "limited",
            "out_color_matrix": "bt709",
        }
        if not frame.format.is_rgb:
            options["in_color_matrix"] = self._name_matrix(frame)
        if film.hdr or film.primaries in WIDE_PRIMARIES:
            # Also maps the brightness: reference white of PQ and HLG becomes 252 of 255.
            options |= {
                "in_primaries": PRIMARIES.get(film.primaries, "bt2020"),
                "in_transfer": TRANSFERS.get(film.hdr, "bt709"),
                "out_primaries": "bt709",
                "out_transfer": "bt709",
            }
        return ":".join(f"{name}={value}" for name, value in options.items())

    def _name_matrix(self, frame: av.VideoFrame) -> str:
        if self.film.hdr and self.film.matrix not in MATRICES:
            return "bt2020"
        return MATRICES[int(frames.get_matrix(self.film.matrix, frame.height))]
