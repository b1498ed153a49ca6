"""Say in a video how it was made: signed Content Credentials (C2PA) and a plain XMP packet."""
