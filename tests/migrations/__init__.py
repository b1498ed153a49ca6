"""The database of each release, kept as SQL, is migrated with everything in it."""

SECRET_KEY = "the secret key of a kept release"  # seals the keys and secrets in the kept databases
