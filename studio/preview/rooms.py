"""Hold the rooms that can be painted, by name."""

from studio.preview.rooming import load_rooms

ROOMS = load_rooms()
