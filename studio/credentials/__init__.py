"""What a film says about itself: signed Content Credentials (C2PA), and the plain mark in its XMP."""
