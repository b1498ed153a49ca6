"""The headers that protect an answer in the browser."""

from collections.abc import Mapping

PROTECTIONS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PAGE_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
FILE_POLICY = "sandbox; default-src 'none'"


def missing_protections(headers: Mapping[str, str], *, is_file: bool = False) -> list[str]:
    """Return the names of the protecting headers that are not as they must be. A file gets a sandbox."""
    missing = [name for name, value in PROTECTIONS.items() if headers.get(name) != value]
    policy, kind = headers.get("Content-Security-Policy", ""), headers.get("Content-Type", "")
    if is_file or kind.startswith(("image/", "video/")):
        is_strict = policy == FILE_POLICY
    else:
        is_strict = set(policy.split("; ")) >= PAGE_POLICY and "unsafe" not in policy and "*" not in policy
    if not is_strict:
        missing.append("Content-Security-Policy")
    cached = headers.get("Cache-Control", "")
    if not {"no-store", "private"} & set(cached.split(", ")) or ("html" in kind and "no-store" not in cached):
        missing.append("Cache-Control")
    return missing
