"""What the studio adds under /api/, its documentation page, callbacks, and the page of keys."""

import base64
import hashlib
import hmac
import json
from io import BytesIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture

from projects.api import keys
from projects.models import ApiKey, ApiRequest, Delivery, Export, Generation, State, Webhook
from projects.notifications import webhooks
from tests.projects import cast
from tests.projects.api.programs import CURRENT, finish, post, program_with

pytestmark = pytest.mark.django_db
LUMA = "/dream-machine/v1/generations"


def send(program, path, status=201, **body):
    answer = program.post(path, json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


# -- /api/ -------------------------------------------------------------------------------------------------


def test_pagination_is_stable_while_generations_are_added(project, program):
    prompt = cast.prompt()
    ids = [str(cast.clip(project, "completed", prompt=prompt).pk) for _ in range(5)][::-1]
    first = program.get("/api/generations", {"limit": 2}).json()
    cast.clip(project, prompt=prompt)
    second = program.get("/api/generations", {"limit": 2, "cursor": first["next"]}).json()
    last = program.get("/api/generations", {"limit": 2, "cursor": second["next"]}).json()
    assert [one["id"] for one in first["items"] + second["items"] + last["items"]] == ids
    assert last["next"] is None
    assert program.get("/api/generations", {"cursor": "mine"}).status_code == 400


def test_a_clip_says_what_preview_drew_and_others_say_nothing(project, program):
    drawn = {"staged": [{"noun": "fox", "count": 2, "action": "run"}], "not_staged": ["trampoline"]}
    preview = cast.clip(project, "completed", drawn=drawn)
    paid = cast.clip(project, "completed")
    listed = {one["id"]: one for one in program.get("/api/generations").json()["items"]}
    one = program.get(f"/api/generations/{preview.pk}").json()
    assert {name: one[name] for name in drawn} == drawn
    assert listed[str(preview.pk)]["staged"] == drawn["staged"]
    assert (listed[str(paid.pk)]["staged"], listed[str(paid.pk)]["not_staged"]) == (None, None)


def test_generations_are_listed_by_state(project, program):
    prompt = cast.prompt()
    made = {state: str(cast.clip(project, state, prompt=prompt).pk) for state in State}
    listed = {
        word: [one["id"] for one in program.get("/api/generations", {"state": word}).json()["items"]]
        for word in ("queued", "dreaming", "completed", "failed")
    }
    assert sorted(id for ids in listed.values() for id in ids) == sorted(made.values())
    assert listed["completed"] == [made["completed"]]
    assert set(listed["dreaming"]) == {made["submitted"], made["ready"]}
    refused = program.get("/api/generations", {"state": "gone"})
    assert refused.status_code == 400 and "state: " in refused.json()["detail"]


def test_a_project_is_shown_to_its_own_keys_only(project, program):
    assert program.get(f"/api/projects/{project.slug}").json()["name"] == project.name
    hers = cast.project(cast.person("eve"), "Hers")
    assert program.get(f"/api/projects/{hers.slug}").status_code == 404


def test_an_image_is_uploaded_and_used_as_first_frame(project, program):
    file = BytesIO()
    Picture.new("RGB", (64, 36), "teal").save(file, "PNG")
    file.seek(0)
    file.name = "pond.png"
    image = program.post("/api/images", {"file": file})
    assert image.status_code == 201, image.content
    url = image.json()["url"]
    assert b"".join(Client().get(url).streaming_content).startswith(b"\x89PNG")
    made = post(program, LUMA, 201, model="preview", keyframes={"frame0": {"type": "image", "url": url}})
    key = Generation.objects.get(pk=made.json()["id"]).keyframes.get()
    assert str(key.image_id) == image.json()["id"]
    other = program_with(cast.project(cast.person("eve"), "Hers"))
    post(other, LUMA, 400, model="preview", keyframes={"frame0": {"type": "image", "url": url}})


def test_a_file_that_is_no_image_is_refused_with_a_reason(program):
    file = BytesIO(b"GIF89a, or so it says")
    file.name = "x.png"
    answer = program.post("/api/images", {"file": file})
    assert answer.status_code == 400 and answer.json()["detail"].startswith("file: ")


def test_a_clip_is_added_to_the_timeline_and_exported(project, program):
    clip = cast.clip(project, "completed")
    whole = send(program, "/api/timelines/1/shots", generation_id=str(clip.pk))
    assert [(one["generation_id"], one["end_frame"]) for one in whole["shots"]] == [(str(clip.pk), 120)]
    assert program.get("/api/timelines/1").json() == whole
    export = send(program, "/api/timelines/1/exports", format="mp4")
    assert program.get(f"/api/exports/{export['id']}").json()["state"] == "waiting"
    assert program.get(f"/api/exports/{export['id']}/file").status_code == 409
    moving = cast.clip(project)
    send(program, "/api/timelines/1/shots", generation_id=str(moving.pk))
    assert "isn't ready yet" in send(program, "/api/timelines/1/exports", 409)["detail"]


@pytest.mark.parametrize("name", ["labeled", "labelled"])
def test_both_spellings_of_labeled_are_accepted(project, program, name):
    clip = cast.clip(project, "completed")
    send(program, "/api/timelines/1/shots", generation_id=str(clip.pk))
    export = send(program, "/api/timelines/1/exports", **{name: True})
    assert Export.objects.get(pk=export["id"]).labeled


def test_adding_a_clip_twice_with_one_name_adds_it_once(project, program):
    clip = cast.clip(project, "completed")
    for number, name in enumerate(("one", "one", "two")):
        answer = program.post(
            "/api/timelines/1/shots",
            {"generation_id": str(clip.pk)},
            "application/json",
            headers={"Idempotency-Key": name},
        )
        assert answer.status_code == 201, number
    assert len(program.get("/api/timelines/1").json()["shots"]) == 2


def test_an_unreadable_body_is_refused_with_a_reason(program):
    answer = program.post("/dream-machine/v1/generations", "{", "application/json")
    assert answer.status_code == 400 and "valid JSON" in answer.json()["detail"]


def test_what_a_program_does_is_in_its_keys_log(project, program, signed_in):
    clip = cast.clip(project, "completed")
    send(program, "/api/timelines/1/shots", generation_id=str(clip.pk))
    assert ApiRequest.objects.get().what == "POST /api/timelines/1/shots"
    assert (
        "POST /api/timelines/1/shots" in signed_in.get(reverse("keys", args=[project.slug])).content.decode()
    )


def test_the_schema_and_its_page_are_public_and_name_every_route(client):
    cast.person()
    schema = client.get("/api/openapi.json").json()
    page = client.get("/api/").content.decode()
    assert len(schema["paths"]) > 25
    assert [path for path in schema["paths"] if path not in page] == []
    ids = [one["operationId"] for methods in schema["paths"].values() for one in methods.values()]
    assert len(ids) == len(set(ids))


# -- callbacks ---------------------------------------------------------------------------------------------


def test_a_callback_gets_each_state_in_lumas_shape_signed_with_the_keys_secret(project, program):
    made = post(program, LUMA, 201, model="ray-2", callback_url="https://example.test/hook").json()
    finish(made["id"])
    events = list(Delivery.objects.order_by("at").values_list("event_type", flat=True))
    assert events == ["clip.generating", "clip.completed"]
    bodies = [json.loads(one.body) for one in Delivery.objects.order_by("at")]
    assert [one["state"] for one in bodies] == ["dreaming", "completed"]
    assert bodies[1]["assets"]["video"].startswith("http://testserver/results/")
    webhook = Webhook.objects.get()
    assert webhook.secret() == program.key.secret() and webhook.secret().startswith("whsec_")
    from studio.web.webhook_sender import sign

    secret = base64.b64decode(webhook.secret().removeprefix("whsec_"))
    mine = base64.b64encode(hmac.digest(secret, b"id.1.body", hashlib.sha256)).decode()
    assert sign(webhook.secret(), "id", 1, "body") == f"v1,{mine}"


def test_the_webhooks_page_shows_what_a_callback_was_sent(project, program, signed_in):
    finish(post(program, LUMA, 201, model="ray-2", callback_url="https://example.test/hook").json()["id"])
    page = signed_in.get(reverse("webhooks", args=[project.slug])).content.decode()
    assert "Clip generating" in page and "Clip ready" in page and "API key Script" in page


def test_a_refused_callback_is_not_repeated_after_a_later_one(program, receiver, settings):
    """1. "dreaming" is refused.  2. The generation completes.  3. "dreaming" is due again, and is not
    sent."""
    settings.OWN_HOSTS, receiver.answers = ["127.0.0.1"], [500]
    finish(post(program, LUMA, 201, model="ray-2", callback_url=receiver.address).json()["id"])
    first, last = Delivery.objects.order_by("at")
    webhooks.deliver(first.pk)
    Delivery.objects.update(due_at=timezone.now())
    webhooks.deliver(last.pk)
    webhooks.deliver(first.pk)
    assert [json.loads(payload)["state"] for _, payload in receiver.requests] == ["dreaming", "completed"]
    first.refresh_from_db()
    assert first.due_at is None and "final state" in first.error


def test_a_deleted_generation_is_canceled_and_its_callback_notified(project, program):
    id = post(program, LUMA, 201, model="ray-2", callback_url="https://example.test/hook").json()["id"]
    assert program.delete(f"{LUMA}/{id}").status_code == 204
    assert Generation.objects.get(pk=id).state == State.CANCELLED
    assert json.loads(Delivery.objects.get().body)["state"] == "failed"
    assert program.get(f"{LUMA}/{id}").status_code == 404


def test_a_revoked_key_gets_no_callbacks(project, program):
    id = post(program, LUMA, 201, model="ray-2", callback_url="https://example.test/hook").json()["id"]
    keys.revoke(program.key)
    finish(id)
    assert not Delivery.objects.exists()


# -- keys on their page and in the shell -------------------------------------------------------------------


def test_an_owner_creates_a_key_sees_it_once_and_revokes_it(project, signed_in):
    page = reverse("keys", args=[project.slug])
    settings = {"name": "Script", "scope": "read", "cap_usd": "5", "days": "30"}
    shown = signed_in.post(page, settings, follow=True).content.decode()
    key = ApiKey.objects.get()
    text = shown.partition('readonly value="')[2].partition('"')[0]
    assert keys.find(text) == key and (key.scope, key.cap_usd) == ("read", 5)
    assert text not in signed_in.get(page).content.decode()
    signed_in.post(reverse("key-revocation", args=[project.slug, key.pk]))
    assert keys.find(text) is None
    assert signed_in.post(page, {"name": ""}).status_code == 422


def test_a_clips_card_names_its_key(project, program, signed_in):
    post(program)
    assert "API key Script" in signed_in.get(reverse("library", args=[project.slug])).content.decode()


def test_the_shell_prints_a_key_last(project, capsys):
    call_command(
        "api_key", "--name", "Render farm", "--project", project.slug, "--scope", "read", "--cap", "7.50"
    )
    key = keys.find(capsys.readouterr().out.splitlines()[-1])
    assert (key.name, key.project, key.scope, key.cap_usd) == ("Render farm", project, "read", 7.5)


def test_a_cursor_counts_for_its_own_list_only(program):
    for _ in range(2):
        cast.clip(program.key.project, "queued")
    cursor = program.get("/api/generations", {"limit": 1}).json()["next"]
    for other in ("timelines", "projects", "images"):
        answer = program.get(f"/api/{other}", {"cursor": cursor})
        assert (answer.status_code, answer.json()["detail"].partition(":")[0]) == (400, "cursor")


@pytest.mark.parametrize(
    ("path", "message"),
    [(CURRENT, "message"), ("/dream-machine/v1/generations", "detail")],
)
def test_what_is_too_large_or_ambiguous_is_refused_in_each_dialect(program, path, message):
    """A body of 2 MB, more than 1,200 query parameters, and a field that is there twice."""
    twice = b'{"model": "ray-2", "prompt": "A lamp", "model": "ray-flash-2"}'
    large = program.post(path, b'"' + b"a" * 2_000_000 + b'"', content_type="application/json")
    many = program.get(path, {f"q{n}": "" for n in range(1_300)})
    again = program.post(path, twice, content_type="application/json")
    answers = [(one.status_code, one.json()[message]) for one in (large, many, again)]
    assert answers == [
        (413, "The body is too large."),
        (400, "The request can't be read."),
        (400, "model: The body has this field twice."),
    ]


def test_an_upload_that_is_not_a_form_is_refused(program):
    answer = program.post("/api/images", b"no form", content_type="multipart/form-data")
    assert answer.status_code == 400
