import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction


class Command(BaseCommand):
    help = "Create the account `admin` and print its random password, unless a superuser exists."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user_model = get_user_model()
        if user_model._default_manager.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        user_model._default_manager.create_superuser("admin", password=password)
        self.stdout.write(f"Staff account: admin, password: {password} (shown this once)")
