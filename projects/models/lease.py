"""Lease: a named job that only one process at a time may do, on any machine, such as the watcher's."""

from django.db import models


class Lease(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    owner = models.CharField(max_length=80)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} held by {self.owner}"
