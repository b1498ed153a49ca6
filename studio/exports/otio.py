"""A cut as an OpenTimelineIO timeline, for DaVinci Resolve, Kdenlive and others, and for our other writers.

Films are named relative to the file ("clips/010_sea_take1.mp4"), so that an unpacked bundle finds its own.
"""

import json

import opentimelineio as otio
from opentimelineio import opentime, schema

from studio.exports.cut import Cut, Marker, Shot

FOLDER = "clips"


def written(cut: Cut) -> str:
    return str(otio.adapters.write_to_string(timeline(cut), "otio_json"))


def timeline(cut: Cut, *, sound: bool = True, record_time: bool = False) -> schema.Timeline:
    """sound: with an audio track where a shot has sound. record_time: markers say where they stand in the
    cut, not in their clip, as edit lists want it."""
    line = schema.Timeline(name=cut.name, global_start_time=opentime.RationalTime(0, float(cut.fps)))
    line.metadata["dailies"] = {"fps": str(cut.fps), "width": cut.width_px, "height": cut.height_px}
    line.tracks.append(video(cut, record_time))
    if sound and any(shot.has_audio for shot in cut.shots):
        line.tracks.append(audio(cut))
    return line


def video(cut: Cut, record_time: bool) -> schema.Track:
    track = schema.Track(name="V1", kind=schema.TrackKind.Video)
    at = 0
    for number, shot in enumerate(cut.shots, start=1):
        clip = clip_of(cut, shot)
        clip.metadata["cmx_3600"] = {"reel": f"C{number * 10:04d}"}
        for marker in cut.markers:
            if at <= marker.frame < at + shot.frames:
                here = marker.frame if record_time else marker.frame - at + shot.start_frame
                clip.markers.append(mark(marker, here, cut))
        track.append(clip)
        at += shot.frames
    return track


def audio(cut: Cut) -> schema.Track:
    track = schema.Track(name="A1", kind=schema.TrackKind.Audio)
    for shot in cut.shots:
        silent = schema.Gap(source_range=span(0, shot.frames, cut))
        track.append(clip_of(cut, shot) if shot.has_audio else silent)
    return track


def clip_of(cut: Cut, shot: Shot) -> schema.Clip:
    film = schema.ExternalReference(f"{FOLDER}/{shot.media_name}", span(0, shot.film_frames, cut))
    film.name = shot.media_name
    clip = schema.Clip(shot.name, film, span(shot.start_frame, shot.frames, cut))
    if shot.details:
        clip.metadata["dailies"] = json.loads(json.dumps(shot.details, default=str))
    return clip


def mark(marker: Marker, frame: int, cut: Cut) -> schema.Marker:
    """The words are its name as well: most programs read nothing else."""
    words = f"{marker.by}: {marker.words}" if marker.by else marker.words
    made = schema.Marker(" ".join(words.split()), span(frame, marker.frames, cut), schema.MarkerColor.ORANGE)
    made.metadata["fcp_xml"] = {"comment": words}
    made.metadata["dailies"] = {"by": marker.by}
    return made


def span(start: int, frames: int, cut: Cut) -> opentime.TimeRange:
    rate = float(cut.fps)
    return opentime.TimeRange(opentime.RationalTime(start, rate), opentime.RationalTime(frames, rate))
