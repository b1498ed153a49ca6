"""Prepare the data folder before there are settings: it may be a file, full, or read-only."""

import contextlib
import secrets
from pathlib import Path


def prepare_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(
            f"Dailies can't use {folder} as its data folder: {error.strerror}. "
            "Choose another one with DAILIES_DATA."
        ) from None


def load_secret(path: Path, length: int) -> str:
    """Return the secret in this file. Create it on first use, readable by this user only."""
    try:
        if not path.exists():
            create_secret(path, length)
        return path.read_text().strip()
    except OSError as error:
        raise SystemExit(
            f"Dailies can't write to its data folder {path.parent}: {error.strerror}. Free up some space "
            "there, allow Dailies to write to it, or choose another one with DAILIES_DATA."
        ) from None


def create_secret(path: Path, length: int) -> None:
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(length))
        # If two processes start at once, the first one wins, and the other reads its file.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)


def load_public_url(path: Path) -> str:
    """Return the address that an admin saved, or "" if there is none or it can't be read as one."""
    try:
        url = path.read_text().strip().rstrip("/")
    except (OSError, UnicodeDecodeError):
        return ""
    return url if url.startswith(("http://", "https://")) else ""
