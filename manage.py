#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line
from django.utils import translation

from records.connections import ReadOnlyError
from records.terminal import terminal_language

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ReadOnlyError:
        with translation.override(terminal_language()):
            sys.exit(translation.gettext("The register is read-only."))
