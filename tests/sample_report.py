"""A report with all that is hard to draw, for the tests of the formats that draw one."""

from agreements.editions.document import Document, Section, Table, TableColumn, Total
from agreements.lists.columns.export import ITEM_SEPARATOR, Kind

LONG_TEXT = (
    "경기도북부자치경찰위원회는 파주시 관내 학교 주변과 원룸 밀집지역의 범죄 취약지점을 함께 점검하고, "
    "그 결과를 분기마다 시민에게 알린다."
)
LONG_ADDRESS = "https://www.example.go.kr/board/view?menu=police&number=20231227" + "0123456789" * 9
ODD_TEXTS = (
    "=1+1",
    "-3 = 참",
    "#N/A",
    "“<협약> & ‘부속서’”",
    "첫째 줄\n둘째 줄",
    "순찰차 🚓 120대",
    "보이지\x07 않는\x00 글자\ufffe",
    LONG_ADDRESS,
    LONG_TEXT,
)

BY_FIELD = Table(
    "분야별 이행 상황",
    (
        TableColumn("분야", 12),
        TableColumn("전체", 5, Kind.NUMBER),
        TableColumn("이행 완료", 5, Kind.NUMBER),
        TableColumn("완료율", 6),
        TableColumn("비고", 20),
    ),
    (
        ("생활안전", 12, 6, "50.0 %", None),
        ("여성·청소년", 1_300, 433, "33.3 %", "=SUM(A1:A9)"),
        ("교통", 0, 0, None, "없음"),
    ),
    Total("합계", (1, 2), {3: (2, 1)}),
)
MANY_ROWS = Table(
    "이행과제 목록",
    (
        TableColumn("번호", 7, Kind.CODE),
        TableColumn("이행과제", 22),
        TableColumn("기한", 8, Kind.PERIOD),
        TableColumn("확인한 날", 8, Kind.DAY),
        TableColumn("건수", 4, Kind.NUMBER),
    ),
    tuple(
        (
            f"2022-0004-{number:02}",
            f"{number}번째 과제. {LONG_TEXT[: number % 14]}",
            "2023-H1",
            "2023-12-27",
            number,
        )
        for number in range(1, 121)
    ),
    Total("합계", (4,)),
)
ODD = Table(
    "여느 표와 다른 글",
    (TableColumn("번호", 4, Kind.NUMBER), TableColumn("글", 30), TableColumn("기관", 12, Kind.LIST)),
    tuple((number, text, f"파주시{ITEM_SEPARATOR}파주경찰서") for number, text in enumerate(ODD_TEXTS)),
)
WIDE = Table(
    "열이 많은 표",
    tuple(TableColumn(f"{number}번째 열", 6, Kind.NUMBER) for number in range(1, 13)),
    tuple(tuple(row * column for column in range(1, 13)) for row in range(1, 6)),
    Total("", tuple(range(1, 12))),
)
EMPTY = Table("아무것도 없는 표", (TableColumn("가", 10), TableColumn("나", 10)), ())

REPORT = Document(
    title="2023년 협약 이행실적 보고서",
    subtitle="경기도북부자치경찰위원회",
    running_head="2023년 협약 이행실적 보고서 · 경기도북부자치경찰위원회",
    base=("기준일: 2023. 12. 31.", "공개 순번: 152", "완료율 = 이행 완료 ÷ 전체"),
    sections=(
        Section("총괄", 1, (LONG_TEXT,), (BY_FIELD,)),
        Section("과제별 이행 상황", 1, (), (MANY_ROWS,)),
        Section("별난 글", 2, ("두 줄로\n쓴 문단",), (ODD,)),
        Section("넓은 표", 1, ("가로로 놓인 쪽",), (WIDE,)),
        Section("빈 표", 1, ("기간 안에 바뀐 것이 없습니다.",), (EMPTY,)),
    ),
)
