"""The least each page could cost: hand-written SQL that returns the same rows, read by a bare cursor.

One text serves both databases; only the joining aggregate has two names.
"""

import csv
import io
import json
from typing import Any

from django.db import connection

PUBLIC = "status = 'published'"


def rows(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.replace("JOINED(", "GROUP_CONCAT(" if connection.vendor == "sqlite" else "STRING_AGG("), parameters
        )
        return cursor.fetchall()


def agreement_list(size: int = 50) -> list[str]:
    """The page of a list: count, agreements, their parties with area and province."""
    rows(f"SELECT COUNT(*) FROM partnerships_agreement WHERE {PUBLIC}")
    found = rows(
        "SELECT id, slug, title, kind, signed, period, summary, certainty, note, period_earliest, period_latest "
        f"FROM partnerships_agreement WHERE {PUBLIC} ORDER BY sort_date DESC, id DESC LIMIT {size}"
    )
    parties_of([row[0] for row in found])
    return [row[1] for row in found]


def facets(condition: str = "") -> list[str]:
    """The counts beside each filter of a list of agreements, the rows of which meet `condition`."""
    where = f"a.{PUBLIC}" + (f" AND {condition}" if condition else "")
    own = f"FROM partnerships_agreement a WHERE {where}"
    parties = (
        "FROM partnerships_agreement a JOIN partnerships_party y ON y.agreement_id = a.id "
        f"JOIN partnerships_partner p ON p.id = y.partner_id WHERE {where} AND p.{PUBLIC}"
    )
    rows(f"SELECT a.kind, COUNT(*) {own} GROUP BY a.kind")
    rows(f"SELECT a.strategic, COUNT(*) {own} GROUP BY a.strategic")
    rows(f"SELECT a.certainty, COUNT(*) {own} GROUP BY a.certainty")
    rows(f"SELECT a.signed_earliest, a.signed_latest, COUNT(*) {own} GROUP BY a.signed_earliest, a.signed_latest")
    state = (
        "CASE WHEN a.terminated <> '' THEN 't' WHEN a.period = '' THEN 'u' "
        "WHEN a.period_latest < CURRENT_DATE THEN 'e' WHEN a.period_earliest > CURRENT_DATE THEN 'n' ELSE 'i' END"
    )
    rows(f"SELECT {state}, COUNT(*) {own} GROUP BY 1")
    rows(
        f"SELECT COALESCE(p.parent_id, p.id), COUNT(DISTINCT a.id) {parties} AND y.side = 'provider' "
        "GROUP BY COALESCE(p.parent_id, p.id)"
    )
    rows(f"SELECT p.area_id, COUNT(DISTINCT a.id) {parties} AND p.area_id IS NOT NULL GROUP BY p.area_id")
    rows(
        "SELECT l.topic_id, COUNT(DISTINCT a.id) FROM partnerships_agreement a LEFT JOIN partnerships_clause c "
        "ON c.agreement_id = a.id LEFT JOIN partnerships_clausetopic l ON l.clause_id = c.id "
        f"WHERE {where} GROUP BY l.topic_id"
    )
    return []


def listed() -> str:
    """What a list shows of all agreements in one query, the parties joined into it."""
    return (
        "SELECT a.slug, a.title, a.kind, a.strategic, a.signed, a.period, a.summary, a.certainty, a.note, "
        "a.period_earliest, a.period_latest, "
        "(SELECT JOINED(p.name || ' (' || COALESCE(n.name, r.name, '') || ')', ';') FROM partnerships_party y "
        " JOIN partnerships_partner p ON p.id = y.partner_id LEFT JOIN partnerships_area r ON r.id = p.area_id "
        " LEFT JOIN partnerships_areasuccession s ON s.predecessor_id = r.id AND s.kind <> 'boundary' "
        " LEFT JOIN partnerships_area n ON n.id = s.successor_id "
        f" WHERE y.agreement_id = a.id AND p.{PUBLIC}) AS parties "
        f"FROM partnerships_agreement a WHERE a.{PUBLIC} ORDER BY a.sort_date DESC, a.id DESC"
    )


def parties_of(agreements: list[int]) -> list[tuple[Any, ...]]:
    marks = ", ".join(["%s"] * len(agreements))
    return rows(
        "SELECT y.agreement_id, y.side, y.role, y.name_as_printed, p.slug, p.name, a.slug, a.name, n.slug, n.name "
        "FROM partnerships_party y JOIN partnerships_partner p ON p.id = y.partner_id "
        "LEFT JOIN partnerships_area a ON a.id = p.area_id "
        "LEFT JOIN partnerships_areasuccession s ON s.predecessor_id = a.id AND s.kind <> 'boundary' "
        "LEFT JOIN partnerships_area n ON n.id = s.successor_id "
        f"WHERE p.{PUBLIC} AND y.agreement_id IN ({marks})",
        *agreements,
    )


FLAT = (
    "slug title kind strategic signed signed_earliest signed_latest period period_earliest period_latest vision "
    "terminated lifecycle lifecycle_certain place summary stated_points legal_basis parties provinces_then "
    "provinces_now topics people clause_count passages certainty reason note"
).split()
LISTS = ("legal_basis", "parties", "provinces_then", "provinces_now", "topics", "people", "passages")


def api_list(size: int = 100) -> list[str]:
    """One page of the API: count and the flat rows with everything joined into them, as JSON."""
    ((count,),) = rows(f"SELECT COUNT(*) FROM partnerships_agreement WHERE {PUBLIC}")
    found = [dict(zip(FLAT, row, strict=True)) for row in flat_rows(f"LIMIT {size}")]
    for row in found:
        row |= {name: row[name].split(";") if row[name] else [] for name in LISTS}
    json.dumps({"count": count, "results": found}, ensure_ascii=False, default=str).encode()
    return [row["slug"] for row in found]


LIFECYCLE = (
    "CASE WHEN a.terminated <> '' AND (a.terminated_earliest IS NULL OR a.terminated_earliest <= CURRENT_DATE) "
    "THEN 'terminated' WHEN a.period = '' THEN 'unknown' WHEN a.period_latest < CURRENT_DATE THEN 'expired' "
    "WHEN a.period_earliest > CURRENT_DATE THEN 'upcoming' ELSE 'in_force' END"
)
CERTAIN = (
    "CASE WHEN a.terminated <> '' THEN a.terminated_latest <= CURRENT_DATE AND a.terminated NOT LIKE '%%?%%' "
    "AND a.terminated NOT LIKE '%%~%%' WHEN a.period = '' THEN TRUE WHEN a.certainty = 'disputed' "
    "OR a.period LIKE '%%?%%' OR a.period LIKE '%%~%%' THEN FALSE ELSE a.period_latest < CURRENT_DATE "
    "OR a.period_earliest > CURRENT_DATE "
    "OR a.period_starts_latest <= CURRENT_DATE AND a.period_ends_earliest >= CURRENT_DATE END"
)


def provinces(successor: str) -> str:
    """The provinces of the parties: of each the area's own, its parent's or its parent's parent's."""
    slugs = " ".join(f"WHEN r{up}.level = 'province' THEN {successor.format(up)}" for up in range(3))
    ways = " ".join(
        f"LEFT JOIN partnerships_areasuccession s{up} ON s{up}.predecessor_id = r{up}.id AND s{up}.kind <> 'boundary' "
        f"LEFT JOIN partnerships_area n{up} ON n{up}.id = s{up}.successor_id "
        f"LEFT JOIN partnerships_areasuccession t{up} ON t{up}.predecessor_id = n{up}.id AND t{up}.kind <> 'boundary' "
        f"LEFT JOIN partnerships_area nn{up} ON nn{up}.id = t{up}.successor_id"
        for up in range(3)
        if "nn" in successor
    )
    return (
        f"(SELECT JOINED(DISTINCT CASE {slugs} END, ';') FROM partnerships_party y "
        "JOIN partnerships_partner p ON p.id = y.partner_id JOIN partnerships_area r0 ON r0.id = p.area_id "
        "LEFT JOIN partnerships_area r1 ON r1.id = r0.parent_id LEFT JOIN partnerships_area r2 ON r2.id = r1.parent_id "
        f"{ways} WHERE y.agreement_id = a.id AND p.{PUBLIC} AND r0.{PUBLIC})"
    )


def flat_rows(limit: str = "") -> list[tuple[Any, ...]]:
    return rows(f"{flat()} {limit}")


def flat() -> str:
    """The query of all agreements with the columns `FLAT`."""
    return (
        "SELECT a.slug, a.title, a.kind, a.strategic, a.signed, a.signed_earliest, a.signed_latest, a.period, "
        "a.period_earliest, a.period_latest, a.vision, a.terminated, "
        f"{LIFECYCLE}, {CERTAIN}, a.place, a.summary, a.stated_points, "
        "(SELECT JOINED(d.slug, ';') FROM partnerships_agreementlegalbasis b JOIN articles_article d "
        f" ON d.id = b.document_id WHERE b.agreement_id = a.id AND d.{PUBLIC}), "
        "(SELECT JOINED(p.slug, ';') FROM partnerships_party y JOIN partnerships_partner p ON p.id = y.partner_id "
        f" WHERE y.agreement_id = a.id AND p.{PUBLIC}), "
        f"{provinces('r{0}.slug')}, {provinces('COALESCE(nn{0}.slug, n{0}.slug, r{0}.slug)')}, "
        "(SELECT JOINED(DISTINCT t.slug, ';') FROM partnerships_clause c "
        " JOIN partnerships_clausetopic l ON l.clause_id = c.id JOIN partnerships_topic t ON t.id = l.topic_id "
        f" WHERE c.agreement_id = a.id AND t.{PUBLIC}), "
        "(SELECT JOINED(DISTINCT h.slug, ';') FROM partnerships_signatory s JOIN people_person h ON h.id = s.person_id "
        f" WHERE s.agreement_id = a.id AND h.{PUBLIC}), "
        "(SELECT COUNT(*) FROM partnerships_clause c WHERE c.agreement_id = a.id), "
        "(SELECT JOINED(r.slug || '#' || g.kind || '-' || g.number, ';') FROM partnerships_agreementcitation c "
        " JOIN articles_passage g ON g.id = c.passage_id JOIN articles_article r ON r.id = g.article_id "
        f" WHERE c.fact_id = a.id AND g.{PUBLIC} AND r.{PUBLIC}), a.certainty, a.reason, a.note "
        f"FROM partnerships_agreement a WHERE a.{PUBLIC} ORDER BY a.sort_date DESC, a.id DESC".replace(
            "JOINED(DISTINCT ", "JOINED(DISTINCT " if connection.vendor == "postgresql" else "JOINED("
        )
    )


def detail(slug: str) -> list[str]:
    """An agreement with its parties, clauses, people, relations and every passage that carries them."""
    ((pk, *_rest),) = rows(f"SELECT * FROM partnerships_agreement WHERE slug = %s AND {PUBLIC}", slug)
    parties_of([pk])
    rows("SELECT * FROM partnerships_clause WHERE agreement_id = %s ORDER BY number", pk)
    rows(
        "SELECT c.clause_id, t.slug, t.label_vi FROM partnerships_clausetopic c JOIN partnerships_topic t "
        "ON t.id = c.topic_id JOIN partnerships_clause k ON k.id = c.clause_id "
        f"WHERE k.agreement_id = %s AND t.{PUBLIC}",
        pk,
    )
    rows(
        "SELECT o.clause_id, o.party_id FROM partnerships_clauseobligor o JOIN partnerships_clause k "
        "ON k.id = o.clause_id WHERE k.agreement_id = %s",
        pk,
    )
    rows(
        "SELECT s.*, h.slug, h.name FROM partnerships_signatory s JOIN people_person h ON h.id = s.person_id "
        f"WHERE s.agreement_id = %s AND h.{PUBLIC}",
        pk,
    )
    rows("SELECT * FROM partnerships_agreementrelation WHERE agreement_id = %s OR other_id = %s", pk, pk)
    rows("SELECT event_id FROM partnerships_eventagreement WHERE agreement_id = %s", pk)
    for fact in ("agreement", "party", "clause", "signatory"):
        owner = "f.id" if fact == "agreement" else "f.agreement_id"
        rows(
            f"SELECT c.fact_id, g.kind, g.number, g.gist, r.slug, r.title, u.name "
            f"FROM partnerships_{fact}citation c JOIN partnerships_{fact} f ON f.id = c.fact_id "
            "JOIN articles_passage g ON g.id = c.passage_id JOIN articles_article r ON r.id = g.article_id "
            f"JOIN articles_outlet u ON u.id = r.outlet_id WHERE {owner} = %s AND g.{PUBLIC} AND r.{PUBLIC}",
            pk,
        )
    return [slug]


def search(words: list[str], size: int = 50) -> list[str]:
    """The agreements that hold every word in any place that is searched: the indexes alone, and no count past 1,001."""
    sqlite = connection.vendor == "sqlite"

    def held(table: str, alias: str) -> str:
        if sqlite:
            return f"{alias}.id IN (SELECT rowid FROM search_{table} WHERE search_{table} MATCH %s)"
        return f"to_tsvector('simple', {alias}.folded) @@ plainto_tsquery('simple', %s)"

    party = "SELECT y.agreement_id FROM partnerships_party y JOIN partnerships_partner p ON p.id = y.partner_id"
    signed = "SELECT s.agreement_id FROM partnerships_signatory s JOIN people_person h ON h.id = s.person_id"
    arms = (
        f"SELECT o.id FROM partnerships_agreement o WHERE {held('partnerships_agreement', 'o')}",
        f"SELECT c.agreement_id FROM partnerships_clause c WHERE {held('partnerships_clause', 'c')}",
        f"{party} WHERE p.{PUBLIC} AND {held('partnerships_party', 'y')}",
        f"{party} WHERE p.{PUBLIC} AND {held('partnerships_partner', 'p')}",
        f"{party} JOIN partnerships_partnername n ON n.partner_id = p.id "
        f"WHERE p.{PUBLIC} AND {held('partnerships_partnername', 'n')}",
        f"{signed} WHERE h.{PUBLIC} AND {held('people_person', 'h')}",
        f"{signed} JOIN people_personname n ON n.person_id = h.id "
        f"WHERE h.{PUBLIC} AND {held('people_personname', 'n')}",
    )
    condition = f"a.id IN ({' UNION ALL '.join(arms)})"
    where = f"FROM partnerships_agreement a WHERE a.{PUBLIC} AND " + " AND ".join([condition] * len(words))
    asked = [word for word in words for _arm in arms]
    rows(f"SELECT COUNT(*) FROM (SELECT 1 {where} LIMIT 1001) bounded", *asked)
    found = rows(f"SELECT a.id, a.slug {where} ORDER BY a.sort_date DESC, a.id DESC LIMIT {size}", *asked)
    if found:
        parties_of([row[0] for row in found])
    return [row[1] for row in found]


def csv_export() -> list[str]:
    """The flat rows written by `csv` alone."""
    found = flat_rows()
    csv.writer(io.StringIO()).writerows(found)
    return [row[0] for row in found]
