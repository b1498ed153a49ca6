"""Serve bytes: byte ranges, hashed static files, signed webhooks and requests that wait."""
