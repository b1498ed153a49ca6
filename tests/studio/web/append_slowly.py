"""Append standard input to a file as the server does: `append_slowly FILE OFFSET SIZE [MOST_BYTES]`."""

import resource
import sys
from pathlib import Path

from studio.web import tus

path, offset, size, *most = sys.argv[1:]
if most:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most[0]), int(most[0])))
try:
    print(tus.append(Path(path), sys.stdin.buffer, offset=int(offset), size=int(size)))
except tus.DiskFull:
    print("full")
