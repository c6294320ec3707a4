from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0004_data_version")]

    operations = [
        migrations.CreateModel(
            name="KeptCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("rows", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("seconds", models.FloatField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
