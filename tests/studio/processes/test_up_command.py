"""What `manage.py up` decides before it starts anybody: which address, which browser, who was first."""

import json
import socket

import pytest
from django.core.management import CommandError

from studio.management.commands import up


@pytest.fixture
def taken():
    """A port of this machine that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def bare_environment(monkeypatch):
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_a_wish_the_next_free_port_is_taken_and_told(taken, monkeypatch, capsys):
    monkeypatch.setattr(up, "FIRST_PORT", taken)
    with up.open_socket("127.0.0.1", None, wait=False) as server:
        port = server.getsockname()[1]
    assert port > taken
    assert f"Port {taken} is in use; using {port}." in capsys.readouterr().err


def test_a_wished_port_that_is_taken_is_an_error(taken):
    with pytest.raises(CommandError, match=f"Port {taken} is in use") as error:
        up.open_socket("127.0.0.1", taken, wait=False)
    assert error.value.returncode == up.PORT_TAKEN


def test_a_host_that_is_not_ours_is_an_error():
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
def test_the_address_told_is_one_that_this_machine_can_open(host, address):
    assert up.format_address(host, 8000) == address


def test_only_one_studio_at_a_time_and_the_second_is_told_where(settings, tmp_path):
    settings.DATA = tmp_path
    with up.hold_data_lock() as note:
        note.write("http://127.0.0.1:8000/")
        with (
            pytest.raises(CommandError, match="is already running at http://127") as error,
            up.hold_data_lock(),
        ):
            pass
    assert error.value.returncode == up.ALREADY_RUNNING
    with up.hold_data_lock() as again:
        assert not again.after_a_crash


def test_a_studio_that_was_killed_is_noticed(settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "up.lock").write_text(json.dumps({"pid": 1, "address": "http://127.0.0.1:8000/"}))
    with up.hold_data_lock() as note:
        assert note.after_a_crash


def test_a_browser_opens_only_where_a_window_would_be_seen(bare_environment):
    bare_environment.setattr(up.sys, "platform", "linux")
    assert not up.has_desktop()
    bare_environment.setenv("DISPLAY", ":0")
    assert up.has_desktop()
    bare_environment.setenv("CI", "true")
    assert not up.has_desktop()


def test_on_a_mac_a_browser_opens_unless_one_came_over_ssh(bare_environment):
    bare_environment.setattr(up.sys, "platform", "darwin")
    assert up.has_desktop()
    bare_environment.setenv("SSH_CONNECTION", "192.0.2.7 50000 192.0.2.1 22")
    assert not up.has_desktop()
