"""The commands of the project answer in the language of the terminal."""

import os
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation


def terminal_language() -> str:
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "vi" if locale.lower().startswith("vi") else "en"


class TerminalCommand(BaseCommand):
    """A command that speaks the terminal's language when typed there; code that calls it decides for itself."""

    def run_from_argv(self, argv: list[str]) -> Any:
        with translation.override(terminal_language()):
            return super().run_from_argv(argv)
