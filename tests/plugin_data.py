"""A data folder of its own for the tests, and quick waiting times; before Django reads its settings."""

import os
import tempfile

os.environ["DAILIES_DATA"] = tempfile.mkdtemp(prefix="dailies-tests-")
os.mkdir(os.path.join(os.environ["DAILIES_DATA"], "static"))  # whitenoise warns where there is none
os.environ.setdefault("DAILIES_PACE", "0.02")
# With two files at a time a browser's event loop may stand beside later tests; none of ours is async.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
