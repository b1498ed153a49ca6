"""A studio as large as anybody's: rows without films, for measuring pages and query plans."""
