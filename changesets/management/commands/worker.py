from typing import Any

from django.apps import apps
from django_tasks_db.management.commands import db_worker

from changesets import jobs
from records.analyze import analyze
from records.models import TrackedModel
from records.terminal import TerminalCommand


class Command(TerminalCommand, db_worker.Command):
    help = "Plan and write large imports, one after the other; at the start, give up the jobs of workers that died."

    def handle(self, **options: Any) -> None:
        jobs.expect_many_rows()
        jobs.reap()
        jobs.clear_outdated()
        analyze(model for model in apps.get_models() if issubclass(model, TrackedModel))
        super().handle(**options)
