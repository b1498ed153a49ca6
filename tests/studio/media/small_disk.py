"""The picture child on a disk with room for 100 KB."""

import sys

from studio.media import pixels

pixels.FILE_BYTES = 100_000
pixels.main(sys.argv[1])
