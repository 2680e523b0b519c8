"""Draw the pictures that cannot be SVG; `make pictures` calls this, and Debian's Chromium draws.

They are the mark for old browsers and telephones, and what messengers show beside a link (Open Graph).
"""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "static" / "img"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
MARK = (PICTURES / "mark.svg").read_text(encoding="utf-8")

SQUARE = "<style>body{{margin:0}} svg{{display:block;width:{size}px;height:{size}px}}</style>{mark}"

CARD = """<meta charset="utf-8"><style>
  body { margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 72px 80px;
    display: flex; flex-direction: column; background: #fff; color: #1e2124; word-break: keep-all;
    font-family: "Pretendard GOV", Pretendard, "Noto Sans KR", "Noto Sans CJK KR", sans-serif;
    border-bottom: 24px solid #0b50d0 }
  header { display: flex; gap: 24px; align-items: center; font-size: 34px; font-weight: 700; color: #0b50d0 }
  header svg { width: 72px; height: 72px }
  h1 { margin: 64px 0 0; font-size: 74px; line-height: 1.28; letter-spacing: -0.03em }
  ol { display: flex; margin: auto 0 0; padding: 0; list-style: none }
  li { flex: 1; position: relative; padding-top: 44px; font-size: 30px; font-weight: 600; color: #464c53 }
  li::before { content: ""; position: absolute; top: 0; left: 0; z-index: 1; width: 18px; height: 18px;
    border: 6px solid #0b50d0; border-radius: 50%; background: #fff }
  li::after { content: ""; position: absolute; top: 12px; left: 0; right: 0; height: 6px;
    background: #d8e5fd }
  li:last-child { flex: none }
  li:last-child::before { background: #0b50d0 }
  li:last-child::after { display: none }
</style>
<header>MARK<span>치안협력 업무협약 이행현황</span></header>
<h1>협약으로 한 약속,<br>어디까지 지켜졌는지 확인합니다</h1>
<ol><li>무엇을 약속했나</li><li>누가 언제까지</li><li>어떤 근거로</li><li>어떻게 됐나</li></ol>
"""


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        draw_picture(browser, "og.png", CARD.replace("MARK", MARK), width=1200, height=630)
        for size in (32, 180):
            draw_picture(
                browser, f"mark-{size}.png", SQUARE.format(size=size, mark=MARK), width=size, height=size
            )
        browser.close()


def draw_picture(browser, name: str, html: str, *, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(html)
    page.screenshot(path=PICTURES / name, omit_background=True)
    page.close()


if __name__ == "__main__":
    main()
