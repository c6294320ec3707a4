from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from records.connections import is_read_only, switch
from records.terminal import TerminalCommand


class Command(TerminalCommand):
    help = "Have the register of this machine take nothing in, or take things in again; without a word: say which."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("state", nargs="?", choices=["on", "off"])

    def handle(self, *args: Any, state: str | None, **options: Any) -> None:
        if state == "on":
            switch().touch()
        elif state == "off":
            switch().unlink(missing_ok=True)
        if settings.READ_ONLY and state == "off":
            self.stderr.write(_("READ_ONLY is set: the register stays read-only until that is taken away."))
        self.stdout.write(_("The register is read-only.") if is_read_only() else _("The register takes things in."))
