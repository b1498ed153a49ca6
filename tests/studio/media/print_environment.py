"""Print the environment of this process, in place of the child that decodes images."""

import json
import os

print(json.dumps({"message": repr(dict(os.environ))}))
