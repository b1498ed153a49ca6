"""A second step at sign-in: six digits from an app on a phone, or one of ten codes on paper.

The digits are checked by django-otp: each counts once, and after wrong ones it waits longer and longer.
"""

import secrets
import time

import segno
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.models import Person

CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read as something else
BETWEEN_S = 300  # from the password to the digits
WAITING = "second_step"


def device_of(person: Person) -> TOTPDevice | None:
    """The phone that is asked at sign-in."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).first()


# -- at sign-in --------------------------------------------------------------------------------------------


def begin(request, person: Person, onward: str) -> None:
    """The password was right; nobody is signed in yet."""
    request.session[WAITING] = {"person": person.pk, "at": int(time.time()), "onward": onward}


def waiting(request) -> tuple[Person, str] | None:
    """Whose digits are waited for, and where they wanted to go."""
    kept = request.session.get(WAITING)
    if not kept or time.time() - kept["at"] > BETWEEN_S:
        return None
    person = Person.objects.filter(pk=kept["person"], is_active=True).first()
    return (person, kept["onward"]) if person else None


def is_right(person: Person, code: str) -> bool:
    """Digits or a code of this person; each counts once."""
    plain = "".join(code.split()).replace("-", "").lower()
    kind = TOTPDevice if plain.isdigit() else StaticDevice
    with transaction.atomic():
        devices = kind.objects.select_for_update().filter(user=person, confirmed=True)
        return any(device.verify_token(plain) for device in devices)


# -- setting up --------------------------------------------------------------------------------------------


def propose(person: Person) -> TOTPDevice:
    """A phone that is not asked yet: until it is confirmed, its secret stays the same."""
    return TOTPDevice.objects.get_or_create(user=person, confirmed=False, defaults={"name": "Phone"})[0]


def picture(device: TOTPDevice) -> str:
    """The QR code for the app, as SVG that stands in a page without any style."""
    return segno.make(device.config_url, error="m").svg_inline(scale=5, border=2, dark="#000", light="#fff")


def secret(device: TOTPDevice) -> str:
    """For who cannot photograph the code: letters in groups of four."""
    letters = device.config_url.split("secret=")[1].split("&")[0].replace("%3D", "")
    return " ".join(letters[n : n + 4] for n in range(0, len(letters), 4))


@transaction.atomic
def confirm(person: Person, code: str) -> list[str]:
    """Turn it on with the first digits; ten codes for paper, shown this once; [] for wrong digits."""
    device = propose(person)
    if not code.strip().isdigit() or not device.verify_token(code.strip()):
        return []
    TOTPDevice.objects.filter(user=person, confirmed=True).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    StaticDevice.objects.filter(user=person).delete()
    paper = StaticDevice.objects.create(user=person, name="Paper", confirmed=True)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(CODES)]
    for one in codes:
        paper.token_set.create(token=one)
    return [f"{one[:4]}-{one[4:8]}-{one[8:]}" for one in codes]


@transaction.atomic
def turn_off(person: Person) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
