"""A cut as files that leave the studio: a film, an editor's project, a bundle. Knows no tables."""
