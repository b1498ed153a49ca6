"""Keeps web, watch and cluster alive, replaces the dead and the deaf, and ends them all.

Every child leads a process group of its own, so that nothing of it survives: whatever a dead cluster left
behind (django-q2's sentinel and workers outlive their main process) goes with the group. Every child also
holds the reading end of a pipe whose other end only `up` has: when `up` is killed outright, the pipe closes
and the children end themselves.

Nothing here touches the database: a check that asks it runs in a thread of its own (heartbeats.py), so that
a busy database never keeps Ctrl-C waiting.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PIPE = "DAILIES_PARENT_PIPE"  # set for the children of `up`: their standard input is the pipe

STOP_WITHIN_S = 4.0  # Ctrl-C promises 5 s
ORPHAN_WITHIN_S = 3.0
BACK_OFF_S = (0.5, 30.0)


def canary() -> None:
    """A task that does nothing: that its result gets saved proves pusher, worker and monitor to be moving."""


Process = subprocess.Popen[bytes]


@dataclass(eq=False)
class Child:
    """One process of the studio, with everything it starts.

    `heartbeat` makes, for each new process, a question that answers "" while all is well and otherwise what
    is wrong; it is asked every `check_every_s`, from a thread.
    """

    name: str
    command: list[str]
    heartbeat: Callable[[], Callable[[], str]] = field(default=lambda: lambda: "")
    keep_open: tuple[int, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    check_every_s: float = 1.0
    settled_after_s: float = 30.0  # who lived this long before it failed waits no longer than the first time

    process: Process | None = None
    failures: int = 0
    started_at: float = 0.0
    start_again_at: float = 0.0
    complaint: tuple[Process, str] | None = None

    def start(self) -> Process:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=self.keep_open,
            env={**os.environ, **self.environment, PIPE: "1"},
        )
        threading.Thread(target=self.listen, args=(self.process,), daemon=True, name=self.name).start()
        return self.process

    def listen(self, process: Process) -> None:
        """Ask this process's heartbeat until it dies or has to be replaced."""
        ask = self.heartbeat()
        while process.returncode is None:  # the supervisor's own look at the process sets it
            time.sleep(self.check_every_s)
            if wrong := ask():
                self.complaint = (process, wrong)
                return

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wrong(self) -> str:
        """Why this child has to be replaced, or ""."""
        if self.process is not None and not self.runs:
            return f"ended ({words_for(self.process.returncode)})"
        process, complaint = self.complaint or (None, "")
        return complaint if process is self.process else ""

    def replace_later(self) -> float:
        """End what is left of it now; return in how many seconds it may start again."""
        self.end_group()
        return self.wait_longer()

    def wait_longer(self) -> float:
        settled = time.monotonic() - self.started_at > self.settled_after_s
        self.failures = 1 if settled else self.failures + 1
        first_s, longest_s = BACK_OFF_S
        wait_s = min(longest_s, first_s * 2.0 ** (self.failures - 1))
        self.start_again_at = time.monotonic() + wait_s
        return wait_s

    def restart_soon(self) -> None:
        """Ask it to end; the supervisor starts it again without a growing wait."""
        self.failures, self.start_again_at = 0, 0.0
        self.ask_to_end()

    def ask_to_end(self) -> None:
        if self.process is not None and self.runs:
            self.process.terminate()

    def end_group(self) -> None:
        """Kill the whole group, whoever of it is left."""
        assert self.process is not None and self.process.stdin is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says EPERM for a dead group
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process = None


class Supervisor:
    """Starts the children and stays until a signal; `say` tells the person, a line at a time."""

    def __init__(self, children: list[Child], say: Callable[[str], object]):
        self.children, self.tell = children, say
        self.signals: list[int] = []

    def run(self) -> None:
        self.listen_to_signals()
        try:
            while not self.signals:
                self.look_after_all()
                time.sleep(0.1)
            self.say("stopping …")
        finally:
            self.end_all()
        self.say("stopped.")

    def listen_to_signals(self) -> None:
        wanted = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # `nohup` asked not to hear it
            wanted.remove(signal.SIGHUP)
        for number in wanted:
            signal.signal(number, lambda number, frame: self.signals.append(number))

    def look_after_all(self) -> None:
        for child in self.children:
            if child.process is None:
                self.start_when_due(child)
            elif wrong := child.wrong():
                wait_s = child.replace_later()
                self.say(f"{child.name} {wrong}; starts again in {wait_s:g} s")

    def start_when_due(self, child: Child) -> None:
        if time.monotonic() < child.start_again_at:
            return
        try:
            process = child.start()
            self.say(f"{child.name:8} process {process.pid}")
        except OSError as error:  # no memory, or too many processes: that passes
            self.say(
                f"{child.name} cannot start ({error.strerror}); tries again in {child.wait_longer():g} s"
            )

    def end_all(self) -> None:
        """Ask everybody, wait a bounded time (no longer after a second signal), then kill what is left."""
        living = [child for child in self.children if child.process is not None]
        for child in living:
            child.ask_to_end()
        end = time.monotonic() + STOP_WITHIN_S
        while any(child.runs for child in living) and time.monotonic() < end and len(self.signals) < 2:
            time.sleep(0.02)
        for child in living:
            if child.runs:
                self.say(f"{child.name} did not end in time; killed")
            child.end_group()

    def say(self, words: str) -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone, which must not keep anybody alive
            self.tell(words)


def end_with_parent() -> None:
    """In a child of `up`: end this process and its group soon after `up` has vanished."""
    if os.environ.pop(PIPE, ""):  # popped, so that it does not pass on to what the child itself starts
        threading.Thread(target=wait_for_the_end, daemon=True, name="end-with-parent").start()


def wait_for_the_end() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    if os.getpgid(0) != os.getpid():
        os._exit(os.EX_TEMPFAIL)  # not a leader: the group is not ours to kill
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_WITHIN_S)
    os.killpg(0, signal.SIGKILL)


def words_for(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"code {code}"
