"""The tables as 0001 to 0017 leave them, made at once. A database that has run some of those goes on with them."""

import django.db.models.deletion
import django.db.models.functions.comparison
import records.fields
import records.migrations._operations
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("partnerships", "0001_initial"),
        ("partnerships", "0002_indicators_say_what_they_count"),
        ("partnerships", "0003_indexes_of_facets"),
        ("partnerships", "0004_names_as_printed_are_searched"),
        ("partnerships", "0005_fold_names_as_printed"),
        ("partnerships", "0006_websites_by_regular_expression"),
        ("partnerships", "0007_facts_say_why_by_a_term"),
        ("partnerships", "0008_outcomes_say_what_was_told"),
        ("partnerships", "0009_extensions_are_no_continuations"),
        ("partnerships", "0010_what_passages_read"),
        ("partnerships", "0011_area_codes_names_and_successions"),
        ("partnerships", "0012_move_codes_and_successors_of_areas"),
        ("partnerships", "0013_areas_without_code_and_successor"),
        ("partnerships", "0014_instruments_sides_and_visions"),
        ("partnerships", "0015_legal_basis"),
        ("partnerships", "0016_what_is_built_and_what_is_called_strategic"),
        ("partnerships", "0017_successions_without_a_source_are_drafts"),
    ]

    initial = True

    dependencies = [
        ("articles", "0003_no_placeholder_for_unknown_outlets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0001_initial"),
    ]

    operations = [
        records.migrations._operations.CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                unique=True,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "title",
                            records.fields.LineField(
                                help_text="What it is, between whom, for which years.",
                                max_length=300,
                                verbose_name="title",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("agreement", "cooperation agreement"),
                                    ("memorandum", "memorandum of understanding"),
                                    ("minutes", "minutes"),
                                    ("plan", "plan"),
                                    ("not_named", "document not named"),
                                ],
                                help_text="The instrument, as the article calls it; strategic or not is apart.",
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "strategic",
                            records.fields.TermField(
                                choices=[("yes", "strategic"), ("no", "not strategic"), ("not_said", "not said")],
                                default="not_said",
                                help_text="Whether a passage calls the cooperation strategic; that it calls the partner so is not enough.",
                                max_length=30,
                                verbose_name="strategic or not",
                            ),
                        ),
                        (
                            "signed",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="date of signing"
                            ),
                        ),
                        (
                            "signed_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="signed"),
                        ),
                        (
                            "signed_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="signed"),
                        ),
                        (
                            "period",
                            records.fields.EDTFField(blank=True, interval=True, max_length=60, verbose_name="period"),
                        ),
                        (
                            "period_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="period"),
                        ),
                        (
                            "period_starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="period"),
                        ),
                        (
                            "period_ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="period"),
                        ),
                        (
                            "period_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="period"),
                        ),
                        (
                            "vision",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The year of “tầm nhìn 2035”, which reaches beyond the period: 2000 to 2100.",
                                null=True,
                                verbose_name="vision",
                            ),
                        ),
                        (
                            "terminated",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="terminated"
                            ),
                        ),
                        (
                            "terminated_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="terminated"),
                        ),
                        (
                            "terminated_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="terminated"),
                        ),
                        (
                            "place",
                            records.fields.LineField(blank=True, max_length=200, verbose_name="place of signing"),
                        ),
                        (
                            "summary",
                            records.fields.ProseField(
                                blank=True,
                                help_text="In our own words, two or three sentences.",
                                max_length=4000,
                                verbose_name="summary",
                            ),
                        ),
                        (
                            "stated_points",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="“on 6 points”: how many the article says there are.",
                                null=True,
                                verbose_name="stated points",
                            ),
                        ),
                        ("folded", records.fields.FoldedField(sources=("title", "summary", "place"))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("title",))),
                        ("sort_date", records.fields.SortDateField(sources=("signed", "period"))),
                        (
                            "legal_basis",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The official documents that it rests on, as a passage says.",
                                limit_choices_to={"kind": "official_document"},
                                related_name="agreements_resting_on_it",
                                through="partnerships.AgreementLegalBasis",
                                to="articles.article",
                                verbose_name="legal basis",
                            ),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="agreements",
                                through="partnerships.AgreementCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement",
                        "verbose_name_plural": "agreements",
                        "ordering": ("-sort_date", "-id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "indexes": [
                            models.Index(fields=["status", "-sort_date", "-id"], name="partnerships_agreement_list"),
                            models.Index(
                                fields=[
                                    "status",
                                    "kind",
                                    "strategic",
                                    "certainty",
                                    "signed_earliest",
                                    "signed_latest",
                                    "terminated",
                                    "terminated_earliest",
                                    "period",
                                    "period_earliest",
                                    "period_latest",
                                ],
                                name="partnerships_agreement_facets",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_agreement_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed", ""),
                                    ("signed_earliest__isnull", False),
                                    ("signed_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_agreement_signed_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("period", ""),
                                    ("period_earliest__isnull", False),
                                    ("period_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_agreement_period_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("terminated", ""),
                                    ("terminated_earliest__isnull", False),
                                    ("terminated_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_agreement_terminated_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("vision__isnull", True), ("vision__range", (2000, 2100)), _connector="OR"
                                ),
                                name="partnerships_agreement_vision_year",
                                violation_error_message="A vision is a year from 2000 to 2100.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_agreementcitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementLegalBasis",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="basis_links",
                                to="partnerships.agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="basis_links",
                                to="articles.article",
                                verbose_name="official document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "legal basis of an agreement",
                        "verbose_name_plural": "legal bases of agreements",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "document"), name="partnerships_agreementlegalbasis_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "citation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="partnerships.agreementcitation",
                            ),
                        ),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[
                                    ("signed", "date of signing"),
                                    ("period", "period"),
                                    ("kind", "kind"),
                                    ("strategic", "strategic or not"),
                                ],
                                max_length=30,
                                verbose_name="value that is read",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("citation", "field"), name="partnerships_agreementreading_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementRelation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("renews", "renews"),
                                    ("supersedes", "supersedes"),
                                    ("amends", "amends"),
                                    ("part_of", "is part of"),
                                    ("follows", "follows"),
                                    ("extends", "was also signed beside"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="related_from",
                                to="partnerships.agreement",
                                verbose_name="other agreement",
                            ),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="relations",
                                through="partnerships.RelationCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "relation of agreements",
                        "verbose_name_plural": "relations of agreements",
                        "ordering": ("agreement_id", "id"),
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_agreementrelation_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.UniqueConstraint(
                                fields=("agreement", "kind", "other"),
                                name="partnerships_relation_once",
                                violation_error_message="This relation is already recorded.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("agreement", models.F("other")), _negated=True),
                                name="partnerships_relation_not_itself",
                                violation_error_message="An agreement does not relate to itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Area",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                unique=True,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "name",
                            records.fields.LineField(
                                help_text="Today's or its last; without “tỉnh” or “huyện”, e.g. Thái Bình.",
                                max_length=200,
                                verbose_name="name",
                            ),
                        ),
                        (
                            "level",
                            records.fields.TermField(
                                choices=[
                                    ("country", "country"),
                                    ("province", "province"),
                                    ("district", "district"),
                                    ("commune", "commune"),
                                ],
                                max_length=30,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "designation",
                            records.fields.LineField(
                                blank=True,
                                help_text="E.g. Tỉnh, Thành phố, Huyện.",
                                max_length=60,
                                verbose_name="designation",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="areas",
                                to="partnerships.area",
                                verbose_name="part of",
                            ),
                        ),
                        (
                            "founded",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="founded"),
                        ),
                        (
                            "founded_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="founded"),
                        ),
                        (
                            "founded_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="founded"),
                        ),
                        (
                            "ended",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="ended"),
                        ),
                        (
                            "ended_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="ended"),
                        ),
                        (
                            "ended_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="ended"),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="The law that founded or ended it.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        ("folded", records.fields.FoldedField(sources=("designation", "name"))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("name",))),
                    ],
                    options={
                        "verbose_name": "area",
                        "verbose_name_plural": "areas",
                        "ordering": ("sort_key", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("founded", ""),
                                    ("founded_earliest__isnull", False),
                                    ("founded_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_area_founded_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended", ""),
                                    ("ended_earliest__isnull", False),
                                    ("ended_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_area_ended_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", "country"), ("parent__isnull", True)),
                                    models.Q(("level", "country"), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_area_country_on_top",
                                violation_error_message="A country is part of nothing.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_area_not_itself",
                                violation_error_message="An area is not part of itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="codes",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "scheme",
                            records.fields.LineField(
                                help_text="Who gave the code, e.g. gso-2025.", max_length=40, verbose_name="code scheme"
                            ),
                        ),
                        ("code", records.fields.LineField(max_length=20, verbose_name="code")),
                    ],
                    options={
                        "verbose_name": "code",
                        "verbose_name_plural": "codes",
                        "ordering": ("scheme", "code"),
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scheme", "code"),
                                name="partnerships_areacode_once",
                                violation_error_message="Another area has this code in this scheme.",
                            ),
                            models.UniqueConstraint(
                                fields=("area", "scheme"),
                                name="partnerships_areacode_one_a_scheme",
                                violation_error_message="This area already has a code in this scheme.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("scheme__contains", "="), _negated=True),
                                    models.Q(("scheme__contains", ";"), _negated=True),
                                    models.Q(("code__contains", ";"), _negated=True),
                                ),
                                name="partnerships_areacode_separable",
                                violation_error_message="Neither “;” nor “=”: tables write scheme=code;scheme=code.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="area_names",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("official", "official"),
                                    ("former", "former"),
                                    ("short", "short"),
                                    ("variant", "variant"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "designation",
                            records.fields.LineField(
                                blank=True,
                                help_text="E.g. Tỉnh, Thành phố, Huyện.",
                                max_length=60,
                                verbose_name="designation",
                            ),
                        ),
                        (
                            "name",
                            records.fields.LineField(
                                help_text="Without “tỉnh” or “huyện”, e.g. Thái Bình.",
                                max_length=200,
                                verbose_name="name",
                            ),
                        ),
                        (
                            "since",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="since"),
                        ),
                        (
                            "since_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="since"),
                        ),
                        (
                            "since_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="since"),
                        ),
                        (
                            "until",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="last day"
                            ),
                        ),
                        (
                            "until_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="until"),
                        ),
                        (
                            "until_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="until"),
                        ),
                        ("folded", records.fields.FoldedField(sources=("designation", "name"))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("name",))),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="area_names",
                                through="partnerships.AreaNameCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "name of an area",
                        "verbose_name_plural": "names of areas",
                        "ordering": (
                            "area_id",
                            models.OrderBy(models.F("since_earliest"), descending=True, nulls_last=True),
                            "sort_key",
                            "id",
                        ),
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_areaname_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("since", ""),
                                    ("since_earliest__isnull", False),
                                    ("since_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_areaname_since_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until", ""),
                                    ("until_earliest__isnull", False),
                                    ("until_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_areaname_until_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name__contains", ";"), _negated=True),
                                name="partnerships_areaname_single",
                                violation_error_message="A name has no “;” in it: tables separate names by it.",
                            ),
                            models.UniqueConstraint(
                                fields=("area", "designation", "name"),
                                name="partnerships_areaname_once",
                                violation_error_message="This area already has that name.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaNameCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.areaname",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_areanamecitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaSuccession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successions_to",
                                to="partnerships.area",
                                verbose_name="former area",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successions_from",
                                to="partnerships.area",
                                verbose_name="later area",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("merge", "merged into"),
                                    ("split", "divided into"),
                                    ("boundary", "handed a part over to"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "date",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="date"),
                        ),
                        (
                            "date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="date"),
                        ),
                        (
                            "date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="date"),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="area_successions",
                                through="partnerships.AreaSuccessionCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "succession of areas",
                        "verbose_name_plural": "successions of areas",
                        "ordering": (models.OrderBy(models.F("date_latest"), descending=True, nulls_last=True), "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_areasuccession_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("date", ""),
                                    ("date_earliest__isnull", False),
                                    ("date_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_areasuccession_date_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.UniqueConstraint(
                                fields=("predecessor", "successor"),
                                name="partnerships_areasuccession_once",
                                violation_error_message="This succession is already recorded.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                                name="partnerships_areasuccession_not_itself",
                                violation_error_message="An area does not succeed itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaSuccessionCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.areasuccession",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_areasuccessioncitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clauses",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                help_text="Counted from 1 in the order of the article.", verbose_name="number"
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("area", "area of cooperation"),
                                    ("obligation", "obligation"),
                                    ("goal", "goal"),
                                    ("wish", "wish"),
                                    ("reported_deed", "reported deed"),
                                ],
                                default="area",
                                help_text="A wish is hoped of the other side, a reported deed is told of as done; nobody promised either.",
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        ("heading", records.fields.LineField(max_length=300, verbose_name="heading")),
                        (
                            "text",
                            records.fields.ProseField(
                                blank=True,
                                help_text="In our own words; who does what, how much, where.",
                                max_length=4000,
                                verbose_name="text",
                            ),
                        ),
                        (
                            "strength",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("commits", "commits"),
                                    ("will", "will"),
                                    ("facilitates", "facilitates"),
                                    ("intends", "intends"),
                                    ("hopes", "hopes"),
                                ],
                                help_text="The verb of the article.",
                                max_length=30,
                                verbose_name="strength",
                            ),
                        ),
                        ("condition", records.fields.LineField(blank=True, max_length=500, verbose_name="condition")),
                        (
                            "due",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="due"),
                        ),
                        (
                            "due_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="due"),
                        ),
                        ("due_latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="due")),
                        (
                            "outcome",
                            records.fields.TermField(
                                choices=[
                                    ("unknown", "unknown"),
                                    ("scheduled", "scheduled"),
                                    ("met", "met"),
                                    ("partially_met", "partially met"),
                                    ("not_met", "not met"),
                                ],
                                default="unknown",
                                max_length=30,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "outcome_date",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="date of the outcome"
                            ),
                        ),
                        (
                            "outcome_date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="outcome_date"),
                        ),
                        (
                            "outcome_date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="outcome_date"),
                        ),
                        ("folded", records.fields.FoldedField(sources=("heading", "text", "condition"))),
                        (
                            "topics",
                            models.ManyToManyField(
                                blank=True,
                                related_name="clauses",
                                through="partnerships.ClauseTopic",
                                to="partnerships.topic",
                                verbose_name="topics",
                            ),
                        ),
                        (
                            "obligors",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Who owes it, is hoped to do it or did it; none for an area both share.",
                                related_name="obligations",
                                through="partnerships.ClauseObligor",
                                to="partnerships.party",
                                verbose_name="obligors",
                            ),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="clauses",
                                through="partnerships.ClauseCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clause",
                        "verbose_name_plural": "clauses",
                        "ordering": ("agreement_id", "number", "id"),
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_clause_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due", ""),
                                    ("due_earliest__isnull", False),
                                    ("due_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_clause_due_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome_date", ""),
                                    ("outcome_date_earliest__isnull", False),
                                    ("outcome_date_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_clause_outcome_date_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.UniqueConstraint(
                                fields=("agreement", "number"),
                                name="partnerships_clause_number_once",
                                violation_error_message="The agreement already has a clause of this number.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)),
                                name="partnerships_clause_number_from_one",
                                violation_error_message="Clauses count from 1.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome_date", ""),
                                    models.Q(("outcome", "unknown"), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_clause_outcome_dated",
                                violation_error_message="An outcome that is not known has no date.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClauseCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.clause",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("fact", "passage"), name="partnerships_clausecitation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Partner",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                unique=True,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "name",
                            records.fields.LineField(
                                help_text="The name it is shown under.", max_length=300, verbose_name="name"
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("group", "corporate group"),
                                    ("enterprise", "enterprise"),
                                    ("provider_unit", "unit of a group"),
                                    ("peoples_committee", "people's committee"),
                                    ("department", "department"),
                                    ("tax_office", "tax office"),
                                    ("party_committee", "Party committee"),
                                    ("mass_organisation", "mass organisation"),
                                    ("association", "association"),
                                    ("school", "school or institute"),
                                    ("armed_forces", "armed forces or police"),
                                    ("ministry", "ministry or government"),
                                    ("other", "other"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                help_text="VNPT for VNPT Thanh Hóa.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="partnerships.partner",
                                verbose_name="unit of",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="partners",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        ("website", models.URLField(blank=True, max_length=500, verbose_name="website")),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        ("folded", records.fields.FoldedField(sources=("name", "description"))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("name",))),
                    ],
                    options={
                        "verbose_name": "partner",
                        "verbose_name_plural": "partners",
                        "ordering": ("sort_key", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("website", ""), ("website__regex", "^https?://"), _connector="OR"),
                                name="partnerships_partner_website_http",
                                violation_error_message="An address begins with http:// or https://.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_partner_not_itself",
                                violation_error_message="A partner is not a unit of itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Party",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parties",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parties",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "side",
                            records.fields.TermField(
                                choices=[
                                    ("provider", "provider"),
                                    ("public_body", "public body"),
                                    ("organisation", "organisation"),
                                    ("neither", "other party"),
                                ],
                                help_text="An association or mass organisation is an organisation, no public body; a customer is another party.",
                                max_length=30,
                                verbose_name="side",
                            ),
                        ),
                        (
                            "role",
                            records.fields.TermField(
                                choices=[
                                    ("principal", "principal"),
                                    ("contracting_unit", "unit that signs"),
                                    ("beneficiary", "beneficiary"),
                                    ("witness", "witness"),
                                ],
                                default="principal",
                                max_length=30,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "name_as_printed",
                            records.fields.LineField(blank=True, max_length=300, verbose_name="name as printed"),
                        ),
                        ("folded", records.fields.FoldedField(sources=("name_as_printed",))),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="parties",
                                through="partnerships.PartyCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "party",
                        "verbose_name_plural": "parties",
                        "ordering": ("agreement_id", "side", "id"),
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["agreement", "side", "partner"], name="partnerships_party_sides")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_party_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.UniqueConstraint(
                                fields=("agreement", "partner"),
                                name="partnerships_party_once",
                                violation_error_message="This partner is already a party to the agreement.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClauseObligor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="obligor_links",
                                to="partnerships.clause",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="obligor_links",
                                to="partnerships.party",
                                verbose_name="party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "obligor of a clause",
                        "verbose_name_plural": "obligors of clauses",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("clause", "party"), name="partnerships_clauseobligor_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClauseReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "citation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="partnerships.clausecitation",
                            ),
                        ),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[("outcome", "outcome")], max_length=30, verbose_name="value that is read"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("citation", "field"), name="partnerships_clausereading_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Topic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                unique=True,
                                verbose_name="slug",
                            ),
                        ),
                        ("label_vi", records.fields.LineField(max_length=200, verbose_name="label in Vietnamese")),
                        ("label_en", records.fields.LineField(max_length=200, verbose_name="label in English")),
                        (
                            "synonyms",
                            records.fields.LineField(
                                blank=True, help_text="Separated by “;”.", max_length=1000, verbose_name="synonyms"
                            ),
                        ),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "folded",
                            records.fields.FoldedField(sources=("label_vi", "label_en", "synonyms", "description")),
                        ),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("label_vi",))),
                    ],
                    options={
                        "verbose_name": "topic",
                        "verbose_name_plural": "topics",
                        "ordering": ("sort_key", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                    },
                ),
                migrations.CreateModel(
                    name="ClauseTopic",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "clause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="topic_links",
                                to="partnerships.clause",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clause_links",
                                to="partnerships.topic",
                                verbose_name="topic",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "topic of a clause",
                        "verbose_name_plural": "topics of clauses",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("clause", "topic"), name="partnerships_clausetopic_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Solution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                unique=True,
                                verbose_name="slug",
                            ),
                        ),
                        ("name", records.fields.LineField(max_length=200, verbose_name="name")),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="solutions",
                                to="partnerships.partner",
                                verbose_name="provider",
                            ),
                        ),
                        (
                            "synonyms",
                            records.fields.LineField(
                                blank=True, help_text="Separated by “;”.", max_length=1000, verbose_name="synonyms"
                            ),
                        ),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        ("folded", records.fields.FoldedField(sources=("name", "synonyms", "description"))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("name",))),
                    ],
                    options={
                        "verbose_name": "solution",
                        "verbose_name_plural": "solutions",
                        "ordering": ("sort_key", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                    },
                ),
                migrations.CreateModel(
                    name="Deployment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "solution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deployments",
                                to="partnerships.solution",
                                verbose_name="solution",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deployments",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deployments",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="provided_deployments",
                                to="partnerships.partner",
                                verbose_name="provider",
                            ),
                        ),
                        (
                            "state",
                            records.fields.TermField(
                                choices=[
                                    ("planned", "planned"),
                                    ("under_way", "under way"),
                                    ("built", "built"),
                                    ("in_use", "in use"),
                                    ("ended", "no longer in use"),
                                ],
                                default="in_use",
                                help_text="How far it had come, as the passage says; a plan is not in use.",
                                max_length=30,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "as_of",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="as of"),
                        ),
                        (
                            "as_of_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="as_of"),
                        ),
                        (
                            "as_of_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="as_of"),
                        ),
                        (
                            "since",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="since"),
                        ),
                        (
                            "since_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="since"),
                        ),
                        (
                            "since_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="since"),
                        ),
                        (
                            "coverage",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Where and how widely it is used.",
                                max_length=1000,
                                verbose_name="coverage",
                            ),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="deployments",
                                through="partnerships.DeploymentCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "deployment",
                        "verbose_name_plural": "deployments",
                        "ordering": ("solution_id", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_deployment_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("as_of", ""),
                                    ("as_of_earliest__isnull", False),
                                    ("as_of_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_deployment_as_of_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("since", ""),
                                    ("since_earliest__isnull", False),
                                    ("since_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_deployment_since_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("area__isnull", False), ("partner__isnull", True)),
                                    models.Q(("area__isnull", True), ("partner__isnull", False)),
                                    _connector="OR",
                                ),
                                name="partnerships_deployment_one_subject",
                                violation_error_message="Name a partner or an area, one of them.",
                            ),
                            models.UniqueConstraint(
                                models.F("solution"),
                                django.db.models.functions.comparison.Coalesce("partner", models.Value(0)),
                                django.db.models.functions.comparison.Coalesce("area", models.Value(0)),
                                django.db.models.functions.comparison.Coalesce("provider", models.Value(0)),
                                name="partnerships_deployment_once",
                                violation_error_message="This deployment is already recorded.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeploymentCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.deployment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_deploymentcitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeploymentReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "citation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="partnerships.deploymentcitation",
                            ),
                        ),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[("provider", "provider")], max_length=30, verbose_name="value that is read"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("citation", "field"), name="partnerships_deploymentreading_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                unique=True,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        ("title", records.fields.LineField(max_length=300, verbose_name="title")),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[("launch", "launch"), ("signing", "signing"), ("meeting", "meeting")],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "date",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="date"),
                        ),
                        (
                            "date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="date"),
                        ),
                        (
                            "date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="date"),
                        ),
                        ("place", records.fields.LineField(blank=True, max_length=200, verbose_name="place")),
                        ("folded", records.fields.FoldedField(sources=("title", "place"))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("title",))),
                        ("sort_date", records.fields.SortDateField(sources=("date",))),
                        (
                            "agreements",
                            models.ManyToManyField(
                                blank=True,
                                related_name="events",
                                through="partnerships.EventAgreement",
                                to="partnerships.agreement",
                                verbose_name="agreements",
                            ),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="events",
                                through="partnerships.EventCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "ordering": ("-sort_date", "-id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_event_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("date", ""),
                                    ("date_earliest__isnull", False),
                                    ("date_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_event_date_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventAgreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreement_links",
                                to="partnerships.event",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="event_links",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agreement of an event",
                        "verbose_name_plural": "agreements of events",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "agreement"), name="partnerships_eventagreement_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.event",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("fact", "passage"), name="partnerships_eventcitation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAgreement",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "title",
                            records.fields.LineField(
                                help_text="What it is, between whom, for which years.",
                                max_length=300,
                                verbose_name="title",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("agreement", "cooperation agreement"),
                                    ("memorandum", "memorandum of understanding"),
                                    ("minutes", "minutes"),
                                    ("plan", "plan"),
                                    ("not_named", "document not named"),
                                ],
                                help_text="The instrument, as the article calls it; strategic or not is apart.",
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "strategic",
                            records.fields.TermField(
                                choices=[("yes", "strategic"), ("no", "not strategic"), ("not_said", "not said")],
                                default="not_said",
                                help_text="Whether a passage calls the cooperation strategic; that it calls the partner so is not enough.",
                                max_length=30,
                                verbose_name="strategic or not",
                            ),
                        ),
                        (
                            "signed",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="date of signing"
                            ),
                        ),
                        (
                            "signed_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="signed"),
                        ),
                        (
                            "signed_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="signed"),
                        ),
                        (
                            "period",
                            records.fields.EDTFField(blank=True, interval=True, max_length=60, verbose_name="period"),
                        ),
                        (
                            "period_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="period"),
                        ),
                        (
                            "period_starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="period"),
                        ),
                        (
                            "period_ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="period"),
                        ),
                        (
                            "period_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="period"),
                        ),
                        (
                            "vision",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="The year of “tầm nhìn 2035”, which reaches beyond the period: 2000 to 2100.",
                                null=True,
                                verbose_name="vision",
                            ),
                        ),
                        (
                            "terminated",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="terminated"
                            ),
                        ),
                        (
                            "terminated_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="terminated"),
                        ),
                        (
                            "terminated_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="terminated"),
                        ),
                        (
                            "place",
                            records.fields.LineField(blank=True, max_length=200, verbose_name="place of signing"),
                        ),
                        (
                            "summary",
                            records.fields.ProseField(
                                blank=True,
                                help_text="In our own words, two or three sentences.",
                                max_length=4000,
                                verbose_name="summary",
                            ),
                        ),
                        (
                            "stated_points",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="“on 6 points”: how many the article says there are.",
                                null=True,
                                verbose_name="stated points",
                            ),
                        ),
                        ("sort_date", records.fields.SortDateField(sources=("signed", "period"))),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical agreement",
                        "verbose_name_plural": "historical agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAgreementCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAgreementLegalBasis",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.article",
                                verbose_name="official document",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical legal basis of an agreement",
                        "verbose_name_plural": "historical legal bases of agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAgreementReading",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[
                                    ("signed", "date of signing"),
                                    ("period", "period"),
                                    ("kind", "kind"),
                                    ("strategic", "strategic or not"),
                                ],
                                max_length=30,
                                verbose_name="value that is read",
                            ),
                        ),
                        (
                            "citation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreementcitation",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical reading",
                        "verbose_name_plural": "historical readings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAgreementRelation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("renews", "renews"),
                                    ("supersedes", "supersedes"),
                                    ("amends", "amends"),
                                    ("part_of", "is part of"),
                                    ("follows", "follows"),
                                    ("extends", "was also signed beside"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                                verbose_name="other agreement",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical relation of agreements",
                        "verbose_name_plural": "historical relations of agreements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalArea",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "name",
                            records.fields.LineField(
                                help_text="Today's or its last; without “tỉnh” or “huyện”, e.g. Thái Bình.",
                                max_length=200,
                                verbose_name="name",
                            ),
                        ),
                        (
                            "level",
                            records.fields.TermField(
                                choices=[
                                    ("country", "country"),
                                    ("province", "province"),
                                    ("district", "district"),
                                    ("commune", "commune"),
                                ],
                                max_length=30,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "designation",
                            records.fields.LineField(
                                blank=True,
                                help_text="E.g. Tỉnh, Thành phố, Huyện.",
                                max_length=60,
                                verbose_name="designation",
                            ),
                        ),
                        (
                            "founded",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="founded"),
                        ),
                        (
                            "founded_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="founded"),
                        ),
                        (
                            "founded_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="founded"),
                        ),
                        (
                            "ended",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="ended"),
                        ),
                        (
                            "ended_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="ended"),
                        ),
                        (
                            "ended_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="ended"),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="The law that founded or ended it.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="part of",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical area",
                        "verbose_name_plural": "historical areas",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAreaCode",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "scheme",
                            records.fields.LineField(
                                help_text="Who gave the code, e.g. gso-2025.", max_length=40, verbose_name="code scheme"
                            ),
                        ),
                        ("code", records.fields.LineField(max_length=20, verbose_name="code")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical code",
                        "verbose_name_plural": "historical codes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAreaName",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("official", "official"),
                                    ("former", "former"),
                                    ("short", "short"),
                                    ("variant", "variant"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "designation",
                            records.fields.LineField(
                                blank=True,
                                help_text="E.g. Tỉnh, Thành phố, Huyện.",
                                max_length=60,
                                verbose_name="designation",
                            ),
                        ),
                        (
                            "name",
                            records.fields.LineField(
                                help_text="Without “tỉnh” or “huyện”, e.g. Thái Bình.",
                                max_length=200,
                                verbose_name="name",
                            ),
                        ),
                        (
                            "since",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="since"),
                        ),
                        (
                            "since_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="since"),
                        ),
                        (
                            "since_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="since"),
                        ),
                        (
                            "until",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="last day"
                            ),
                        ),
                        (
                            "until_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="until"),
                        ),
                        (
                            "until_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="until"),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical name of an area",
                        "verbose_name_plural": "historical names of areas",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAreaNameCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.areaname",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAreaSuccession",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("merge", "merged into"),
                                    ("split", "divided into"),
                                    ("boundary", "handed a part over to"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "date",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="date"),
                        ),
                        (
                            "date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="date"),
                        ),
                        (
                            "date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="date"),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="former area",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="later area",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical succession of areas",
                        "verbose_name_plural": "historical successions of areas",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAreaSuccessionCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.areasuccession",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClause",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(
                                help_text="Counted from 1 in the order of the article.", verbose_name="number"
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("area", "area of cooperation"),
                                    ("obligation", "obligation"),
                                    ("goal", "goal"),
                                    ("wish", "wish"),
                                    ("reported_deed", "reported deed"),
                                ],
                                default="area",
                                help_text="A wish is hoped of the other side, a reported deed is told of as done; nobody promised either.",
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        ("heading", records.fields.LineField(max_length=300, verbose_name="heading")),
                        (
                            "text",
                            records.fields.ProseField(
                                blank=True,
                                help_text="In our own words; who does what, how much, where.",
                                max_length=4000,
                                verbose_name="text",
                            ),
                        ),
                        (
                            "strength",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("commits", "commits"),
                                    ("will", "will"),
                                    ("facilitates", "facilitates"),
                                    ("intends", "intends"),
                                    ("hopes", "hopes"),
                                ],
                                help_text="The verb of the article.",
                                max_length=30,
                                verbose_name="strength",
                            ),
                        ),
                        ("condition", records.fields.LineField(blank=True, max_length=500, verbose_name="condition")),
                        (
                            "due",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="due"),
                        ),
                        (
                            "due_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="due"),
                        ),
                        ("due_latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="due")),
                        (
                            "outcome",
                            records.fields.TermField(
                                choices=[
                                    ("unknown", "unknown"),
                                    ("scheduled", "scheduled"),
                                    ("met", "met"),
                                    ("partially_met", "partially met"),
                                    ("not_met", "not met"),
                                ],
                                default="unknown",
                                max_length=30,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "outcome_date",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="date of the outcome"
                            ),
                        ),
                        (
                            "outcome_date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="outcome_date"),
                        ),
                        (
                            "outcome_date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="outcome_date"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical clause",
                        "verbose_name_plural": "historical clauses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClauseCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.clause",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClauseObligor",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "clause",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.clause",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.party",
                                verbose_name="party",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical obligor of a clause",
                        "verbose_name_plural": "historical obligors of clauses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClauseReading",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[("outcome", "outcome")], max_length=30, verbose_name="value that is read"
                            ),
                        ),
                        (
                            "citation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.clausecitation",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical reading",
                        "verbose_name_plural": "historical readings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClauseTopic",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "clause",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.clause",
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.topic",
                                verbose_name="topic",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical topic of a clause",
                        "verbose_name_plural": "historical topics of clauses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDeployment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "state",
                            records.fields.TermField(
                                choices=[
                                    ("planned", "planned"),
                                    ("under_way", "under way"),
                                    ("built", "built"),
                                    ("in_use", "in use"),
                                    ("ended", "no longer in use"),
                                ],
                                default="in_use",
                                help_text="How far it had come, as the passage says; a plan is not in use.",
                                max_length=30,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "as_of",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="as of"),
                        ),
                        (
                            "as_of_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="as_of"),
                        ),
                        (
                            "as_of_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="as_of"),
                        ),
                        (
                            "since",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="since"),
                        ),
                        (
                            "since_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="since"),
                        ),
                        (
                            "since_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="since"),
                        ),
                        (
                            "coverage",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Where and how widely it is used.",
                                max_length=1000,
                                verbose_name="coverage",
                            ),
                        ),
                        (
                            "solution",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.solution",
                                verbose_name="solution",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="provider",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical deployment",
                        "verbose_name_plural": "historical deployments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDeploymentCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.deployment",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDeploymentReading",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[("provider", "provider")], max_length=30, verbose_name="value that is read"
                            ),
                        ),
                        (
                            "citation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.deploymentcitation",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical reading",
                        "verbose_name_plural": "historical readings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEvent",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        ("title", records.fields.LineField(max_length=300, verbose_name="title")),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[("launch", "launch"), ("signing", "signing"), ("meeting", "meeting")],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "date",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="date"),
                        ),
                        (
                            "date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="date"),
                        ),
                        (
                            "date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="date"),
                        ),
                        ("place", records.fields.LineField(blank=True, max_length=200, verbose_name="place")),
                        ("sort_date", records.fields.SortDateField(sources=("date",))),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical event",
                        "verbose_name_plural": "historical events",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEventAgreement",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.event",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical agreement of an event",
                        "verbose_name_plural": "historical agreements of events",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEventCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.event",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalIndicator",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                verbose_name="slug",
                            ),
                        ),
                        ("name", records.fields.LineField(max_length=300, verbose_name="name")),
                        (
                            "unit",
                            records.fields.LineField(
                                help_text="E.g. %, xã, tài khoản.", max_length=60, verbose_name="unit"
                            ),
                        ),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "counts",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("districts", "district-level bodies with an agreement"),
                                    ("strategic", "public bodies in strategic cooperation"),
                                ],
                                help_text="Only where the register can count the very same thing: claims are then shown beside what it holds.",
                                max_length=30,
                                verbose_name="counted in the register as",
                            ),
                        ),
                        (
                            "counterpart",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The provider whose agreements are counted.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="agreements with",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical indicator",
                        "verbose_name_plural": "historical indicators",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                unique=True,
                                verbose_name="slug",
                            ),
                        ),
                        ("name", records.fields.LineField(max_length=300, verbose_name="name")),
                        (
                            "unit",
                            records.fields.LineField(
                                help_text="E.g. %, xã, tài khoản.", max_length=60, verbose_name="unit"
                            ),
                        ),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "counts",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("districts", "district-level bodies with an agreement"),
                                    ("strategic", "public bodies in strategic cooperation"),
                                ],
                                help_text="Only where the register can count the very same thing: claims are then shown beside what it holds.",
                                max_length=30,
                                verbose_name="counted in the register as",
                            ),
                        ),
                        (
                            "counterpart",
                            models.ForeignKey(
                                blank=True,
                                help_text="The provider whose agreements are counted.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counted_by",
                                to="partnerships.partner",
                                verbose_name="agreements with",
                            ),
                        ),
                        ("folded", records.fields.FoldedField(sources=("name", "description"))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("name",))),
                    ],
                    options={
                        "verbose_name": "indicator",
                        "verbose_name_plural": "indicators",
                        "ordering": ("sort_key", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counterpart__isnull", True), ("counts", "")),
                                    models.Q(models.Q(("counts", ""), _negated=True), ("counterpart__isnull", False)),
                                    _connector="OR",
                                ),
                                name="partnerships_indicator_counted_with",
                                violation_error_message="What the register counts needs the provider of the agreements, and the reverse.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalObservation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "as_of",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="as of"),
                        ),
                        (
                            "as_of_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="as_of"),
                        ),
                        (
                            "as_of_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="as_of"),
                        ),
                        ("value", models.DecimalField(decimal_places=3, max_digits=16, verbose_name="value")),
                        (
                            "denominator",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                help_text="63 in “47/63 provinces”.",
                                max_digits=16,
                                null=True,
                                verbose_name="out of",
                            ),
                        ),
                        (
                            "bound",
                            records.fields.TermField(
                                choices=[
                                    ("exact", "exactly"),
                                    ("about", "about"),
                                    ("at_least", "at least"),
                                    ("more_than", "more than"),
                                    ("at_most", "at most"),
                                    ("almost", "almost"),
                                ],
                                default="exact",
                                max_length=30,
                                verbose_name="bound",
                            ),
                        ),
                        (
                            "target",
                            records.fields.LineField(
                                blank=True,
                                help_text="What it is held against: a number, or the plan that sets one.",
                                max_length=300,
                                verbose_name="target",
                            ),
                        ),
                        (
                            "against_target",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("exceeded", "exceeds it"),
                                    ("reached", "reaches it"),
                                    ("missed", "misses it"),
                                ],
                                help_text="How it compares, as the passage says.",
                                max_length=30,
                                verbose_name="against the target",
                            ),
                        ),
                        ("sort_date", records.fields.SortDateField(sources=("as_of",))),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical observation",
                        "verbose_name_plural": "historical observations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="partnerships.indicator",
                                verbose_name="indicator",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        (
                            "as_of",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="as of"),
                        ),
                        (
                            "as_of_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="as_of"),
                        ),
                        (
                            "as_of_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="as_of"),
                        ),
                        ("value", models.DecimalField(decimal_places=3, max_digits=16, verbose_name="value")),
                        (
                            "denominator",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                help_text="63 in “47/63 provinces”.",
                                max_digits=16,
                                null=True,
                                verbose_name="out of",
                            ),
                        ),
                        (
                            "bound",
                            records.fields.TermField(
                                choices=[
                                    ("exact", "exactly"),
                                    ("about", "about"),
                                    ("at_least", "at least"),
                                    ("more_than", "more than"),
                                    ("at_most", "at most"),
                                    ("almost", "almost"),
                                ],
                                default="exact",
                                max_length=30,
                                verbose_name="bound",
                            ),
                        ),
                        (
                            "target",
                            records.fields.LineField(
                                blank=True,
                                help_text="What it is held against: a number, or the plan that sets one.",
                                max_length=300,
                                verbose_name="target",
                            ),
                        ),
                        (
                            "against_target",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("exceeded", "exceeds it"),
                                    ("reached", "reaches it"),
                                    ("missed", "misses it"),
                                ],
                                help_text="How it compares, as the passage says.",
                                max_length=30,
                                verbose_name="against the target",
                            ),
                        ),
                        ("sort_date", records.fields.SortDateField(sources=("as_of",))),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="observations",
                                through="partnerships.ObservationCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "observation",
                        "verbose_name_plural": "observations",
                        "ordering": ("indicator_id", "sort_date", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_observation_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("as_of", ""),
                                    ("as_of_earliest__isnull", False),
                                    ("as_of_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_observation_as_of_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("area__isnull", False), ("partner__isnull", True)),
                                    models.Q(("area__isnull", True), ("partner__isnull", False)),
                                    _connector="OR",
                                ),
                                name="partnerships_observation_one_subject",
                                violation_error_message="Name a partner or an area, one of them.",
                            ),
                            models.UniqueConstraint(
                                models.F("indicator"),
                                django.db.models.functions.comparison.Coalesce("partner", models.Value(0)),
                                django.db.models.functions.comparison.Coalesce("area", models.Value(0)),
                                models.F("as_of"),
                                name="partnerships_observation_once",
                                violation_error_message="This observation is already recorded.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("denominator__isnull", True), ("denominator__gt", 0), _connector="OR"
                                ),
                                name="partnerships_observation_denominator",
                                violation_error_message="“Out of” is more than zero.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("against_target", ""), models.Q(("target", ""), _negated=True), _connector="OR"
                                ),
                                name="partnerships_observation_target",
                                violation_error_message="Say which target it is held against.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalObservationCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.observation",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPartner",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                verbose_name="slug",
                            ),
                        ),
                        (
                            "name",
                            records.fields.LineField(
                                help_text="The name it is shown under.", max_length=300, verbose_name="name"
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("group", "corporate group"),
                                    ("enterprise", "enterprise"),
                                    ("provider_unit", "unit of a group"),
                                    ("peoples_committee", "people's committee"),
                                    ("department", "department"),
                                    ("tax_office", "tax office"),
                                    ("party_committee", "Party committee"),
                                    ("mass_organisation", "mass organisation"),
                                    ("association", "association"),
                                    ("school", "school or institute"),
                                    ("armed_forces", "armed forces or police"),
                                    ("ministry", "ministry or government"),
                                    ("other", "other"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        ("website", models.URLField(blank=True, max_length=500, verbose_name="website")),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="VNPT for VNPT Thanh Hóa.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="unit of",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.area",
                                verbose_name="area",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical partner",
                        "verbose_name_plural": "historical partners",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPartnerName",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("official", "official"),
                                    ("short", "short"),
                                    ("former", "former"),
                                    ("variant", "variant"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", records.fields.LineField(max_length=300, verbose_name="name")),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical other name",
                        "verbose_name_plural": "historical other names",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalParty",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "side",
                            records.fields.TermField(
                                choices=[
                                    ("provider", "provider"),
                                    ("public_body", "public body"),
                                    ("organisation", "organisation"),
                                    ("neither", "other party"),
                                ],
                                help_text="An association or mass organisation is an organisation, no public body; a customer is another party.",
                                max_length=30,
                                verbose_name="side",
                            ),
                        ),
                        (
                            "role",
                            records.fields.TermField(
                                choices=[
                                    ("principal", "principal"),
                                    ("contracting_unit", "unit that signs"),
                                    ("beneficiary", "beneficiary"),
                                    ("witness", "witness"),
                                ],
                                default="principal",
                                max_length=30,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "name_as_printed",
                            records.fields.LineField(blank=True, max_length=300, verbose_name="name as printed"),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical party",
                        "verbose_name_plural": "historical parties",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPartyCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.party",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PartyCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("fact", "passage"), name="partnerships_partycitation_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPartyReading",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[("side", "side")], max_length=30, verbose_name="value that is read"
                            ),
                        ),
                        (
                            "citation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partycitation",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical reading",
                        "verbose_name_plural": "historical readings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPosition",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "title",
                            records.fields.LineField(
                                help_text="E.g. Phó Tổng Giám đốc.", max_length=200, verbose_name="office held"
                            ),
                        ),
                        (
                            "first_cited",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="first cited"
                            ),
                        ),
                        (
                            "first_cited_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="first_cited"),
                        ),
                        (
                            "first_cited_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="first_cited"),
                        ),
                        (
                            "last_cited",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="last cited"
                            ),
                        ),
                        (
                            "last_cited_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="last_cited"),
                        ),
                        (
                            "last_cited_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="last_cited"),
                        ),
                        (
                            "started",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="started"),
                        ),
                        (
                            "started_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="started"),
                        ),
                        (
                            "started_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="started"),
                        ),
                        (
                            "ended",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="ended"),
                        ),
                        (
                            "ended_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="ended"),
                        ),
                        (
                            "ended_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="ended"),
                        ),
                        ("sort_date", records.fields.SortDateField(sources=("first_cited", "started"))),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.person",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical position",
                        "verbose_name_plural": "historical positions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Position",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="positions",
                                to="people.person",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="positions",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "title",
                            records.fields.LineField(
                                help_text="E.g. Phó Tổng Giám đốc.", max_length=200, verbose_name="office held"
                            ),
                        ),
                        (
                            "first_cited",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="first cited"
                            ),
                        ),
                        (
                            "first_cited_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="first_cited"),
                        ),
                        (
                            "first_cited_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="first_cited"),
                        ),
                        (
                            "last_cited",
                            records.fields.EDTFField(
                                blank=True, interval=False, max_length=60, verbose_name="last cited"
                            ),
                        ),
                        (
                            "last_cited_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="last_cited"),
                        ),
                        (
                            "last_cited_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="last_cited"),
                        ),
                        (
                            "started",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="started"),
                        ),
                        (
                            "started_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="started"),
                        ),
                        (
                            "started_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="started"),
                        ),
                        (
                            "ended",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="ended"),
                        ),
                        (
                            "ended_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="ended"),
                        ),
                        (
                            "ended_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="ended"),
                        ),
                        ("sort_date", records.fields.SortDateField(sources=("first_cited", "started"))),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="positions",
                                through="partnerships.PositionCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "position",
                        "verbose_name_plural": "positions",
                        "ordering": ("sort_date", "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_position_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_cited", ""),
                                    ("first_cited_earliest__isnull", False),
                                    ("first_cited_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_position_first_cited_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_cited", ""),
                                    ("last_cited_earliest__isnull", False),
                                    ("last_cited_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_position_last_cited_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("started", ""),
                                    ("started_earliest__isnull", False),
                                    ("started_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_position_started_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended", ""),
                                    ("ended_earliest__isnull", False),
                                    ("ended_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_position_ended_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.UniqueConstraint(
                                fields=("person", "partner", "title"),
                                name="partnerships_position_once",
                                violation_error_message="This position is already recorded.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPositionCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.position",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRelationCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreementrelation",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSignatory",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "part",
                            records.fields.TermField(
                                choices=[
                                    ("signed", "signed"),
                                    ("exchanged", "exchanged the documents"),
                                    ("attended", "attended"),
                                    ("spoke", "spoke"),
                                    ("not_said", "part not said"),
                                ],
                                default="not_said",
                                max_length=30,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "capacity",
                            records.fields.LineField(
                                blank=True,
                                help_text="The office as printed then, not as it is today.",
                                max_length=300,
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.person",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.party",
                                verbose_name="for the party",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical signatory",
                        "verbose_name_plural": "historical signatories",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Signatory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signatories",
                                to="partnerships.agreement",
                                verbose_name="agreement",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatories",
                                to="people.person",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "part",
                            records.fields.TermField(
                                choices=[
                                    ("signed", "signed"),
                                    ("exchanged", "exchanged the documents"),
                                    ("attended", "attended"),
                                    ("spoke", "spoke"),
                                    ("not_said", "part not said"),
                                ],
                                default="not_said",
                                max_length=30,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="signatories",
                                to="partnerships.party",
                                verbose_name="for the party",
                            ),
                        ),
                        (
                            "capacity",
                            records.fields.LineField(
                                blank=True,
                                help_text="The office as printed then, not as it is today.",
                                max_length=300,
                                verbose_name="capacity",
                            ),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="signatories",
                                through="partnerships.SignatoryCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signatory",
                        "verbose_name_plural": "signatories",
                        "ordering": ("agreement_id", "id"),
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_signatory_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.UniqueConstraint(
                                fields=("agreement", "person", "part"),
                                name="partnerships_signatory_once",
                                violation_error_message="This person already has that part in the signing.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSignatoryCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.signatory",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSolution",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                verbose_name="slug",
                            ),
                        ),
                        ("name", records.fields.LineField(max_length=200, verbose_name="name")),
                        (
                            "synonyms",
                            records.fields.LineField(
                                blank=True, help_text="Separated by “;”.", max_length=1000, verbose_name="synonyms"
                            ),
                        ),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        (
                            "provider",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="provider",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical solution",
                        "verbose_name_plural": "historical solutions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSuccession",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[("merge", "merged into"), ("split", "split into"), ("rename", "renamed to")],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "date",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="date"),
                        ),
                        (
                            "date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="date"),
                        ),
                        (
                            "date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="date"),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="predecessor",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.partner",
                                verbose_name="successor",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical succession",
                        "verbose_name_plural": "historical successions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Succession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "certainty",
                            records.fields.TermField(
                                choices=[("stated", "stated"), ("inferred", "inferred"), ("disputed", "disputed")],
                                default="stated",
                                max_length=30,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "reason",
                            records.fields.TermField(
                                blank=True,
                                choices=[
                                    ("year_not_printed", "the year is not printed"),
                                    ("date_not_printed", "the date is not printed"),
                                    ("from_period", "inferred from the period"),
                                    ("sources_disagree", "the passages disagree"),
                                    ("wording_ambiguous", "the wording can be read in two ways"),
                                    ("name_ambiguous", "the printed name may mean several"),
                                    ("instrument_not_named", "no passage names the instrument"),
                                    ("role_not_said", "the part played is not said"),
                                    ("actor_not_said", "who does it is not said"),
                                    ("extent_not_said", "how far it reaches is not said"),
                                    ("relation_not_said", "how the two relate is not said"),
                                    ("told_of_series", "told of a whole series, not of this one"),
                                    ("no_figure", "an amount in words, no figure"),
                                    ("from_context", "inferred from the context"),
                                ],
                                help_text="Why it is not stated; the note says more.",
                                max_length=30,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "note",
                            records.fields.ProseField(
                                blank=True,
                                help_text="Why it is inferred, or which passages contradict.",
                                max_length=2000,
                                verbose_name="note",
                            ),
                        ),
                        (
                            "predecessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successions_to",
                                to="partnerships.partner",
                                verbose_name="predecessor",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successions_from",
                                to="partnerships.partner",
                                verbose_name="successor",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[("merge", "merged into"), ("split", "split into"), ("rename", "renamed to")],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "date",
                            records.fields.EDTFField(blank=True, interval=False, max_length=60, verbose_name="date"),
                        ),
                        (
                            "date_earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="date"),
                        ),
                        (
                            "date_latest",
                            records.fields.BoundField(blank=True, bound="latest", null=True, source="date"),
                        ),
                        (
                            "passages",
                            models.ManyToManyField(
                                blank=True,
                                related_name="successions",
                                through="partnerships.SuccessionCitation",
                                to="articles.passage",
                                verbose_name="passages",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "succession",
                        "verbose_name_plural": "successions",
                        "ordering": (models.OrderBy(models.F("date_latest"), descending=True, nulls_last=True), "id"),
                        "abstract": False,
                        "default_permissions": ("add", "change", "delete", "view", "publish"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("certainty", "stated"),
                                    models.Q(("reason", ""), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="partnerships_succession_explained",
                                violation_error_message="What is inferred or disputed needs a reason, or a note that says why.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("date", ""),
                                    ("date_earliest__isnull", False),
                                    ("date_latest__isnull", False),
                                    _connector="OR",
                                ),
                                name="partnerships_succession_date_known",
                                violation_error_message="Write 27/10/2017, 6/2018, 2016, 2020-2025 or EDTF such as 2016?-08-03 or [..2014-10-15].",
                            ),
                            models.UniqueConstraint(
                                fields=("predecessor", "successor"),
                                name="partnerships_succession_once",
                                violation_error_message="This succession is already recorded.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                                name="partnerships_succession_not_itself",
                                violation_error_message="A partner does not succeed itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSuccessionCitation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "passage",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="partnerships.succession",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical citation",
                        "verbose_name_plural": "historical citations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTopic",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "status",
                            records.fields.TermField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_review", "in review"),
                                    ("published", "published"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                db_index=True,
                                default="draft",
                                max_length=30,
                                verbose_name="status",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                        (
                            "slug",
                            models.SlugField(
                                help_text="The word in its address, e.g. nghe-an-2020.",
                                max_length=120,
                                verbose_name="slug",
                            ),
                        ),
                        ("label_vi", records.fields.LineField(max_length=200, verbose_name="label in Vietnamese")),
                        ("label_en", records.fields.LineField(max_length=200, verbose_name="label in English")),
                        (
                            "synonyms",
                            records.fields.LineField(
                                blank=True, help_text="Separated by “;”.", max_length=1000, verbose_name="synonyms"
                            ),
                        ),
                        (
                            "description",
                            records.fields.ProseField(blank=True, max_length=2000, verbose_name="description"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical topic",
                        "verbose_name_plural": "historical topics",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ObservationCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.observation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_observationcitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="names",
                                to="partnerships.partner",
                                verbose_name="partner",
                            ),
                        ),
                        (
                            "kind",
                            records.fields.TermField(
                                choices=[
                                    ("official", "official"),
                                    ("short", "short"),
                                    ("former", "former"),
                                    ("variant", "variant"),
                                ],
                                max_length=30,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", records.fields.LineField(max_length=300, verbose_name="name")),
                        ("folded", records.fields.FoldedField(sources=("name",))),
                        ("sort_key", records.fields.SortKeyField(db_index=True, max_length=200, sources=("name",))),
                    ],
                    options={
                        "verbose_name": "other name",
                        "verbose_name_plural": "other names",
                        "ordering": ("kind", "sort_key", "id"),
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name__contains", ";"), _negated=True),
                                name="partnerships_partnername_single",
                                violation_error_message="A name has no “;” in it: tables separate names by it.",
                            ),
                            models.UniqueConstraint(
                                fields=("partner", "kind", "name"),
                                name="partnerships_partnername_once",
                                violation_error_message="This partner already has that name.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartyReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "value",
                            records.fields.LineField(
                                blank=True, help_text="Empty: as the fact says.", max_length=200, verbose_name="read as"
                            ),
                        ),
                        (
                            "earliest",
                            records.fields.BoundField(blank=True, bound="earliest", null=True, source="value"),
                        ),
                        (
                            "starts_latest",
                            records.fields.BoundField(blank=True, bound="starts_latest", null=True, source="value"),
                        ),
                        (
                            "ends_earliest",
                            records.fields.BoundField(blank=True, bound="ends_earliest", null=True, source="value"),
                        ),
                        ("latest", records.fields.BoundField(blank=True, bound="latest", null=True, source="value")),
                        (
                            "citation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="partnerships.partycitation",
                            ),
                        ),
                        (
                            "field",
                            records.fields.TermField(
                                choices=[("side", "side")], max_length=30, verbose_name="value that is read"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading",
                        "verbose_name_plural": "readings",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("citation", "field"), name="partnerships_partyreading_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PositionCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.position",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_positioncitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RelationCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.agreementrelation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_relationcitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignatoryCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.signatory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_signatorycitation_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SuccessionCitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "passage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.passage",
                                verbose_name="passage",
                            ),
                        ),
                        (
                            "fact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="citations",
                                to="partnerships.succession",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "citation",
                        "verbose_name_plural": "citations",
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("fact", "passage"), name="partnerships_successioncitation_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
