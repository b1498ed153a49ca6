"""Each release's database, kept as SQL, comes up to date with everything in it."""

SECRET_KEY = "the secret key of a kept release"  # seals the keys and secrets in the kept databases
