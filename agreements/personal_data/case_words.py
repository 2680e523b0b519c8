"""The words of a single child's case: a name with an age, a school with a grade, a shelter with its address.

Words are no proof, so they only warn.  A name is a family name of one syllable with one or two more, or a
masked one (김○○, 김 모, A 양); words that look like names and speak of children in general are ``GENERAL``.
"""

import re

FAMILY = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도"
    "석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
GENERAL = (
    "이용 신청 전체 지원 조사 기준 유치 정원 대상 현재 연령 이하 이상 조건 전국 전담 지역 이전 최근 최소 "
    "최대 고등 공동 성장 주민 신규 신생 영유 여자 남자 남아 여아 남녀 유아 우리 아이 위기 보호 피해 나이 "
    "정책 교육 안전 장애 한국 기초 금년 명단 구분 인원 기타 국민 문항 제한 노인 청소 도내 원아 원생 전원 "
    "전반 공립 국립 사립 현원"
)  # fmt: skip

OF_MANY = rf"(?:{'|'.join(GENERAL.split())})(?:자|아|원|생|층|반|별|아동|학생|어린이|유아|청소년)?(?![가-힣])"
NAME = rf"(?<![가-힣])(?!{OF_MANY})[{FAMILY}][가-힣]{{1,2}}"
BLANKS = "[○〇●ㅇO*×X]{1,2}"
CHILD = r"\s?(?:군|양|아동|학생|어린이|원아)"
MASKED = rf"(?:(?<![가-힣])[{FAMILY}](?:{BLANKS}|\s?모)(?:{CHILD})?|(?<![A-Za-z])[A-Z]{CHILD})"
GENERALLY = r"(?!\s?(?:미만|이하|이상|까지|부터|초과|이전|~|-|에서|반))"
AGE = rf"(?:(?:만\s?)?(?:1[0-9]|[1-9])\s?(?:세|살){GENERALLY}|(?:20)?[012]\d년\s?생)"
BARE_AGE = rf"(?:{AGE}|1[0-9]\s?[)\]]|[1-9]\s?[)\]])"
SEX = r"(?:(?:남아|여아|남|여)[,/·]?\s?)?"

PARTICLE = r"(?=[^가-힣]|$|은|는|이|가|을|를|의|과|와|에|입|으|로|도|등|한|중)"

NAME_AND_AGE = re.compile(
    "|".join(
        (
            rf"{NAME}(?:{CHILD})?\s?[(\[]\s?{SEX}{AGE}",  # 홍길동(9세)
            rf"{NAME}\s?(?:군|양)\s?,?\s?[(\[]?\s?{SEX}{BARE_AGE}",  # 홍길동 군(9)
            rf"{MASKED}\s?,?\s?[(\[]?\s?{SEX}{BARE_AGE}",  # 홍○○(9)
            rf"{AGE}(?:인|의|된)?\s?(?:남아|여아|아동|학생|어린이)?\s?(?:{MASKED}|{NAME}\s?(?:군|양){PARTICLE})",
        )
    )
)

NO_SCHOOL = (
    r"(?<![가-힣])(?:관내|전국|도내|시내|각급|모든|해당|인근|일반|공립|사립|국립|지역|남녀|여자|남자|특수)?"
)
SCHOOL_AND_GRADE = re.compile(
    rf"(?<![가-힣])(?!{NO_SCHOOL}(?:초등|중|고등)학교)[가-힣]{{2,10}}(?:초등학교|중학교|고등학교|[초중고])\s?[1-6]\s?학년"
    r"|(?<![가-힣])[가-힣]{2,10}(?:유치원|어린이집)\s?(?:[1-7]\s?세\s?반|(?!일반|전반|기반|동반)[가-힣]{1,5}반)"
    + PARTICLE
)

SHELTERS = ("쉼터", "그룹홈", "공동생활가정", "보호시설", "보호소", "일시보호", "대피소")
SHELTER = rf"(?:{'|'.join(SHELTERS)})"
COUNTED = r"(?!,?\d|\s?(?:년|월|일(?!시)|명|개|건|곳|시|차|층|회|%|학년|여))"
ADDRESS = (
    r"[가-힣]{1,8}(?:\d{1,3}번?)?(?:로|길|동|리|읍|면)\s?(?:\d{1,4}번길\s?)?\d{1,4}(?:-\d{1,4})?" + COUNTED
)
WITHIN = r"[^\n.!?\d]{0,40}?"
SHELTER_AND_ADDRESS = re.compile(rf"{SHELTER}{WITHIN}{ADDRESS}|{ADDRESS}[^\n.!?,]{{0,12}}?{SHELTER}(?!\s?\d)")
