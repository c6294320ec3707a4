"""What was recorded as following an agreement with other bodies extends it; and the way back from the new terms.

A migration of its own, since PostgreSQL alters no table with rows that wait for their checks.
"""

from django.db import migrations

# (model, field, the new term, what was written for it before)
TERMS = (
    ("AgreementRelation", "kind", "extends", "follows"),
    ("Clause", "kind", "wish", "goal"),
    ("Clause", "kind", "reported_deed", "obligation"),
    ("Observation", "bound", "more_than", "at_least"),
    ("Signatory", "part", "not_said", "attended"),
)


def rows(apps, schema_editor):
    alias = schema_editor.connection.alias
    return lambda name: apps.get_model("partnerships", name)._base_manager.using(alias)


def extend(apps, schema_editor):
    """`follows` where no body of the one agreement, or one it became, is party to the other."""
    get = rows(apps, schema_editor)
    became = dict(get("Succession").values_list("predecessor", "successor"))
    bodies = {}
    for agreement, partner in get("Party").exclude(side="provider").values_list("agreement", "partner"):
        bodies.setdefault(agreement, set()).update({partner, became.get(partner, partner)})
    apart = [
        pk
        for pk, later, earlier in get("AgreementRelation").filter(kind="follows").values_list("pk", "agreement", "other")
        if later in bodies and earlier in bodies and not bodies[later] & bodies[earlier]
    ]
    get("AgreementRelation").filter(pk__in=apart).update(kind="extends")
    get("HistoricalAgreementRelation").filter(id__in=apart, kind="follows").update(kind="extends")


def forget(apps, schema_editor):
    get = rows(apps, schema_editor)
    for model, field, new, old in TERMS:
        for name in (model, f"Historical{model}"):
            get(name).filter(**{field: new}).update(**{field: old})


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0008_outcomes_say_what_was_told"),
    ]

    operations = [migrations.RunPython(extend, forget)]
