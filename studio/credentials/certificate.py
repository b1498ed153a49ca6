"""The studio's own certificate: created at the first use, stored with its other secrets, renewed in time.

No outside authority vouches for it. It proves that this studio signed a film that nobody changed since. Only
the root certificate, handed over in person, proves who the studio is.
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
# Signatures have no trusted timestamp, so a film reads as invalid once its signer's certificate has expired.
# Therefore a certificate is valid for ten years, and signs for the first five.
LIFE, RENEW_BEFORE = timedelta(days=3650), timedelta(days=1825)
ROOT_LIFE = timedelta(days=7300)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Certificate:
    """PEM texts. chain: the signer's certificate and the intermediate one."""

    chain: str
    key: str
    root: str

    def __repr__(self) -> str:
        return "Certificate(…)"


def load(data: Path) -> Certificate:
    """Return the certificate in `data`/credentials. Create it if there is none or it expires soon."""
    folder = data / "credentials"
    if not is_good(folder):
        renew(folder)
    return Certificate(*(folder.joinpath(name).read_text() for name in ("chain.pem", "key.pem", "root.pem")))


def is_good(folder: Path) -> bool:
    chain = folder / "chain.pem"
    if not chain.is_file():
        return False
    signer = x509.load_pem_x509_certificates(chain.read_bytes())[0]
    return signer.not_valid_after_utc > datetime.now(UTC) + RENEW_BEFORE


def renew(folder: Path) -> None:
    """Replace the folder in one step. If two processes do this at once, the second uses the first one's."""
    new = Path(tempfile.mkdtemp(prefix="credentials.", dir=folder.parent))
    try:
        for name, text in create().items():
            path = new / name
            path.touch(mode=0o600)
            path.write_bytes(text)
        old = folder.with_name(f"credentials-until-{datetime.now(UTC):%Y-%m-%d}")
        if folder.is_dir() and not is_good(folder):
            folder.rename(old)  # its root still proves older signatures
        new.rename(folder)
    except OSError:
        if not is_good(folder):
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def create() -> dict[str, bytes]:
    root_key, intermediate_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = certificate("Dailies studio root", root_key, None, ROOT_LIFE, ca=1)
    intermediate = certificate("Dailies studio", intermediate_key, (root_key, root), ROOT_LIFE, ca=0)
    signer = certificate("Dailies signer", key, (intermediate_key, intermediate), LIFE)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {
        "chain.pem": signer.public_bytes(pem) + intermediate.public_bytes(pem),
        "key.pem": private,
        "root.pem": root.public_bytes(pem),
    }


def certificate(
    name: str, key: Key, issuer: tuple[Key, x509.Certificate] | None, life: timedelta, ca: int | None = None
) -> x509.Certificate:
    """Return a signed certificate. ca: how many CA certificates may follow it; None for the film signer."""
    issuer_key, parent = issuer or (key, None)
    subject, now = make_name(name), datetime.now(UTC)
    is_ca = ca is not None
    end = min(now + life, parent.not_valid_after_utc) if parent else now + life
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=ca), critical=True)
        .add_extension(key_usage(is_ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if not is_ca:
        uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, CLAIM_SIGNING])
        builder = builder.add_extension(uses, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def make_name(name: str) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Dailies, self-hosted")
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def key_usage(is_ca: bool) -> x509.KeyUsage:
    unused = dict.fromkeys(
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
    return x509.KeyUsage(digital_signature=not is_ca, key_cert_sign=is_ca, crl_sign=is_ca, **unused)
