"""Check what is sent first to a mail server, at each of the two usual ports."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# The options are read for the real port; then the mail goes to the one that listens here.
SEND = """
import django
from django.conf import settings
django.setup()
settings.EMAIL_PORT = {port}
from django.core.mail import send_mail
send_mail("Invitation", "http://dailies.test/join/", None, ["ada@example.test"])
"""


@pytest.mark.parametrize(("usual", "first"), [(465, b"\x16\x03"), (587, b"EH")])
def test_tls_starts_at_once_or_with_starttls(tmp_path, usual, first):
    """On port 465 the server sends no plain greeting, so waiting for one would hang."""
    options = {"DAILIES_EMAIL_HOST": "127.0.0.1", "DAILIES_EMAIL_PORT": str(usual)}
    env = os.environ | options | {"DAILIES_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    with socket.create_server(("127.0.0.1", 0)) as server:
        send = SEND.format(port=server.getsockname()[1])
        sender = subprocess.Popen([sys.executable, "-c", send], cwd=ROOT, env=env, stderr=subprocess.PIPE)
        server.settimeout(30)
        line, _ = server.accept()
        with line:
            line.settimeout(9)
            if usual == 587:
                line.sendall(b"220 here\r\n")
            assert line.recv(2).upper() == first
            if usual == 587:
                line.recv(1000)
                line.sendall(b"250 no TLS here\r\n")
                assert not line.recv(1000).upper().startswith(b"MAIL"), "never unencrypted"
        sender.communicate(timeout=30)
        assert sender.returncode == 1
