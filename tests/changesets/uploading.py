"""The office's imports as its pages take them: what is uploaded, and what is read of the answers."""

import io
import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from changesets.models import Import
from tests import factories as make

NEW = "slug,name,status\ntran-van-nam,Trần Văn Nam,draft\n"
SPOILED = (
    "slug,name,status,description\n"
    "le-a,Lê A,draft,=1+1\n"
    ",Không tên,draft,x\n"
    'tran-b,"Trần, B",sai,"hai\ndòng"\n'
    "thieu,Thiếu\n"
)


def signed_in(role, name=""):
    client = Client()
    client.force_login(make.staff(role, name))
    return client


def at(name, *args):
    with translation.override("en"):
        return reverse(f"admin:changesets_import_{name}", args=args)


def upload(client, name, content, table="", leads_to="change", **told):
    """Upload a file; the import that it has become."""
    content = content if isinstance(content, bytes) else content.encode()
    response = client.post(at("add"), {"table": table, "file": SimpleUploadedFile(name, content), **told})
    found = Import.objects.first()
    assert found is not None, response.context["form"].errors
    assert response.headers["location"] == at(leads_to, found.pk)
    return found


def read(client, address):
    """What a reader sees of a page, in one line."""
    response = client.get(address)
    assert response.status_code == 200
    content = response.content.decode()
    shown = re.sub(r"<(script|style).*?</\1>|<svg.*?</svg>", "", content[content.index("<main") :], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def shown(client, found, **query):
    return client.get(at("change", found.pk), query).context


def book(**sheets):
    """A workbook of `sheets`: name -> rows of cells."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def content_of(response):
    return b"".join(response.streaming_content)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]
