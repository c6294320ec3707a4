"""An outlet that is not known is none; the placeholder that the first seed records had made one outlet of them all."""

from django.db import migrations

SLUG, NAME = "khong-ro-toa-soan", "Không rõ tòa soạn (nguồn không in tên)"


def remove_placeholder(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    articles.filter(outlet__slug=SLUG).update(outlet=None)
    apps.get_model("articles", "Outlet").objects.using(schema_editor.connection.alias).filter(slug=SLUG).delete()


def bring_placeholder_back(apps, schema_editor):
    articles = apps.get_model("articles", "Article").objects.using(schema_editor.connection.alias)
    without = articles.filter(outlet=None)
    if without.exists():
        outlets = apps.get_model("articles", "Outlet").objects.using(schema_editor.connection.alias)
        without.update(outlet=outlets.get_or_create(slug=SLUG, defaults={"name": NAME, "status": "published"})[0])


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0002_official_documents_and_locators"),
    ]

    operations = [
        migrations.RunPython(remove_placeholder, bring_placeholder_back),
    ]
