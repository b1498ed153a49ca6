"""Keep web, watch and cluster alive, replace dead and stuck ones, and stop them all at the end.

Each child leads its own process group, so that nothing survives it: whatever a dead cluster left behind
(django-q2's sentinel and workers outlive their main process) is killed with the group. Each child also holds
the reading end of a pipe from `up`: if `up` is killed outright, the pipe closes and the children stop.

Nothing here touches the database: checks that query it run in threads of their own (heartbeats.py), so that
a busy database never delays Ctrl-C.
"""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PIPE = "DAILIES_PARENT_PIPE"  # set for the children of `up`: their standard input is the pipe

STOP_WITHIN_S = 4.0  # Ctrl-C promises 5 s
ORPHAN_WITHIN_S = 3.0
ANSWER_WITHIN_S = 1.0
BACK_OFF_S = (0.5, 30.0)


def canary() -> None:
    """Do nothing. If the result of this task gets saved, pusher, worker and monitor are all working."""


Process = subprocess.Popen[bytes]


@dataclass(eq=False)
class Child:
    """One process of the studio and everything it starts.

    `heartbeat` creates a check for each new process. The check returns "" while all is well and otherwise the
    problem; a thread runs it every `check_every_s`.
    """

    name: str
    command: list[str]
    heartbeat: Callable[[], Callable[[], str]] = field(default=lambda: lambda: "")
    keep_open: tuple[int, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    check_every_s: float = 1.0
    settled_after_s: float = 30.0  # a process that ran this long restarts after the shortest wait

    process: Process | None = None
    failures: int = 0
    started_at: float = 0.0
    start_again_at: float = 0.0
    problem: tuple[Process, str] | None = None

    def start(self) -> Process:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=self.keep_open,
            env={**os.environ, **self.environment, PIPE: "1"},
        )
        threading.Thread(target=self.watch, args=(self.process,), daemon=True, name=self.name).start()
        return self.process

    def watch(self, process: Process) -> None:
        """Run this process's heartbeat check until it exits or has to be replaced."""
        find_problem = self.heartbeat()
        while process.returncode is None:  # set when the supervisor polls the process
            time.sleep(self.check_every_s)
            if problem := find_problem():
                self.problem = (process, problem)
                return

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def find_problem(self) -> str:
        """Return why this child has to be replaced, or ""."""
        if self.process is not None and not self.is_running:
            return f"ended ({describe_exit(self.process.returncode)})"
        process, problem = self.problem or (None, "")
        return problem if process is self.process else ""

    def replace_later(self) -> float:
        """Kill what is left of it and return the seconds until it may start again."""
        self.kill_group()
        return self.schedule_restart()

    def schedule_restart(self) -> float:
        """Return the seconds to wait, twice as long after each early failure."""
        settled = time.monotonic() - self.started_at > self.settled_after_s
        self.failures = 1 if settled else self.failures + 1
        first_s, longest_s = BACK_OFF_S
        wait_s = min(longest_s, first_s * 2.0 ** (self.failures - 1))
        self.start_again_at = time.monotonic() + wait_s
        return wait_s

    def restart_soon(self) -> None:
        """Ask it to stop; the supervisor restarts it at once."""
        self.failures, self.start_again_at = 0, 0.0
        self.terminate()

    def terminate(self) -> None:
        if self.process is not None and self.is_running:
            self.process.terminate()

    def kill_group(self) -> None:
        """Kill whatever is left of the process group."""
        assert self.process is not None and self.process.stdin is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says EPERM for a dead group
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process = None


class Supervisor:
    """Start the children and run until a signal arrives. `say` prints one line for the person.

    settings_file: the children are restarted when it changes, because they read it when they start.
    """

    def __init__(
        self, children: list[Child], say: Callable[[str], object], settings_file: Path | None = None
    ):
        self.children, self.print_line, self.settings_file = children, say, settings_file
        self.signals: list[int] = []
        self.read_at = self.changed_at

    def run(self) -> None:
        self.handle_signals()
        try:
            while not self.signals:
                self.restart_if_changed()
                self.check_all()
                time.sleep(0.1)
            self.say("stopping …")
        finally:
            self.stop_all()
        self.say("stopped.")

    def handle_signals(self) -> None:
        wanted = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # started with `nohup`
            wanted.remove(signal.SIGHUP)
        for number in wanted:
            signal.signal(number, lambda number, frame: self.signals.append(number))

    def check_all(self) -> None:
        for child in self.children:
            if child.process is None:
                self.start_when_due(child)
            elif problem := child.find_problem():
                wait_s = child.replace_later()
                self.say(f"{child.name} {problem}; restarting in {wait_s:g} s")

    @property
    def changed_at(self) -> float:
        """Return when the settings file was written; 0 without one."""
        try:
            return self.settings_file.stat().st_mtime if self.settings_file else 0.0
        except OSError:
            return 0.0

    def restart_if_changed(self) -> None:
        """Restart the children a moment after the change: the page that made it gets its answer first."""
        changed_at = self.changed_at
        if changed_at == self.read_at or 0 <= time.time() - changed_at < ANSWER_WITHIN_S:
            return
        self.read_at = changed_at
        self.say("settings changed; restarting")
        for child in self.children:
            child.restart_soon()

    def start_when_due(self, child: Child) -> None:
        if time.monotonic() < child.start_again_at:
            return
        try:
            process = child.start()
            self.say(f"{child.name:8} process {process.pid}")
        except OSError as error:  # out of memory or too many processes: temporary
            self.say(
                f"{child.name} can't start ({error.strerror}); trying again in {child.schedule_restart():g} s"
            )

    def stop_all(self) -> None:
        """Ask all children to stop, wait briefly (not after a second signal), then kill what is left."""
        living = [child for child in self.children if child.process is not None]
        for child in living:
            child.terminate()
        end = time.monotonic() + STOP_WITHIN_S
        while any(child.is_running for child in living) and time.monotonic() < end and len(self.signals) < 2:
            time.sleep(0.02)
        for child in living:
            if child.is_running:
                self.say(f"{child.name} did not stop in time; killed")
            child.kill_group()

    def say(self, message: str) -> None:
        with contextlib.suppress(OSError):  # a closed terminal must not keep the children alive
            self.print_line(message)


def end_with_parent() -> None:
    """Stop this child of `up` and its process group soon after `up` is gone."""
    if os.environ.pop(PIPE, ""):  # removed, so that the child's own children don't inherit it
        threading.Thread(target=wait_for_parent, daemon=True, name="end-with-parent").start()


def wait_for_parent() -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    if os.getpgid(0) != os.getpid():
        os._exit(os.EX_TEMPFAIL)  # not the leader: not our group to kill
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_WITHIN_S)
    os.killpg(0, signal.SIGKILL)


def describe_exit(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"code {code}"
