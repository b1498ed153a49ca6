"""Two-factor authentication: codes that work once, backup codes, and no session before."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.accounts import two_factor
from tests.projects import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return cast.person()


def digits(person, later=0):
    """Return what the app shows now, or `later` steps of 30 s from now."""
    device = TOTPDevice.objects.get(user=person)
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * later
    return f"{totp.token():06d}"


@pytest.fixture
def codes(ada):
    """Two-factor authentication is turned on. These are its backup codes."""
    two_factor.propose(ada)
    return two_factor.turn_on(ada, digits(ada, -1))


def password(person, **more):
    browser = Client()
    answer = browser.post(reverse("sign-in"), {"username": person.email, "password": cast.PASSWORD} | more)
    return browser, answer


def is_in(browser):
    return browser.get(reverse("profile")).status_code == 200


def test_setting_up_takes_a_right_code_and_shows_backup_codes_once(client, ada):
    """1. The page shows a QR code and the secret.  2. A wrong code turns nothing on and keeps the secret.
    3. The right one turns it on, and ten backup codes are shown once."""
    client.force_login(ada)
    path = reverse("two-factor-setup")
    page = client.get(path).content.decode()
    assert "<svg" in page and re.search(r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page)
    wrong = client.post(path, {"code": "000000" if digits(ada) != "000000" else "111111"})
    assert wrong.status_code == 422 and two_factor.device_of(ada) is None
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    shown = client.post(path, {"code": digits(ada)}).content.decode()
    assert len(re.findall(r"<li>\w{4}-\w{4}-\w{4}</li>", shown)) == 10
    assert two_factor.device_of(ada)
    assert client.get(path).status_code == 302, "the secret is shown no more"


def test_the_password_alone_is_not_enough(ada, codes):
    browser, answer = password(ada, next="/profile/")
    assert answer.headers["Location"] == reverse("two-factor") and not is_in(browser)
    done = browser.post(reverse("two-factor"), {"code": digits(ada)})
    assert done.headers["Location"] == "/profile/" and is_in(browser)


def test_a_code_works_once(ada, codes):
    now = digits(ada)
    first, _ = password(ada)
    first.post(reverse("two-factor"), {"code": now})
    second, _ = password(ada)
    assert second.post(reverse("two-factor"), {"code": now}).status_code == 422
    assert is_in(first) and not is_in(second)


def test_each_backup_code_works_once(ada, codes):
    first, _ = password(ada)
    first.post(reverse("two-factor"), {"code": codes[0].upper()})
    second, _ = password(ada)
    assert second.post(reverse("two-factor"), {"code": codes[0]}).status_code == 422
    assert is_in(first) and not is_in(second)


def test_guessing_is_slowed_down(ada, codes):
    browser, _ = password(ada)
    for guess in range(5):
        browser.post(reverse("two-factor"), {"code": f"{guess:06d}"})
    assert browser.post(reverse("two-factor"), {"code": digits(ada)}).status_code == 422, "it has to wait"


def test_without_the_password_there_is_no_second_step(client, ada, codes):
    assert client.get(reverse("two-factor")).headers["Location"] == reverse("sign-in")
    assert client.post(reverse("two-factor"), {"code": digits(ada)}).status_code == 302
    assert not is_in(client)


def test_the_password_expires_after_five_minutes(ada, codes):
    browser, _ = password(ada)
    session = browser.session
    session[two_factor.PENDING] |= {"at": int(time.time()) - 301}
    session.save()
    assert browser.post(reverse("two-factor"), {"code": digits(ada)}).status_code == 302
    assert not is_in(browser)


def test_an_account_closed_meanwhile_cannot_sign_in(ada, codes):
    browser, _ = password(ada)
    ada.is_active = False
    ada.save()
    browser.post(reverse("two-factor"), {"code": digits(ada)})
    assert not is_in(browser)


def test_turning_it_off_needs_the_password(client, ada, codes):
    client.force_login(ada)
    client.post(reverse("two-factor-removal"), {"password": "a guess that is wrong"})
    assert two_factor.device_of(ada)
    client.post(reverse("two-factor-removal"), {"password": cast.PASSWORD})
    assert two_factor.device_of(ada) is None
    assert is_in(password(ada)[0])


@pytest.mark.parametrize("code", ["", "²²²²²²", "x" * 500, "123456789012345678901234567890", "\u0663" * 6])
def test_nonsense_is_a_wrong_code(ada, codes, code):
    browser, _ = password(ada)
    assert browser.post(reverse("two-factor"), {"code": code}).status_code == 422
