"""What should hold of the register, as named checks: declared beside the model, asked at every door."""

from .check import Check, Severity

__all__ = ["Check", "Severity"]
