"""Figures for Prometheus: requests and errors of all web workers, and what waits, fails or grows old."""

import shutil
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from changesets.models import Import
from records import backups
from records.connections import is_read_only
from records.models import KeptCount


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For who knows `METRICS_TOKEN`; without one there is nothing here."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    answer: HttpResponse = ExportToDjangoView(request)
    ours = CollectorRegistry()
    ours.register(RegisterFigures())
    answer.content += generate_latest(ours)
    return answer


class RegisterFigures:
    def collect(self) -> Iterator[Any]:
        def gauge(name: str, told: str, value: float) -> Any:
            return GaugeMetricFamily(f"register_{name}", told, value=value)

        for name, told, model, field in (
            ("jobs", "Jobs of the worker", DBTaskResult, "status"),
            ("imports", "Imports", Import, "state"),
        ):
            family = GaugeMetricFamily(f"register_{name}", f"{told} by their {field}", labels=[field])
            for state, rows in model._default_manager.values_list(field).order_by(field).annotate(Count("pk")):
                family.add_metric([str(state).lower()], rows)
            yield family
        broken = KeptCount.objects.filter(rows__gt=0).count()
        yield gauge("checks_failing", "Checks that found something when they were last counted", broken)
        made = backups.last()
        yield gauge(
            "last_backup_timestamp_seconds", "Last good backup; 0: there is none", made.timestamp() if made else 0
        )
        free = shutil.disk_usage(settings.DATA_DIR).free
        yield gauge("disk_free_bytes", "Room left on the disk of DATA_DIR", free)
        yield gauge("read_only", "1 while the register takes nothing in", is_read_only())
