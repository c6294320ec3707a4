"""What should hold of the register, as named checks: declared beside the model, asked at every door."""

from .check import Check, Severity, among, in_order, no_circle, not_ahead, of_each, said_and_recorded, wholly_before
