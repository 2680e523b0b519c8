"""Our own files come back unchanged, in both languages and with both kinds of header."""

import pytest
from django.utils.translation import override

from agreements.imports import IMPORTS
from agreements.lists.columns import EXPORTS
from agreements.models import Agency, Agreement, Trace
from tests import exported, factories
from tests.imported import changes, checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db


FILE_OF = {"duty_records": "duties"}  # of which the demo has none, see test_import_duty_records.py
EXPORTED = {noun: EXPORTS[FILE_OF.get(noun, noun)] for noun in IMPORTS if noun != "sources"}
ROWS_TO_READ = {"commitments": "&kind=commitment"}  # that file holds milestones, too


@pytest.mark.parametrize("header", ["name", "label"])
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("noun", [noun for noun in EXPORTED if noun not in FILE_OF])
def test_our_own_export_of_the_demo_register_comes_back_unchanged(demo_register, noun, language, header):
    traces = Trace.objects.count()
    with override(language):
        file = exported.written(FILE_OF.get(noun, noun), f"header={header}{ROWS_TO_READ.get(noun, '')}")
    outcome = written(noun, file, actor=factories.reviewer())  # who may do it all
    assert [str(one) for one in outcome.complaints] == []
    assert changes(outcome) == []
    assert counts(outcome) == {"unchanged": file.decode().count("\r\n") - 1}
    assert Trace.objects.count() == traces


def test_a_milestone_in_our_own_file_is_refused_and_says_how_to_leave_it_out():
    factories.published(factories.program(milestones=1))
    (row,) = exported.rows("commitments", "kind=milestone&header=name")
    found = only_complaint(checked("commitments", [list(row), list(row.values())]))
    assert (found.row, found.column, found.value) == (2, "kind", "milestone")
    assert "kind=commitment" in found.correction


@pytest.mark.parametrize("noun", EXPORTED)
def test_every_column_of_an_export_is_read_or_declared_as_derived(noun):
    columns = IMPORTS[noun].columns
    declared = {column.name: column for column in columns}
    for column in EXPORTED[noun].columns:
        found = declared.get(column.name)
        assert found, column.name
        for language in ("ko", "en"):
            with override(language):
                assert columns.find(str(column.label)) is found, (language, column.name)


@pytest.mark.parametrize("noun", EXPORTED)
def test_no_header_means_two_columns(noun):
    meant: dict[str, str] = {}
    for column in IMPORTS[noun].columns:
        for header in column.headers():
            other = meant.setdefault(header, column.name)
            assert other == column.name, f"{header}: {other} and {column.name}"


def test_an_agreement_as_an_export_holds_it_is_made_anew_from_its_columns():
    first, second = (
        factories.agency("paju", name_ko="파주시"),
        factories.agency("police", name_ko="파주경찰서"),
    )
    factories.published(
        factories.agreement(parties=[first, second], title_ko="=치안협력", purpose_ko="함께\n지킨다")
    )
    (row,) = exported.rows("agreements")
    Agreement.objects.filter(reference=row["reference"]).update(title_ko="다른 협약")
    row["reference"] = ""
    assert row["title"] == "'=치안협력"
    outcome = written("agreements", [list(row), list(row.values())], different_from_similar=True)
    assert counts(outcome) == {"new": 1}
    made = Agreement.objects.get(title_ko="=치안협력")
    assert (made.state, made.reference, made.purpose_ko) == ("draft", None, "함께\n지킨다")
    assert [one.agency for one in made.parties.all()] == [first, second]
    assert made.sources.count() == 1


def test_a_row_that_would_change_something_public_is_refused_and_names_what():
    factories.published(factories.agreement(title_ko="치안협력"))
    (row,) = exported.rows("agreements")
    outcome = checked("agreements", [list(row), list((row | {"place": "시청"}).values())])
    found = only_complaint(outcome)
    assert (found.row, found.column, found.value) == (2, "place", "시청")
    assert "공개" in found.correction
    assert Agency.objects.count() == 2
