from records.api.viewsets import CollectionViewSet

from .filters import PersonFilterSet
from .models import Person


class PersonViewSet(CollectionViewSet):
    queryset = Person.objects.public()
    filterset_class = PersonFilterSet
