"""Texts are compared by their words: the same article with other capitals, marks or spaces is the same."""

from typing import Any

from django.db import migrations

import records.fields


def key_texts(apps: Any, schema_editor: Any) -> None:
    articles = apps.get_model("articles", "Article")._base_manager.using(schema_editor.connection.alias)
    for article in articles.exclude(full_text="").only("full_text").iterator(chunk_size=100):
        articles.filter(pk=article.pk).update(text_key=article.text_key)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_squashed_0003")]

    operations = [
        migrations.AddField(
            "article",
            "text_key",
            records.fields.WordsKeyField(db_index=True, default="", max_length=64, sources=("full_text",)),
        ),
        migrations.RunPython(key_texts, migrations.RunPython.noop, elidable=True),
    ]
