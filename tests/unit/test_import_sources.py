"""A list of sources becomes sources; what is recorded stays as it is."""

import pytest

from agreements.models import Source
from tests import factories
from tests.imported import checked, counts, only_complaint, written

pytestmark = pytest.mark.django_db

HEADER = ["발행처", "자료명", "발행일", "주소"]
ROW = ["파주시", "2026년 3분기 이행현황", "2026. 2. 5.", "https://paju.example/q3"]


def test_each_row_is_a_source_and_a_second_time_nothing_changes():
    factories.author()
    other = ["신문사", "순찰 시작", "2026. 2.", ""]
    assert counts(written("sources", [HEADER, ROW, other])) == {"new": 2}
    recorded = Source.objects.order_by("pk").values_list("publisher", "label_ko", "url")
    assert list(recorded) == [(ROW[0], ROW[1], ROW[3]), ("신문사", "순찰 시작", "")]
    assert counts(checked("sources", [HEADER, ROW, other])) == {"unchanged": 2}


def test_the_same_address_means_the_recorded_source():
    factories.author()
    factories.source(url=ROW[3])
    assert counts(checked("sources", [HEADER, ROW])) == {"unchanged": 1}


def test_a_source_without_its_day_is_refused():
    factories.author()
    complaint = only_complaint(checked("sources", [HEADER, [*ROW[:2], "", ROW[3]]]))
    assert (complaint.row, complaint.column) == (2, "발행일")
