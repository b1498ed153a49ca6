"""The first run, which happens once, and signing in."""

import os
import subprocess
import sys
import textwrap
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.accounts.sign_in_throttling import MAX_FAILURES
from projects.models import Membership, Person, Project
from studio import settings as shipped
from tests.projects import cast

pytestmark = pytest.mark.django_db
GOOD = {"email": "Ada@Example.test", "password": "a lamp in the tower"}


@pytest.mark.parametrize("path", ["/", "/projects/", "/settings/", "/sign-in/", "/projects/x/clips/"])
def test_every_page_is_the_first_run_until_there_is_an_account(client, path):
    assert client.get(path).headers["Location"] == reverse("first-run")


def test_the_first_run_creates_owner_and_project_and_opens_the_library(client):
    answer = client.post(reverse("first-run"), GOOD)

    person, project = Person.objects.get(), Project.objects.get()
    assert answer.headers["Location"] == reverse("library", args=[project.slug])
    assert (person.email, person.is_admin, project.name) == ("ada@example.test", True, "First project")
    assert Membership.objects.get().role == "owner"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_first_run_has_two_fields_and_states_the_password_rule(client):
    page = client.get(reverse("first-run")).content.decode()
    assert page.count("<label") == 2
    assert "At least 12 characters" in page


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"password": "short"}, "12 characters"),
        ({"email": "nobody"}, "valid"),
        ({"password": ""}, "Choose a password"),
    ],
)
def test_a_weak_password_is_refused_with_a_reason_and_creates_nobody(client, changed, reason):
    answer = client.post(reverse("first-run"), GOOD | changed)
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not Person.objects.exists()


def test_a_later_first_run_redirects_to_the_sign_in(client):
    cast.person()
    assert client.get(reverse("first-run")).headers["Location"] == reverse("sign-in")
    assert client.post(reverse("first-run"), GOOD).headers["Location"] == reverse("sign-in")
    assert Person.objects.count() == 1


@pytest.mark.slow
def test_two_first_runs_at_once_create_one_owner(tmp_path):
    """Two real processes start at the same moment on one real database file."""
    begin = textwrap.dedent("""
        import sys, time, django
        django.setup()
        from projects.models.studio import AlreadySetUp, Studio
        from django.contrib.auth.hashers import make_password
        make_password("warm")
        print("there", flush=True)
        sys.stdin.readline()
        try:
            Studio.set_up(sys.argv[1] + "@example.test", "a lamp in the tower")
            print("owner")
        except AlreadySetUp:
            print("late")
    """)
    env = os.environ | {"DAILIES_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    migrate = [sys.executable, "-m", "django", "migrate", "-v0", "--skip-checks"]
    subprocess.run(migrate, env=env, check=True, timeout=120)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", begin, name],
            env=env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in ("ada", "bea")
    ]
    assert [process.stdout.readline() for process in both] == ["there\n", "there\n"]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert outcomes == ["late", "owner"]


def test_signing_in_continues_to_the_requested_page(client):
    cast.person()
    login = {"username": "ADA@example.test", "password": cast.PASSWORD}
    answer = client.post(reverse("sign-in"), login | {"next": "/projects/"})
    assert answer.headers["Location"] == "/projects/"


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test", "javascript:alert(1)"])
def test_signing_in_never_redirects_to_another_site(client, elsewhere):
    cast.person()
    login = {"username": "ada@example.test", "password": cast.PASSWORD, "next": elsewhere}
    assert client.post(reverse("sign-in"), login).headers["Location"] == reverse("home")


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(client):
    cast.person()
    for address in ("ada@example.test", "eve@example.test"):
        answer = client.post(reverse("sign-in"), {"username": address, "password": "no"})
        assert "Wrong email address or password" in answer.content.decode()


def test_signing_out_needs_a_post(client):
    client.force_login(cast.person())
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).headers["Location"] == reverse("sign-in")
    assert "_auth_user_id" not in client.session


def test_people_who_are_not_signed_in_are_redirected(client):
    project = cast.project(cast.person())
    wanted = reverse("library", args=[project.slug])
    assert client.get(wanted).headers["Location"] == f"{reverse('sign-in')}?next={wanted}"


def test_home_is_the_project_that_was_used_last(client):
    ada = cast.person()
    old, new = cast.project(ada, "Old"), cast.project(ada, "New")
    client.force_login(ada)
    assert client.get("/").headers["Location"] == reverse("library", args=[new.slug])
    cast.clip(old)
    assert client.get("/").headers["Location"] == reverse("library", args=[old.slug])


def test_home_without_projects_is_their_list(client):
    client.force_login(cast.person())
    assert client.get("/").headers["Location"] == reverse("projects")


def test_after_ten_wrong_passwords_even_the_right_one_must_wait(client, settings):
    """1. Ten wrong ones.  2. From here, the right one is not even checked.  3. From elsewhere, the owner can
    still sign in.  4. After the wait it works here, too."""
    person = cast.person()
    form = {"username": person.email, "password": "wrong"}
    answers = [client.post(reverse("sign-in"), form).status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers == [200] * 9 + [429]
    form["password"] = cast.PASSWORD
    answer = client.post(reverse("sign-in"), form)
    assert answer.status_code == 429 and "Try again in 10 minutes" in answer.content.decode()
    assert client.post(reverse("sign-in"), form, REMOTE_ADDR="192.0.2.7").status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)
    assert client.post(reverse("sign-in"), form).status_code == 302


def test_a_new_password_ends_every_other_session(client):
    """1. Signed in here and on another machine.  2. The password is changed here.  3. Only this session
    stays. 4. Only the new password works."""
    person, there = cast.person(), Client()
    cast.project(person)
    for one in (client, there):
        one.post(reverse("sign-in"), {"username": person.email, "password": cast.PASSWORD})
    new = {"new_password1": "a candle in the cellar", "new_password2": "a candle in the cellar"}
    assert client.post(reverse("profile-password"), {"old_password": "wrong"} | new).status_code == 422
    assert there.get(reverse("profile")).status_code == 200
    assert client.post(reverse("profile-password"), {"old_password": cast.PASSWORD} | new).status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    assert there.get(reverse("profile")).status_code == 302
    person.refresh_from_db()
    assert person.check_password("a candle in the cellar")


def test_the_display_name_can_be_changed_and_nothing_else(client):
    person = cast.person()
    client.force_login(person)
    client.post(reverse("profile-name"), {"name": "Ada L.", "email": "x@example.test", "is_admin": "1"})
    person.refresh_from_db()
    assert (str(person), person.email, person.is_admin) == ("Ada L.", "ada@example.test", False)
    assert client.post(reverse("profile-name"), {"name": " "}).status_code == 422


def test_many_guesses_from_ten_addresses_do_not_lock_the_owner_out(client):
    """Ten guesses of each address are checked, and the owner can still sign in from elsewhere."""
    person = cast.person()
    person.set_password(cast.PASSWORD)
    person.save()
    form = {"username": person.email, "password": "wrong"}
    statuses = Counter(
        client.post(reverse("sign-in"), form, REMOTE_ADDR=f"192.0.2.{n % 10}").status_code for n in range(200)
    )
    assert statuses == {200: 90, 429: 110}, "the tenth of each address is answered with the rest already"
    form["password"] = cast.PASSWORD
    assert client.post(reverse("sign-in"), form, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.post(reverse("sign-in"), form, REMOTE_ADDR="192.0.2.77").status_code == 302


def test_one_address_cannot_try_a_password_on_every_account(client, settings):
    """One guess an account stays below what django-axes counts. The address must wait all the same."""
    cast.person()
    for n in range(MAX_FAILURES):
        form = {"username": f"somebody{n}@example.test", "password": "wrong"}
        assert client.post(reverse("sign-in"), form).status_code == 200
    form["username"] = "nobody-yet@example.test"
    assert client.post(reverse("sign-in"), form).status_code == 429
    assert client.post(reverse("sign-in"), form, REMOTE_ADDR="192.0.2.7").status_code == 200
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)
    assert client.post(reverse("sign-in"), form).status_code == 200


def spell(email: str, n: int) -> str:
    """Return another spelling of the same address each time: capitals, and spaces around it."""
    letters = [one.upper() if n >> place & 1 else one for place, one in enumerate(email)]
    return " " * (n % 3) + "".join(letters) + " " * (n % 2)


def test_the_limit_counts_the_account_however_it_is_spelled(client, settings):
    person = cast.person()
    guesses = [
        {"username": spell(person.email, n), "password": "wrong"}
        for n in range(2 * settings.AXES_FAILURE_LIMIT)
    ]
    statuses = [client.post(reverse("sign-in"), form).status_code for form in guesses]
    assert statuses == [200] * 9 + [429] * 11
    form = {"username": person.email.upper(), "password": cast.PASSWORD}
    assert client.post(reverse("sign-in"), form).status_code == 429
    assert AccessAttempt.objects.get().username == person.email


@pytest.mark.parametrize("route", ["profile-password", "two-factor-removal"])
def test_a_page_that_asks_for_the_password_again_counts_wrong_ones(client, settings, route):
    """A borrowed session can't guess the password, and the guesses count at the sign-in, too."""
    person = cast.person()
    client.force_login(person)
    wrong = {
        "old_password": "wrong",
        "password": "wrong",
        "new_password1": "a" * 20,
        "new_password2": "b" * 20,
    }
    statuses = [client.post(reverse(route), wrong).status_code for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses[0] != 429 and statuses[-1] == 429
    form = {"username": person.email, "password": cast.PASSWORD}
    assert Client().post(reverse("sign-in"), form).status_code == 429


@pytest.mark.slow
def test_parallel_guesses_lock_the_account_as_others_do(web):
    """Of thirty wrong passwords at once, spelled in thirty ways, the tenth locks the account."""

    def guess(n: int) -> int:
        return web.post("/sign-in/", username=spell("owner@example.test", n), password="wrong")

    with ThreadPoolExecutor(30) as crowd:
        assert Counter(crowd.map(guess, range(30))) == {200: 9, 429: 21}


def test_passwords_are_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    assert make_password(cast.PASSWORD).startswith("argon2$argon2id$")
