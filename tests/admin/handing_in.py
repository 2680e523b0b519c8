"""Handing in for a round as a department does: upload or grid, look, confirm."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.admin.page import text
from tests.imported import csv_file

GIVEN = {"said_on": "2026. 3. 2.", "source_title": "1분기 이행상황"}


def address(part):
    return reverse("admin:agreements_roundpart_change", args=[part.pk])


def upload(client, part, table, name="답.csv", **fields):
    content = table if isinstance(table, bytes) else csv_file(table)
    file = SimpleUploadedFile(name, content)
    return client.post(address(part), {**GIVEN, **fields, "import_file": file, "upload": "1"})


def hand_in(client, part, table, **fields):
    """Upload, look, confirm."""
    preview = upload(client, part, table, **fields)
    return confirm(client, part, preview, **fields)


def confirm(client, part, preview, **fields):
    slip = preview.context["slip"]
    assert slip, text(preview)
    return client.post(address(part), {**GIVEN, **fields, "slip": slip}, follow=True)


def answers(*rows):
    return [["과제 번호", "상태", "진행률(%)"], *rows]


def publish_page(round_):
    return reverse("admin:agreements_round_review", args=[round_.pk])


def keys(page):
    return [one.key for one in page.context["waiting"]]


def sheets(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
