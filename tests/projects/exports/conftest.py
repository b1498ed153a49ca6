"""A timeline whose second shot continues the first."""

import pytest

from tests.projects import cast
from tests.projects.cast import FRAMES


@pytest.fixture
def timeline(project):
    """Shot 1, and shot 2, which continues it: its first frame is shot 1's last one."""
    timeline = project.timelines.create(number=1, name="Rough cut")
    first = cast.stored_clip(project, 0)
    second = cast.stored_clip(project, FRAMES - 1)
    second.keyframes.create(end="frame0", source=first, edge="last")
    for position, clip in (("a", first), ("b", second)):
        timeline.shots.create(generation=clip, position=position)
    return timeline
