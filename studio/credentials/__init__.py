"""What a film says about itself: signed Content Credentials (C2PA), and a plain mark in its XMP."""
