"""Create, keep and renew the studio's own certificate for Content Credentials.

No outside authority vouches for it. It proves that this studio signed a video and nobody changed it since.
Only the root certificate, handed over in person, proves who the studio is.
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
# Signatures have no trusted timestamp, so a video's credentials become invalid when its signer's certificate
# expires. Therefore a certificate is valid for ten years, but signs only during the first five.
LIFE, RENEW_BEFORE = timedelta(days=3650), timedelta(days=1825)
ROOT_LIFE = timedelta(days=7300)

Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Certificate:
    """The PEM texts that signing needs. chain: the signer's certificate, then the intermediate one."""

    chain: str
    key: str
    root: str

    def __repr__(self) -> str:
        return "Certificate(…)"


@dataclass(frozen=True)
class Issuer:
    key: Key
    certificate: x509.Certificate


def load(data: Path) -> Certificate:
    """Return the certificate in `data`/credentials. Create it if there is none or it expires soon."""
    folder = data / "credentials"
    if not is_current(folder):
        renew(folder)
    return Certificate(*(folder.joinpath(name).read_text() for name in ("chain.pem", "key.pem", "root.pem")))


def is_current(folder: Path) -> bool:
    chain = folder / "chain.pem"
    if not chain.is_file():
        return False
    signer = x509.load_pem_x509_certificates(chain.read_bytes())[0]
    return signer.not_valid_after_utc > datetime.now(UTC) + RENEW_BEFORE


def renew(folder: Path) -> None:
    """Replace the folder in one step. If two processes do this at once, both use the first one's folder."""
    new = Path(tempfile.mkdtemp(prefix="credentials.", dir=folder.parent))
    try:
        for name, text in create().items():
            path = new / name
            path.touch(mode=0o600)
            path.write_bytes(text)
        old = folder.with_name(f"credentials-until-{datetime.now(UTC):%Y-%m-%d}")
        if folder.is_dir() and not is_current(folder):
            folder.rename(old)  # its root still proves older signatures
        new.rename(folder)
    except OSError:
        if not is_current(folder):
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def create() -> dict[str, bytes]:
    """Return the PEM files of a new key and its chain."""
    root_key, intermediate_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = issue(root_key, "Dailies studio root", life=ROOT_LIFE, path_length=1)
    intermediate = issue(
        intermediate_key, "Dailies studio", Issuer(root_key, root), life=ROOT_LIFE, path_length=0
    )
    signer = issue(key, "Dailies signer", Issuer(intermediate_key, intermediate), life=LIFE)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {
        "chain.pem": signer.public_bytes(pem) + intermediate.public_bytes(pem),
        "key.pem": private,
        "root.pem": root.public_bytes(pem),
    }


def issue(
    key: Key, name: str, issuer: Issuer | None = None, *, life: timedelta, path_length: int | None = None
) -> x509.Certificate:
    """Return a certificate for `key`, self-signed without an issuer.

    path_length: how many CA certificates may follow it; None for one that is no CA, but signs videos.
    """
    is_ca = path_length is not None
    issuer_key = issuer.key if issuer else key
    builder = start_certificate(key, name, issuer, life)
    for extension, critical in (
        (x509.BasicConstraints(ca=is_ca, path_length=path_length), True),
        (make_key_usage(is_ca), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False),
    ):
        builder = builder.add_extension(extension, critical=critical)
    if not is_ca:
        uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, CLAIM_SIGNING])
        builder = builder.add_extension(uses, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def start_certificate(key: Key, name: str, issuer: Issuer | None, life: timedelta) -> x509.CertificateBuilder:
    """Return a builder with the names, the key and the dates. No certificate outlives its issuer's."""
    subject, now = make_name(name), datetime.now(UTC)
    end = min(now + life, issuer.certificate.not_valid_after_utc) if issuer else now + life
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(end)
    )


def make_name(name: str) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Dailies, self-hosted")
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def make_key_usage(is_ca: bool) -> x509.KeyUsage:
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
