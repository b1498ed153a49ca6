"""The installation's own certificate: made on first use, kept beside its other secrets, renewed in time.

Nobody outside vouches for it. It proves that a film was signed by this studio and not changed since; that
the studio is who it says it is, only its root certificate given by hand can prove.
"""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")  # C2PA 2.x, "c2pa-kp-claimSigning"
# Nobody stamps the time of a signature, so a film reads "invalid" when its signer's certificate has ended:
# a certificate lives ten years and signs for the first five.
LIFE, RENEWED = timedelta(days=3650), timedelta(days=1825)
ROOT_LIFE = timedelta(days=7300)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Certificate:
    """PEM texts. chain: the signer and what stands between it and the root."""

    chain: str
    key: str
    root: str

    def __repr__(self) -> str:
        return "Certificate(…)"


def own(data: Path) -> Certificate:
    """The certificate in `data`/credentials, made when there is none or it ends soon."""
    folder = data / "credentials"
    if not is_good(folder):
        renew(folder)
    return Certificate(*(folder.joinpath(name).read_text() for name in ("chain.pem", "key.pem", "root.pem")))


def is_good(folder: Path) -> bool:
    chain = folder / "chain.pem"
    if not chain.is_file():
        return False
    signer = x509.load_pem_x509_certificates(chain.read_bytes())[0]
    return signer.not_valid_after_utc > datetime.now(UTC) + RENEWED


def renew(folder: Path) -> None:
    """All files at once: a folder beside it takes its place. Who comes second uses the first one's."""
    new = Path(tempfile.mkdtemp(prefix="credentials.", dir=folder.parent))
    try:
        for name, text in made().items():
            path = new / name
            path.touch(mode=0o600)
            path.write_bytes(text)
        old = folder.with_name(f"credentials-until-{datetime.now(UTC):%Y-%m-%d}")
        if folder.is_dir() and not is_good(folder):
            folder.rename(old)  # its root still proves what it signed
        new.rename(folder)
    except OSError:
        if not is_good(folder):
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def made() -> dict[str, bytes]:
    root_key, between_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = certificate("Dailies studio root", root_key, None, ROOT_LIFE, ca=1)
    between = certificate("Dailies studio", between_key, (root_key, root), ROOT_LIFE, ca=0)
    signer = certificate("Dailies signer", key, (between_key, between), LIFE)
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {
        "chain.pem": signer.public_bytes(pem) + between.public_bytes(pem),
        "key.pem": plain,
        "root.pem": root.public_bytes(pem),
    }


def certificate(
    name: str, key: Key, issuer: tuple[Key, x509.Certificate] | None, life: timedelta, ca: int | None = None
) -> x509.Certificate:
    """ca: how many certificates of its own kind may follow; None signs films."""
    issuer_key, above = issuer or (key, None)
    subject, now = named(name), datetime.now(UTC)
    is_ca = ca is not None
    end = min(now + life, above.not_valid_after_utc) if above else now + life
    building = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=ca), critical=True)
        .add_extension(usage(is_ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if not is_ca:
        uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, CLAIM_SIGNING])
        building = building.add_extension(uses, critical=False)
    return building.sign(issuer_key, hashes.SHA256())


def named(name: str) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Dailies, self-hosted")
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def usage(is_ca: bool) -> x509.KeyUsage:
    never = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(digital_signature=not is_ca, key_cert_sign=is_ca, crl_sign=is_ca, **never)
