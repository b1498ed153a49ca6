"""The tests' own data folder and short waiting times, set before Django reads its settings."""

import os
import tempfile

os.environ["DAILIES_DATA"] = tempfile.mkdtemp(prefix="dailies-tests-")
os.mkdir(os.path.join(os.environ["DAILIES_DATA"], "static"))  # WhiteNoise warns if there is none
os.environ.setdefault("DAILIES_PACE", "0.02")
# With two workers, a browser's event loop may outlive its tests. None of ours is async.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
