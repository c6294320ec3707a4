"""A register of N agreements with everything around them: the same rows whenever it is made.

No randomness: every choice is arithmetic on the number of the row, so that two databases, two runs and
two commits are measured on the same register.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import chain, islice
from types import SimpleNamespace
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import Article, Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementCitation,
    Area,
    Clause,
    ClauseCitation,
    ClauseObligor,
    ClauseTopic,
    Deployment,
    Event,
    Indicator,
    Observation,
    Partner,
    Party,
    PartyCitation,
    Position,
    Signatory,
    SignatoryCitation,
    Solution,
    Topic,
)
from people.models import Person
from records import dates
from records.changes import DAY
from records.export.tables import tables
from records.fields import DerivedField
from records.models import DataVersion, PublicRow, Status, Touched
from records.search.index import install

CLAUSES, SIGNATORIES, PER_ARTICLE = 5, 2, 5
PARAMETERS = 10_000  # of one statement
MADE = 20_000  # rows of a noun, if they are no more than lists; the others are these again

SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = "Văn Thị Đức Hữu Minh Ngọc Quang Thanh Xuân Hồng Duy Mạnh".split()
GIVEN = "Long Hùng Dũng Hà Hương Lan Tuấn Trung Thái Phóng Giang Ninh Thuyên Hưng Hải Đạt Ánh Ước Quỳnh Thủy".split()
PROVIDERS = ("Viettel", "FPT", "MobiFone", "CMC", "VNPT-Media", "Gtel")
OFFICES = (
    "Ủy ban nhân dân",
    "Sở Thông tin và Truyền thông",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Cục Thuế",
    "Tỉnh đoàn",
    "Sở Nội vụ",
    "Sở Nông nghiệp",
)
POINTS = (
    "Xây dựng hạ tầng viễn thông và công nghệ thông tin",
    "Ứng dụng công nghệ thông tin trong quản lý, điều hành",
    "Bảo đảm an toàn, an ninh thông tin",
    "Phát triển nguồn nhân lực số",
    "Xây dựng đô thị thông minh và nông nghiệp thông minh",
)
CAPACITIES = ("Chủ tịch", "Phó Chủ tịch", "Tổng Giám đốc", "Phó Tổng Giám đốc", "Giám đốc")
KINDS, STRATEGIC = list(Agreement.Kind.values), list(Agreement.Strategic.values)
PUBLIC = {"status": "published"}
Values = dict[str, Any]


@contextmanager
def untriggered(*, searched: bool = True) -> Iterator[None]:
    """Index the words of all rows at the end, if at all: SQLite would run three triggers for each of them."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    with connection.cursor() as cursor:
        for _name, sql in triggers:
            cursor.execute(sql)
    if searched:
        install(connection.alias, anew=True)


@untriggered()
def make(n: int) -> None:
    """Fill an empty, migrated database with `n` agreements and what belongs to them."""
    call_command("seed", verbosity=0)  # areas, topics and the five documents
    topics = list(Topic.objects.order_by("pk").values_list("pk", flat=True))
    provinces = list(Area.objects.filter(level=Area.Level.PROVINCE).order_by("pk"))

    outlet = Outlet.objects.create(slug="bao-mau", name="Báo mẫu", status=Status.PUBLISHED)
    names = [f"Tập đoàn {name}" for name in PROVIDERS]
    groups = write(
        Partner,
        ({"slug": f"nha-cung-cap-{i}", "name": name, "kind": "group", **PUBLIC} for i, name in enumerate(names)),
    )
    bodies = [(place, i, f"{office} {place.name}") for place in provinces for i, office in enumerate(OFFICES)]
    offices = write(
        Partner,
        (
            {"slug": f"don-vi-{place.slug}-{i}", "name": name, "kind": "department", "area_id": place.pk, **PUBLIC}
            for place, i, name in bodies
        ),
    )
    people = write(Person, map(person, range(max(20, n // 5))))
    articles = write(
        Article, (article(i, outlet.pk, provinces[i % len(provinces)].name) for i in range(n // PER_ARTICLE + 1))
    )
    passages = write(
        Passage,
        (
            {"article_id": article, "number": number, "gist": f"Đoạn {number} kể về lễ ký.", **PUBLIC}
            for article in articles
            for number in range(1, PER_ARTICLE + 1)
        ),
    )
    agreements = write(Agreement, (agreement(i, names[i % 6], bodies[i % len(bodies)][2]) for i in range(n)))
    parties = write(
        Party,
        (
            {"agreement_id": agreement, "partner_id": partner, "side": side}
            for i, agreement in enumerate(agreements)
            for partner, side in ((groups[i % 6], "provider"), (offices[i % len(offices)], "public_body"))
        ),
    )
    clauses = write(Clause, (clause(agreement, i, k) for i, agreement in enumerate(agreements) for k in range(CLAUSES)))
    signatories = write(
        Signatory,
        (
            {
                "agreement_id": agreement,
                "person_id": people[(i * SIGNATORIES + k) % len(people)],
                "party_id": parties[i * 2 + k],
                "capacity": CAPACITIES[(i + k) % 5],
                "part": "signed",
            }
            for i, agreement in enumerate(agreements)
            for k in range(SIGNATORIES)
        ),
    )
    link(ClauseTopic, ((clause, topics[i % len(topics)]) for i, clause in enumerate(clauses)))
    link(ClauseObligor, ((clauses[i], parties[i // CLAUSES * 2]) for i in range(0, len(clauses), CLAUSES)))

    def cite(citation: Any, facts: range, per: int) -> None:
        link(citation, ((passages[(i // per) % len(passages)], fact) for i, fact in enumerate(facts)))

    cite(AgreementCitation, agreements, 1)
    cite(PartyCitation, parties, 2)
    cite(SignatoryCitation, signatories, SIGNATORIES)
    cite(ClauseCitation, clauses, CLAUSES)
    count_rows()


@untriggered(searched=False)
def make_alone(number: int) -> None:
    """`number` rows of every noun that grows, and nothing of theirs: for lists and their orders, not for searches.

    Beyond some thousands they are made alike: each again under another slug, of rows made again likewise.
    """
    n = min(number, MADE)
    call_command("seed", verbosity=0)
    agreements = write(Agreement, (agreement(i, PROVIDERS[i % 6], OFFICES[i % len(OFFICES)]) for i in range(n)))
    clauses = ({**clause(each, i, 0), "due": str(signed_on(i)) if i % 3 else ""} for i, each in enumerate(agreements))
    write(Clause, clauses)
    outlet = Outlet.objects.create(slug="bao-mau", name="Báo mẫu", status=Status.PUBLISHED)
    write(Article, (article(i, outlet.pk, "Hà Nội") for i in range(n)))
    people = write(Person, map(person, range(n)))
    names = (f"{OFFICES[i % len(OFFICES)]} số {i}" for i in range(n))
    kept = ({"slug": f"don-vi-{i}", "name": name, "kind": "department", **PUBLIC} for i, name in enumerate(names))
    pairs = [*zip(people, write(Partner, kept), map(signed_on, range(n)), strict=True)]
    offices = ({"person_id": who, "partner_id": where, "first_cited": str(on), **PUBLIC} for who, where, on in pairs)
    write(Position, ({"title": CAPACITIES[i % 5], **each} for i, each in enumerate(offices)))
    days = (
        {"slug": f"su-kien-{i}", "title": f"Lễ ký kết số {i}", "date": str(signed_on(i)), **PUBLIC} for i in range(n)
    )
    write(Event, ({"kind": "signing", **each} for each in days))
    said = [{"partner_id": where, "as_of": str(on), **PUBLIC} for _who, where, on in pairs]
    solution, indicator = Solution.objects.public()[0].pk, Indicator.objects.public()[0].pk
    write(Deployment, ({"solution_id": solution, "state": "in_use", **each} for each in said))
    write(Observation, ({"indicator_id": indicator, "value": i * 37 % 1000, **each} for i, each in enumerate(said)))
    for model in (Agreement, Clause, Article, Person, Partner, Position, Event, Deployment, Observation):
        again(model, n, number)
    note()
    count_rows()


def again(model: type[models.Model], n: int, number: int) -> None:
    """Insert the last `n` rows of a table anew, until they are `number`; what they are sorted by stays the same."""
    first = (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) - n + 1
    names = [field.column or "" for field in model._meta.concrete_fields]
    columns = {name: connection.ops.quote_name(name) for name in names}
    taken = {**columns, "id": f"id + copy * {n}"}
    if "slug" in taken:
        taken["slug"] = "slug || '-' || copy"
    for name in ("agreement_id", "person_id", "partner_id"):
        if name in taken:
            taken[name] = f"{name} + copy * {n}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            f"""WITH RECURSIVE copies(copy) AS (
                SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy * {n} < {number}
            )
            INSERT INTO {model._meta.db_table} ({", ".join(columns.values())})
            SELECT {", ".join(taken.values())} FROM copies CROSS JOIN {model._meta.db_table}
            WHERE id >= {first} AND copy * {n} + id - {first} < {number} ORDER BY copy, id"""
        )


def note() -> None:
    """Note all rows as what readers saw last, without a look at what each of them shows: that takes hours."""
    PublicRow.objects.all().delete()
    fresh = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    for name, model in tables().items():
        keys, known = model._default_manager.public().order_by().values("pk").query.sql_with_params()
        last = PublicRow.objects.aggregate(last=Max("change"))["last"] or 0
        with connection.cursor() as cursor:
            cursor.execute(
                f"""WITH found(id) AS ({keys})
                INSERT INTO {PublicRow._meta.db_table}
                    (id, collection, "row", "key", gone, "change", updated, digest)
                SELECT {fresh}, %s, id, CAST(id AS text), %s, %s + row_number() OVER (ORDER BY id), %s, ''
                FROM found""",
                (*known, name, False, last, now),
            )
    Touched.objects.all().delete()
    DataVersion.objects.update_or_create(table=DAY, slot=0, defaults={"mark": dates.today().toordinal()})


def person(i: int) -> Values:
    name = f"{SURNAMES[i % 16]} {MIDDLES[i // 16 % 12]} {GIVEN[i // 192 % 20]}"
    return {"slug": f"nguoi-{i}", "name": name, "description": f"{CAPACITIES[i % 5]} {i}", **PUBLIC}


def article(i: int, outlet: int, province: str) -> Values:
    return {
        "slug": f"bai-{i}",
        "title": f"Ký kết hợp tác số {i} tại {province}",
        "outlet_id": outlet,
        "published": str(signed_on(i * PER_ARTICLE)),
        "summary": f"Bài báo về lễ ký kết thứ {i}.",
        **PUBLIC,
    }


def agreement(i: int, provider: str, body: str) -> Values:
    year = signed_on(i).year
    return {
        "slug": f"thoa-thuan-{i}",
        "title": f"Thỏa thuận hợp tác số {i} giữa {provider} và {body}",
        "kind": KINDS[i % len(KINDS)],
        "strategic": STRATEGIC[i % len(STRATEGIC)],
        "signed": str(signed_on(i)),
        "period": f"{year}/{year + 3 + i % 5}",
        "summary": f"Hai bên thống nhất hợp tác trên {CLAUSES} nội dung, đợt {i}.",
        "stated_points": CLAUSES,
        # One in ten is not public, so that every list has to choose.
        "status": "draft" if i % 10 == 9 else "published",
    }


def clause(agreement: int, i: int, k: int) -> Values:
    return {
        "agreement_id": agreement,
        "number": k + 1,
        "heading": POINTS[k],
        "text": f"{POINTS[k]} theo nhu cầu của địa phương, lần {i}.",
    }


def count_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def signed_on(i: int) -> date:
    return date(2012, 1, 1) + timedelta(days=i * 7 % 5000)


def write(model: type[models.Model], rows: Iterable[Values]) -> range:
    """Insert rows by the columns that are not as they are by default; return their numbers.

    What fields derive is derived as they do, but no model's object is made: that takes longer than all the rest.
    """
    fields = model._meta.concrete_fields
    derived = [(field.attname, field.derive) for field in fields if isinstance(field, DerivedField)]
    default = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    first = (model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1
    made_so_far = 0

    def values() -> Iterator[Iterable[Any]]:
        nonlocal made_so_far
        for row in rows:
            made = {**default, **row, "id": first + made_so_far}
            known: Any = SimpleNamespace(**made)
            for name, derive in derived:
                value = derive(known)
                made[name] = value.isoformat() if type(value) is date else value
            made_so_far += 1
            yield made.values()

    insert(model, [field.column or "" for field in fields], values())
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)
    return range(first, first + made_so_far)


def link(model: type[models.Model], pairs: Iterator[tuple[int, int]]) -> None:
    """Insert the rows of a table that joins two."""
    insert(model, [field.column or "" for field in model._meta.concrete_fields if field.is_relation], pairs)


def insert(model: type[models.Model], columns: list[str], rows: Iterator[Iterable[Any]]) -> None:
    """Many rows in a statement: psycopg sends what `executemany` is given one by one."""
    sql = f'INSERT INTO "{model._meta.db_table}" ({", ".join(map(connection.ops.quote_name, columns))}) VALUES '
    places = f"({', '.join(['%s'] * len(columns))})"
    with transaction.atomic(), connection.cursor() as cursor:
        while batch := list(islice(rows, PARAMETERS // len(columns))):
            cursor.execute(sql + ", ".join([places] * len(batch)), list(chain.from_iterable(batch)))
