"""Signals of the library, for rooms above it. projects/signal_handlers.py connects them."""

from django.dispatch import Signal

generation_requested = Signal()  # generation; note: the review note that it answers, or None
deletion_requested = Signal()  # project; ids: of its clips. Receivers return their uses, as a list of Use
generation_retried = Signal()  # generation: the failed one; retry: the new one; by: the person
