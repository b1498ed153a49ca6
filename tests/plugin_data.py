"""A data folder of its own for the tests, and quick waiting times; before Django reads its settings."""

import os
import tempfile

os.environ["DAILIES_DATA"] = tempfile.mkdtemp(prefix="dailies-tests-")
os.mkdir(os.path.join(os.environ["DAILIES_DATA"], "static"))  # whitenoise warns where there is none
os.environ.setdefault("DAILIES_PACE", "0.02")
