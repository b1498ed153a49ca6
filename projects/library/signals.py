"""What rooms above the library react to. projects/wiring.py says who does."""

from django.dispatch import Signal

generation_requested = Signal()  # generation; note: the review note it answers, or None
generation_retried = Signal()  # generation: that came to nothing; retry: the new one; by: the person
