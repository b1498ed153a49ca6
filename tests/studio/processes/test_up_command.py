"""Check what `manage.py up` decides before it starts processes: address, browser, and lock."""

import json
import socket

import pytest
from django.core.management import CommandError

from studio.management.commands import up
from studio.processes.data_lock import ALREADY_RUNNING, hold_data_lock


@pytest.fixture
def taken():
    """Provide a port of this machine that is in use."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def bare_environment(monkeypatch):
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_a_port_option_the_next_free_port_is_used(taken, monkeypatch, capsys):
    monkeypatch.setattr(up, "FIRST_PORT", taken)
    with up.open_socket("127.0.0.1", None, wait=False) as server:
        port = server.getsockname()[1]
    assert port > taken
    assert f"Port {taken} is in use; using {port}." in capsys.readouterr().err


def test_a_requested_port_in_use_is_an_error(taken):
    with pytest.raises(CommandError, match=f"Port {taken} is in use") as error:
        up.open_socket("127.0.0.1", taken, wait=False)
    assert error.value.returncode == up.PORT_TAKEN


def test_a_host_of_another_machine_is_an_error():
    with pytest.raises(CommandError, match=r"Can.t listen on 192\.0\.2\.1"):
        up.open_socket("192.0.2.1", 0, wait=False)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::", "http://[::1]:8000/"),
        ("studio.example", "http://studio.example:8000/"),
    ],
)
def test_the_printed_address_works_on_this_machine(host, address):
    assert up.format_address(host, 8000) == address


def test_a_second_studio_is_refused_with_the_address_of_the_first(settings, tmp_path):
    settings.DATA = tmp_path
    with hold_data_lock() as lock:
        lock.write("http://127.0.0.1:8000/")
        with (
            pytest.raises(CommandError, match="is already running at http://127") as error,
            hold_data_lock(),
        ):
            pass
    assert error.value.returncode == ALREADY_RUNNING
    with hold_data_lock() as again:
        assert not again.after_a_crash


def test_a_crash_of_the_last_studio_is_noticed(settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "up.lock").write_text(json.dumps({"pid": 1, "address": "http://127.0.0.1:8000/"}))
    with hold_data_lock() as lock:
        assert lock.after_a_crash


def test_a_browser_opens_only_on_a_desktop(bare_environment):
    bare_environment.setattr(up.sys, "platform", "linux")
    assert not up.has_desktop()
    bare_environment.setenv("DISPLAY", ":0")
    assert up.has_desktop()
    bare_environment.setenv("CI", "true")
    assert not up.has_desktop()


def test_on_a_mac_a_browser_opens_except_over_ssh(bare_environment):
    bare_environment.setattr(up.sys, "platform", "darwin")
    assert up.has_desktop()
    bare_environment.setenv("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22")
    assert not up.has_desktop()
