"""A corpus of odd films, made with PyAV when the tests run."""
