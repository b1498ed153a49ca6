"""The work: everything that a person owns, sees, says or shares."""
