"""Imports: a file becomes a stored plan, and the plan is applied whole or not at all."""
