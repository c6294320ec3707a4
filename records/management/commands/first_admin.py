import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from records.terminal import TerminalCommand

CHANGE = "./manage changepassword admin"


class Command(TerminalCommand):
    help = "Create the account `admin` and print its random password, unless a superuser exists."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user_model = get_user_model()
        if user_model._default_manager.filter(is_superuser=True).exists():
            if options["verbosity"]:
                self.stdout.write(_("There is a superuser already: nothing to do."))
            return
        password = secrets.token_urlsafe(12)
        user_model._default_manager.create_superuser("admin", password=password)
        rule = "=" * 78
        self.stdout.write(rule)
        self.stdout.write("  " + _("Staff account: %(name)s") % {"name": "admin"})
        self.stdout.write("  " + _("Password: %(password)s") % {"password": password})
        self.stdout.write("  " + _("It is shown this once; `%(command)s` sets another.") % {"command": CHANGE})
        self.stdout.write(rule)
