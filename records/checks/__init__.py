"""What should hold of the register, as named checks: declared beside the model, asked at every door."""

from .check import Check, Severity, among, of_each, said_and_recorded
