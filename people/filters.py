from records.filters import RecordFilterSet, StableOrdering

from .models import Person


class PersonFilterSet(RecordFilterSet):
    ordering = StableOrdering(fields={"sort_key": "name"})

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()
