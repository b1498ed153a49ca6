"""Sign videos, then read and check them with the library's own reader."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest
from cryptography import x509

from studio.credentials import certificate, xmp
from studio.credentials.sign import DELIVERED, Claim, Ingredient, read, sign
from studio.media import MediaError
from tests.studio.media.numbered import numbered, numbers


@pytest.fixture
def own(tmp_path):
    return certificate.load(tmp_path)


def claim(title, ingredients=(), **parameters):
    return Claim(
        title,
        "Luma Ray through the AI/ML API",
        "luma/ray-2",
        datetime(2026, 11, 24, 9, tzinfo=UTC),
        xmp.AI,
        parameters,
        ingredients,
    )


def sign_video(tmp_path, own, title, ingredients=(), **parameters) -> Path:
    video = numbered(tmp_path / f"{title}.raw.mp4", 0, 12)
    return sign(video, tmp_path / f"{title}.mp4", claim(title, ingredients, **parameters), own, version="1")


def test_a_reader_with_our_root_trusts_the_video_and_knows_what_made_it(tmp_path, own):
    video = sign_video(tmp_path, own, "Clip 1")
    reading = read(video, root=own.root)
    assert reading.state == "Trusted"
    assert reading.source_type.endswith("/trainedAlgorithmicMedia")
    assert reading.agent == "Luma Ray through the AI/ML API luma/ray-2"
    assert read(video).state == "Valid"  # without our root the signer is unknown


def test_signing_leaves_the_picture_alone(tmp_path, own):
    video = sign_video(tmp_path, own, "Clip 1")
    assert numbers(video) == list(range(12))
    with av.open(str(video)) as opened:
        assert opened.streams.video[0].frames == 12


def test_a_signed_video_has_an_xmp_packet_too(tmp_path, own):
    video = sign_video(tmp_path, own, "Clip 1")
    assert xmp.read_source_type(video) == xmp.AI
    assert xmp.read_source_type(tmp_path / "Clip 1.raw.mp4") == ""


def test_one_changed_byte_makes_the_credentials_invalid(tmp_path, own):
    video = sign_video(tmp_path, own, "Clip 1")
    data = bytearray(video.read_bytes())
    data[data.index(b"mdat") + 200] ^= 1
    video.write_bytes(data)
    assert read(video, root=own.root).state == "Invalid"


def test_every_ingredient_is_listed(tmp_path, own):
    first = sign_video(tmp_path, own, "Clip 1")
    second = sign_video(tmp_path, own, "Clip 2", [Ingredient("Clip 1", first)])
    parts = [Ingredient("Clip 1", first, "componentOf"), Ingredient("Clip 2", second, "componentOf")]
    video = sign_video(tmp_path, own, "A film", parts)
    assert read(second, root=own.root).ingredients == ("Clip 1",)
    reading = read(video, root=own.root)
    assert (reading.state, reading.ingredients) == ("Trusted", ("Clip 1", "Clip 2"))


def test_an_unsigned_video_has_no_credentials(tmp_path):
    assert read(numbered(tmp_path / "raw.mp4", 0, 3)) is None


def test_a_failed_signature_leaves_no_file(tmp_path, own):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video")
    with pytest.raises(MediaError, match="could not be signed"):
        sign(broken, tmp_path / "out.mp4", claim("Clip"), own, version="1")
    assert not list(tmp_path.glob("out*"))


def test_the_certificate_is_created_once_and_only_its_owner_can_read_the_key(tmp_path):
    first = certificate.load(tmp_path)
    assert certificate.load(tmp_path) == first
    assert (tmp_path / "credentials/key.pem").stat().st_mode & 0o777 == 0o600
    assert "PRIVATE" not in repr(first)
    assert [path.name for path in tmp_path.iterdir()] == ["credentials"]


def test_a_certificate_is_renewed_in_time_and_the_old_one_is_kept(tmp_path, monkeypatch):
    first = certificate.load(tmp_path)
    monkeypatch.setattr(certificate, "RENEW_BEFORE", certificate.LIFE * 2)
    certificate.renew(tmp_path / "credentials")
    monkeypatch.undo()
    assert certificate.load(tmp_path) != first
    assert len(list(tmp_path.glob("credentials-until-*"))) == 1


def test_credentials_stay_valid_for_at_least_five_years(tmp_path, monkeypatch):
    """There is no trusted timestamp, so credentials are valid only as long as the signer's certificate."""
    monkeypatch.setattr(certificate, "LIFE", timedelta(seconds=1))
    monkeypatch.setattr(certificate, "RENEW_BEFORE", timedelta(days=-1))
    expired = sign_video(tmp_path, certificate.load(tmp_path), "Clip 1")
    root = certificate.load(tmp_path).root
    time.sleep(2)
    assert read(expired, root=root).state == "Invalid"
    monkeypatch.undo()
    chain = x509.load_pem_x509_certificates(certificate.load(tmp_path).chain.encode())
    assert all(one.not_valid_after_utc > datetime.now(UTC) + timedelta(days=5 * 365) for one in chain)
    assert timedelta(days=5 * 365) <= certificate.RENEW_BEFORE


def test_the_credentials_of_a_provider_are_kept_as_the_parent(tmp_path, own):
    (tmp_path / "provider").mkdir()
    other = certificate.load(tmp_path / "provider")
    assert other.root != own.root
    raw = numbered(tmp_path / "raw.mp4", 0, 12)
    delivered = sign(raw, tmp_path / "delivered.mp4", claim("Ray 2 video"), other, version="9")
    video = sign(delivered, tmp_path / "ours.mp4", claim("Clip 1"), own, version="1")
    reading = read(video, root=own.root)
    assert (reading.state, reading.title, reading.ingredients) == ("Trusted", "Clip 1", (DELIVERED,))
    assert numbers(video) == list(range(12))
