"""A register of N agreements with everything around them: the same rows whenever it is made.

No randomness: every choice is arithmetic on the number of the row, so that two databases, two runs and
two commits are measured on the same register.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from articles.models import Article, Outlet, Passage
from partnerships.models import (
    Agreement,
    AgreementCitation,
    Area,
    Clause,
    ClauseCitation,
    ClauseObligor,
    ClauseTopic,
    Partner,
    Party,
    PartyCitation,
    Signatory,
    SignatoryCitation,
    Topic,
)
from people.models import Person
from records.models import Status
from records.search.index import install

CLAUSES, SIGNATORIES, PER_ARTICLE = 5, 2, 5
BATCH = 5000

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
KINDS = list(Agreement.Kind.values)


@contextmanager
def untriggered() -> Iterator[None]:
    """Index the words of all rows at the end: SQLite would run three triggers for each of them."""
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
    install(connection.alias, anew=True)


@untriggered()
def make(n: int) -> None:
    """Fill an empty, migrated database with `n` agreements and what belongs to them."""
    call_command("seed", verbosity=0)  # areas, topics and the five documents
    public = {"status": Status.PUBLISHED}
    topics = list(Topic.objects.order_by("pk"))
    provinces = list(Area.objects.filter(level=Area.Level.PROVINCE).order_by("pk"))

    outlet = Outlet.objects.create(slug="bao-mau", name="Báo mẫu", **public)
    groups = bulk(
        Partner(slug=f"nha-cung-cap-{i}", name=f"Tập đoàn {name}", kind=Partner.Kind.GROUP, **public)
        for i, name in enumerate(PROVIDERS)
    )
    offices = bulk(
        Partner(
            slug=f"don-vi-{place.slug}-{i}",
            name=f"{office} {place.name}",
            kind=Partner.Kind.DEPARTMENT,
            area=place,
            **public,
        )
        for place in provinces
        for i, office in enumerate(OFFICES)
    )
    people = bulk(
        Person(
            slug=f"nguoi-{i}",
            name=f"{SURNAMES[i % 16]} {MIDDLES[i // 16 % 12]} {GIVEN[i // 192 % 20]}",
            description=f"{CAPACITIES[i % 5]} {i}",
            **public,
        )
        for i in range(max(20, n // 5))
    )
    articles = bulk(
        Article(
            slug=f"bai-{i}",
            title=f"Ký kết hợp tác số {i} tại {provinces[i % len(provinces)].name}",
            outlet=outlet,
            published=str(signed_on(i * PER_ARTICLE)),
            summary=f"Bài báo về lễ ký kết thứ {i}.",
            **public,
        )
        for i in range(n // PER_ARTICLE + 1)
    )
    passages = bulk(
        Passage(article=article, number=number, gist=f"Đoạn {number} kể về lễ ký.", **public)
        for article in articles
        for number in range(1, PER_ARTICLE + 1)
    )
    agreements = bulk(agreement(i, groups[i % 6].name, offices[i % len(offices)].name) for i in range(n))
    parties = bulk(
        party
        for i, agreement in enumerate(agreements)
        for party in (
            Party(agreement=agreement, partner=groups[i % 6], side=Party.Side.PROVIDER),
            Party(agreement=agreement, partner=offices[i % len(offices)], side=Party.Side.PUBLIC_BODY),
        )
    )
    clauses = bulk(
        Clause(
            agreement=agreement,
            number=number + 1,
            heading=POINTS[number],
            text=f"{POINTS[number]} theo nhu cầu của địa phương, lần {i}.",
        )
        for i, agreement in enumerate(agreements)
        for number in range(CLAUSES)
    )
    signatories = bulk(
        Signatory(
            agreement=agreement,
            person=people[(i * SIGNATORIES + k) % len(people)],
            party=parties[i * 2 + k],
            capacity=CAPACITIES[(i + k) % 5],
            part=Signatory.Part.SIGNED,
        )
        for i, agreement in enumerate(agreements)
        for k in range(SIGNATORIES)
    )
    link(ClauseTopic, ((clause.pk, topics[i % len(topics)].pk) for i, clause in enumerate(clauses)))
    link(ClauseObligor, ((clauses[i].pk, parties[i // CLAUSES * 2].pk) for i in range(0, len(clauses), CLAUSES)))

    def cite(citation: Any, facts: list[Any], per: int) -> None:
        link(citation, ((passages[(i // per) % len(passages)].pk, fact.pk) for i, fact in enumerate(facts)))

    cite(AgreementCitation, agreements, 1)
    cite(PartyCitation, parties, 2)
    cite(SignatoryCitation, signatories, SIGNATORIES)
    cite(ClauseCitation, clauses, CLAUSES)
    count_rows()


@untriggered()
def make_alone(n: int) -> None:
    """`n` agreements and nothing of theirs, for the list."""
    call_command("seed", verbosity=0)
    made = (agreement(i, PROVIDERS[i % 6], OFFICES[i % len(OFFICES)]) for i in range(n))
    while batch := list(islice(made, BATCH)):
        Agreement.objects.bulk_create(batch, batch_size=1000)
    count_rows()


def agreement(i: int, provider: str, body: str) -> Agreement:
    year = signed_on(i).year
    return Agreement(
        slug=f"thoa-thuan-{i}",
        title=f"Thỏa thuận hợp tác số {i} giữa {provider} và {body}",
        kind=KINDS[i % len(KINDS)],
        signed=str(signed_on(i)),
        period=f"{year}/{year + 3 + i % 5}",
        summary=f"Hai bên thống nhất hợp tác trên {CLAUSES} nội dung, đợt {i}.",
        stated_points=CLAUSES,
        # One in ten is not public, so that every list has to choose.
        status=Status.DRAFT if i % 10 == 9 else Status.PUBLISHED,
    )


def count_rows() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def signed_on(i: int) -> date:
    return date(2012, 1, 1) + timedelta(days=i * 7 % 5000)


def link(model: type[models.Model], pairs: Iterator[tuple[int, int]]) -> None:
    """Write the rows of a table that joins two: an object for each of a million takes longer than all the rest."""
    first, second = (field.column for field in model._meta.concrete_fields if field.is_relation)
    sql = f'INSERT INTO "{model._meta.db_table}" ("{first}", "{second}") VALUES (%s, %s)'
    with transaction.atomic(), connection.cursor() as cursor:
        while batch := list(islice(pairs, BATCH)):
            cursor.executemany(sql, batch)


def bulk(rows: Iterator[models.Model]) -> list[Any]:
    """Create the rows in batches and return them with their ids."""
    made: list[Any] = []
    with transaction.atomic():
        while batch := list(islice(rows, BATCH)):
            made += type(batch[0])._default_manager.bulk_create(batch, batch_size=1000)
    return made
