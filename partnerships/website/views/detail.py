"""The page of a record, with the day on which readers last saw it change."""

from typing import Any

from records.changes import updated
from records.views import RecordDetail


class DatedDetail(RecordDetail):
    def shown(self, record: Any) -> dict[str, Any]:
        return {**super().shown(record), "changed": updated(record)}
