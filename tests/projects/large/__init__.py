"""The studio that `manage.py seed` fills, and the pages that must stay quick in it."""
