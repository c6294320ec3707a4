"""What is always true of a row: the database refuses anything else, forms and imports with the sentence given here."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def rule(name: str, condition: Q, sentence: Any) -> models.CheckConstraint:
    """`name` is unique among the constraints of the model."""
    return models.CheckConstraint(
        condition=condition, name=f"%(app_label)s_%(class)s_{name}", violation_error_message=sentence
    )


def once(*fields: str, sentence: Any, name: str = "once") -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=fields, name=f"%(app_label)s_%(class)s_{name}", violation_error_message=sentence
    )


def known_date(name: str) -> models.CheckConstraint:
    known = Q(**{f"{name}_earliest__isnull": False}) | Q(**{f"{name}_latest__isnull": False})
    # Whoever writes past the field knows EDTF.
    said = _("Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].")
    return rule(f"{name}_known", Q(**{name: ""}) | known, said)


def single_name() -> models.CheckConstraint:
    """The column `name` holds one name, since tables put several into one cell with `;` between."""
    return rule("single", ~Q(name__contains=";"), _("A name has no “;” in it: tables separate names by it."))
