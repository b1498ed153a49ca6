"""A child that tells what it was given."""

import json
import os

print(json.dumps({"words": repr(dict(os.environ))}))
