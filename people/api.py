from records.api.viewsets import CollectionViewSet

from .filters import PersonFilterSet
from .models import Person


class PersonViewSet(CollectionViewSet):
    model = Person
    filterset_class = PersonFilterSet
