"""What /proc says about running processes.

A process may end, open or close a file between two reads: that is an ordinary answer here, never an error.
"""

import contextlib
import os
from pathlib import Path


def living_processes():
    """Return {process ID: its parent's ID}, without zombies."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := stat_of(entry.name)) and stat[0] != "Z":
            found[int(entry.name)] = int(stat[1])
    return found


def descendants(pid, parents):
    children = sorted(child for child, parent in parents.items() if parent == pid)
    return children + [each for child in children for each in descendants(child, parents)]


def stat_of(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def born(pid):
    """Return when it started, in ticks. This tells a process from a later one with the same ID."""
    stat = stat_of(pid)
    return stat and stat[19]


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def command_of(pid):
    """Return the word after manage.py."""
    return (command_line(pid).partition("manage.py ")[2].split() or ["others"])[0]


def open_files(pid):
    """Return the target of each open file descriptor of a process with its size in bytes."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):  # closed since
            found.append((os.readlink(entry), entry.stat().st_size))
    return found
