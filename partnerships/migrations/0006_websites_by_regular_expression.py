

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0005_fold_names_as_printed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='partner',
            name='partnerships_partner_website_http',
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('website', ''), ('website__regex', '^https?://'), _connector='OR'), name='partnerships_partner_website_http', violation_error_message='An address begins with http:// or https://.'),
        ),
    ]
