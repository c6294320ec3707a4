"""The JSON of `dumpdata` and `loaddata`: fixtures of before are read as they would be written today."""

from typing import Any

from django.core.serializers import json

from .upgrades import upgraded_entries

Serializer = json.Serializer


class Deserializer(json.Deserializer):
    def __init__(self, stream_or_string: Any, **options: Any) -> None:
        super().__init__(stream_or_string, **options)
        self.stream: Any = upgraded_entries(self.stream)
