"""HTTP/1.1 by hand: read a request from the stream, and answer in every good and bad manner."""

import asyncio
import json
import socket
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

HEAD_LIMIT = 256 * 1024
BODY_LIMIT = 16 * 1024 * 1024


@dataclass
class Request:
    """One request, with header names in lower case and the query as lists.

    fate and loses_client_id come from a fault: how the generation will end, and that the log loses its client
    ID.
    """

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""
    fate: str = ""
    loses_client_id: bool = False

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def data(self) -> Any:
        """Return the JSON of the body, or raise a Refusal."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Refusal(400, "Body is not valid JSON") from error

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]

    @property
    def key(self) -> str:
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" else ""

    @property
    def keeps_alive(self) -> bool:
        return self.headers.get("connection", "").lower() != "close"


@dataclass
class Answer:
    """One answer. `manner` is how it is sent: see `send`."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "whole"
    generation_id: str = ""

    @property
    def data(self) -> Any:
        return json.loads(self.body)


def json_answer(data: Any, status: int = 200, **more: Any) -> Answer:
    headers = {"Content-Type": "application/json; charset=utf-8", **more.pop("headers", {})}
    return Answer(status, json.dumps(data).encode(), headers, **more)


class Refusal(Exception):
    """A refusal by a route. The server gives it the shape of the API that was called."""

    def __init__(self, status: int, message: str, **more: Any):
        super().__init__(message)
        self.status, self.message, self.more = status, message, more


def iso(moment: float) -> str:
    """Return a time as in JSON."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Garbled(Exception):
    """The input is not HTTP, and the connection ends."""


async def read_head(reader: asyncio.StreamReader) -> Request | None:
    """The next request without its body, or None when the client has left."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    if first.count(" ") != 2:
        raise Garbled(first[:80])
    method, target, _version = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    return Request(method, target, {name.strip().lower(): value.strip() for name, _, value in pairs})


async def read_body(reader: asyncio.StreamReader, request: Request) -> bytes:
    if request.headers.get("transfer-encoding", "").lower() == "chunked":
        return await _read_chunks(reader)
    length = request.headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > BODY_LIMIT:
        raise Garbled("the body is too long")
    return await reader.readexactly(int(length))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError as error:
            raise Garbled("no chunk") from error
        if size + len(body) > BODY_LIMIT:
            raise Garbled("the body is too long")
        piece = await reader.readexactly(size + 2)
        if size == 0:
            return body
        body += piece[:-2]


async def send(reader, writer, answer: Answer, *, settings, keep: bool, head_only: bool = False) -> bool:
    """Send `answer` in its manner; True when the connection may be used again.

    whole: as it should be. reset: RST, not a byte. close: FIN, not a byte. half_headers: the head breaks off.
    hang: nothing until the client gives up. drip: a byte now and then. cut: half of the length
    sent.
    cut_unsized: no length announced, half of it sent, then an ordinary close.
    """
    unsized = answer.manner == "cut_unsized"
    keep = keep and answer.manner == "whole"
    head = _head(answer, keep=keep, sized=not unsized)
    body = b"" if head_only else answer.body
    match answer.manner:
        case "reset":
            reset(writer)
        case "hang":
            await _until_client_leaves(reader, settings.hang_s)
        case "half_headers":
            writer.write(head[: len(head) // 2])
        case "drip":
            await _drip(writer, head + body, settings)
        case "cut" | "cut_unsized":
            writer.write(head + body[: len(body) // 2])
        case "whole":
            writer.write(head + body)
    if answer.manner not in ("reset", "close"):
        await writer.drain()
    return keep


def _head(answer: Answer, *, keep: bool, sized: bool) -> bytes:
    try:
        message = HTTPStatus(answer.status).phrase
    except ValueError:
        message = "Unknown"
    headers = {"Connection": "keep-alive" if keep else "close", **answer.headers}
    if sized and answer.status not in (204, 304):
        headers.setdefault("Content-Length", str(len(answer.body)))
    lines = [f"HTTP/1.1 {answer.status} {message}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def reset(writer: asyncio.StreamWriter) -> None:
    """Hang up with RST, as a crashed machine does."""
    sock = writer.get_extra_info("socket")
    if sock is not None and not writer.transport.is_closing():
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _until_client_leaves(reader: asyncio.StreamReader, seconds: float) -> None:
    try:
        await asyncio.wait_for(reader.read(1), seconds)
    except TimeoutError:
        return


async def _drip(writer: asyncio.StreamWriter, message: bytes, settings) -> None:
    """The head at a normal pace, then byte by byte: each read of the client succeeds; ends after `hang_s`."""
    end = message.index(b"\r\n\r\n") + 4
    writer.write(message[:end])
    steps = int(settings.hang_s / settings.drip_s) if settings.drip_s else len(message)
    for at in range(end, min(len(message), end + steps)):
        writer.write(message[at : at + 1])
        await writer.drain()
        await asyncio.sleep(settings.drip_s)
        if writer.transport.is_closing():
            return
