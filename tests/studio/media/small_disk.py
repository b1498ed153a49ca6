"""Run the process that decodes images as if the disk had room for 100 KB."""

import sys

from studio.media import pixels

pixels.FILE_BYTES = 100_000
pixels.main(sys.argv[1])
