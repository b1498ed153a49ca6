"""Define the terms that all engines share: what to make (`Order`) and its progress (`Report`)."""

from studio.wire.log_row import LogRow
from studio.wire.order import GenerationFrame, ImageFrame, Order
from studio.wire.report import Report, Stage

__all__ = ["GenerationFrame", "ImageFrame", "LogRow", "Order", "Report", "Stage"]
