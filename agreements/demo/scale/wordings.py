"""What the made-up agreements and reports say."""

from typing import NamedTuple

from agreements.rules.lifecycle import CommitmentStatus, MilestoneStatus


class Topic(NamedTuple):
    """What a commitment is about; ``theme`` is the slug of a shipped theme."""

    theme: str
    title: str
    wording: str
    criteria: str


TOPICS = (
    Topic(
        "facilities", "여성안심귀갓길 보안등 설치",
        "협약 당사자는 범죄가 잦은 골목길을 함께 조사하고 보안등과 비상벨을 설치한다.",
        "설치 대상 구간의 준공 검사가 끝난 때",
    ),
    Topic(
        "safety", "어린이보호구역 합동 순찰",
        "시와 경찰서는 등하교 시간에 어린이보호구역을 함께 순찰하고 그 결과를 서로 알린다.",
        "순찰 계획에 따른 순찰이 모두 끝난 때",
    ),
    Topic(
        "child", "아동학대 공동대응팀 운영",
        "아동학대 신고를 함께 확인하고 피해 아동을 보호하기 위하여 공동대응팀을 둔다.",
        "공동대응팀이 사무실을 열고 업무를 시작한 때",
    ),
    Topic(
        "victims", "범죄피해자 임시숙소 지원",
        "범죄피해자가 안전하게 머물 수 있는 임시숙소를 마련하고 이용 비용을 나누어 부담한다.",
        "임시숙소 이용 협약이 맺어지고 이용이 시작된 때",
    ),
    Topic(
        "traffic", "횡단보도 투광기 확충",
        "야간 보행 사고가 잦은 횡단보도에 투광기를 확충하고 유지 관리를 맡을 기관을 정한다.",
        "투광기 설치와 점등 확인이 끝난 때",
    ),
    Topic(
        "fraud", "전화금융사기 예방 교육",
        "경로당과 금융기관을 찾아 전화금융사기 예방 교육을 하고 홍보물을 함께 만든다.",
        "교육 계획에 적힌 모든 기관을 방문한 때",
    ),
    Topic(
        "emergency", "재난 현장 공동 상황실 마련",
        "재난이 일어나면 소방서와 경찰서가 한곳에서 지휘할 수 있는 공동 상황실을 마련한다.",
        "공동 상황실의 통신 시험이 끝난 때",
    ),
    Topic(
        "protection", "정신응급 공동대응센터 개소",
        "정신응급 환자를 함께 살피고 병상을 찾기 위하여 공동대응센터를 연다.",
        "센터가 문을 연 때",
    ),
    Topic(
        "education", "학교폭력 예방 상담실 운영",
        "학교전담경찰관과 상담교사가 함께 상담실을 열고 상담 결과를 나누어 관리한다.",
        "참여 학교에 상담실이 모두 열린 때",
    ),
    Topic(
        "village-office", "행복마을관리소 순찰 거점 지정",
        "행복마을관리소를 순찰 거점으로 지정하고 주민 순찰대와 경찰이 함께 이용한다.",
        "거점 지정 고시가 이루어진 때",
    ),
    Topic(
        "research", "지역 안전 지도 작성",
        "신고 자료와 주민 설문을 모아 지역 안전 지도를 만들고 해마다 고쳐 공개한다.",
        "안전 지도가 누리집에 공개된 때",
    ),
    Topic(
        "publicity", "자치경찰 주민 참여 예산 안내",
        "주민이 낸 치안 제안을 예산에 반영하는 절차를 함께 만들고 널리 알린다.",
        "참여 절차가 고시된 때",
    ),
)  # fmt: skip

NOTES: dict[str, tuple[str, ...]] = {
    CommitmentStatus.NOT_STARTED: (
        "예산이 확정되지 않아 아직 시작하지 못하였음.",
        "대상지를 정하지 못하여 착수가 미루어지고 있음.",
    ),
    CommitmentStatus.ON_TRACK: (
        "반기 점검 회의를 열어 추진 상황을 확인하였음. 다음 단계의 예산을 확보할 예정임.",
        "현장 조사를 마치고 실시 설계를 진행하고 있음.",
        "협약 기관이 함께 실무 회의를 열고 역할을 다시 나누었음.",
        "주민 설명회를 열고 의견을 모으고 있음.",
    ),
    CommitmentStatus.PARTIAL: ("계획한 구간 가운데 일부를 마쳤고 나머지는 이어서 진행함.",),
    CommitmentStatus.COMPLETED: (
        "계획한 사항을 모두 마치고 결과를 누리집에 공개하였음.",
        "준공 검사를 마치고 운영을 시작하였음.",
    ),
    CommitmentStatus.CONTINUING: ("마친 뒤에도 협약 기관이 함께 운영을 이어 가고 있음.",),
    CommitmentStatus.ON_HOLD: ("관계 기관 협의가 끝날 때까지 추진을 멈추기로 하였음.",),
    CommitmentStatus.DROPPED: ("다른 사업과 겹쳐 추진하지 않기로 하였음.",),
    MilestoneStatus.PLANNED: ("사업 계획에 단계와 일정을 정하여 두었음.",),
    MilestoneStatus.UNDER_WAY: ("운영 방식을 정하고 공간을 새로 꾸미고 있음.",),
    MilestoneStatus.REACHED: ("개소식을 열고 업무를 시작하였음.",),
}
REASONS = (
    "자료에 없음",
    "설계 변경과 관계 기관 협의가 길어짐",
    "추가 예산을 다음 해에 확보하기로 함",
    "자재 수급이 늦어져 공사 기간을 늘림",
)
CORRECTION_REASON = "발표 자료의 날짜를 잘못 옮겨 적어 바로잡음."
WITHDRAWAL_REASON = "다른 협약에 대한 보고를 잘못 등록하여 철회함."
STATEMENT = "이 기록에 적힌 일정은 협약 기관이 함께 정한 것이며, 늦어진 사유는 보고에 적은 바와 같습니다."
SEARCHED_WHERE = "협약 기관 누리집, 시의회 회의록, 지역 신문 기사"
SEARCH_NOTE = "체결을 알리는 글만 나왔고 그 뒤의 이행 상황은 찾지 못하였음."
DUTY_RESULT = "협약 체결 사실을 회기 중에 의회에 보고하였음."
MADE_UP = "성능을 재기 위하여 지어낸 협약으로, 실제 기관과는 관계가 없음."
