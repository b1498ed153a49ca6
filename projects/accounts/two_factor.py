"""Two-factor authentication: six digits from an authenticator app, or one of ten backup codes.

django-otp checks the codes: each works once, and each wrong code makes the next wait longer.
"""

import secrets
import time
from urllib.parse import parse_qs, urlsplit

from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.models import Person

BACKUP_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters or digits that look alike
EXPIRES_S = 300  # time between the password and the code
PENDING = "second_step"  # its key in the session


def device_of(person: Person) -> TOTPDevice | None:
    """Return the person's authenticator app; None if two-factor authentication is off."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).first()


# -- at sign-in --------------------------------------------------------------------------------------------


def begin(request, person: Person, next_url: str) -> None:
    """Remember in the session that the password was right. Nobody is signed in yet."""
    request.session[PENDING] = {"person": person.pk, "at": int(time.time()), "onward": next_url}


def pending_sign_in(request) -> tuple[Person, str] | None:
    """Return the person who must enter a code, and where to go afterwards; None after five minutes."""
    pending = request.session.get(PENDING)
    if not pending or time.time() - pending["at"] > EXPIRES_S:
        return None
    person = Person.objects.filter(pk=pending["person"], is_active=True).first()
    return (person, pending["onward"]) if person else None


def finish(request) -> None:
    """Forget the pending sign-in."""
    del request.session[PENDING]


def is_right(person: Person, code: str) -> bool:
    """Return True, and use up the code, if it is from the person's app or one of their backup codes."""
    plain = "".join(code.split()).replace("-", "").lower()
    kind = TOTPDevice if plain.isdigit() else StaticDevice
    with transaction.atomic():
        devices = kind.objects.select_for_update().filter(user=person, confirmed=True)
        return any(device.verify_token(plain) for device in devices)


# -- setting up --------------------------------------------------------------------------------------------


@transaction.atomic
def propose(person: Person) -> TOTPDevice:
    """Return the device to set up. It keeps its secret until it is confirmed.

    Nothing in the database keeps two requests from making one each, so they wait for each other.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    return TOTPDevice.objects.get_or_create(user=person, confirmed=False, defaults={"name": "Phone"})[0]


def setup_key(device: TOTPDevice) -> str:
    """Return the secret to type where a QR code can't be scanned, in groups of four letters."""
    [letters] = parse_qs(urlsplit(device.config_url).query)["secret"]
    letters = letters.rstrip("=")
    return " ".join(letters[n : n + 4] for n in range(0, len(letters), 4))


@transaction.atomic
def turn_on(person: Person, code: str) -> list[str]:
    """Turn it on with the app's first code and return the backup codes; return [] if the code is wrong."""
    device = propose(person)
    if not code.strip().isdigit() or not device.verify_token(code.strip()):
        return []
    TOTPDevice.objects.filter(user=person, confirmed=True).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    return replace_backup_codes(person)


def replace_backup_codes(person: Person) -> list[str]:
    """Replace the backup codes and return the new ones, formatted for people. They are shown once."""
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="Paper", confirmed=True)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(BACKUP_CODES)]
    for code in codes:
        device.token_set.create(token=code)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


@transaction.atomic
def turn_off(person: Person) -> None:
    """Delete the person's app and backup codes."""
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
