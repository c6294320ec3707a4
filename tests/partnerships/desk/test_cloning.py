"""An agreement copied as a draft: what it has in common with another, and nothing that is only true of that."""

import pytest
from django.urls import reverse

from partnerships.models import Agreement
from records.past import State
from tests import factories as make
from tests.changesets.uploading import messages_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_a_copy_has_parties_and_points_and_nothing_that_would_be_untrue():
    source = make.passage(make.article())
    model = make.signed_agreement(
        "a", title="Hợp tác", signed="2020-05-06", period="2020/2025", place="Vinh", summary="Lời", passages=[source]
    )
    party = model.parties.first()
    said = {"text": "Lời", "due": "2021", "outcome": "met", "strength": "commits"}
    make.clause(model, heading="Hạ tầng", topics=[make.topic()], obligors=[party], passages=[source], **said)
    make.signatory(model, make.person(), party=party, capacity="Chủ tịch", passages=[source])
    make.agreement("a-2")
    editor = signed_in("editor", "an")
    form = editor.get(f"/en/admin/partnerships/agreement/{model.pk}/change/").content.decode()
    address = reverse("desk:clone", args=[model.pk])
    assert f'action="{address}"' in form
    response = editor.post(address, follow=True)
    assert "are not copied" in messages_of(response)[0]
    draft = Agreement.objects.get(slug="a-3")
    assert (draft.title, draft.kind, draft.status) == ("BẢN SAO, hãy đặt tên: Hợp tác", model.kind, "draft")
    assert (draft.signed, draft.period, draft.place, draft.summary, draft.strategic) == ("", "", "", "", "not_said")
    parties = [[each.partner_id, each.side, each.role] for each in draft.parties.order_by("pk")]
    assert parties == [[each.partner_id, each.side, each.role] for each in model.parties.order_by("pk")]
    clause = draft.clauses.get()
    assert (clause.heading, clause.text, clause.due, clause.outcome) == ("Hạ tầng", "", "", "unknown")
    assert [[each.slug for each in clause.topics.all()], [each.partner for each in clause.obligors.all()]] == [
        ["ha-tang"],
        [party.partner],
    ]
    copied = {model.__name__ for model, rows in State.now(Agreement, draft.pk).rows.items() if rows}
    assert copied == {"Agreement", "Party", "Clause", "ClauseTopic", "ClauseObligor"}
    assert {version.history_user.username for version in draft.history.all()} == {"an"}


def test_a_long_title_is_copied_with_its_mark_and_shows_where_it_was_cut():
    model = make.signed_agreement("a", title="Hợp tác " + "toàn diện " * 28 + "2020")
    editor = signed_in("editor", "an")
    editor.post(reverse("desk:clone", args=[model.pk]))
    first = Agreement.objects.get(slug="a-2")
    assert len(first.title) == 300
    assert first.title.startswith("BẢN SAO, hãy đặt tên: Hợp tác") and first.title.endswith("toàn diện…")
    editor.post(reverse("desk:clone", args=[first.pk]))
    assert Agreement.objects.get(slug="a-2-2").title == first.title
