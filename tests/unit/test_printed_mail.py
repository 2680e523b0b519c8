"""Mail of a trial is readable where it is printed."""

from io import StringIO

from django.core.mail import EmailMessage

from mou_tracker.printed_mail import PrintedMail


def test_a_korean_mail_is_printed_in_korean():
    printed = StringIO()
    message = EmailMessage("[업무협약] 챙길 일 3건", "기한 지남 1건", to=["editor@demo.invalid"])
    backend = PrintedMail(stream=printed)
    assert backend.send_messages([message]) == 1
    for words in ("editor@demo.invalid", "[업무협약] 챙길 일 3건", "기한 지남 1건"):
        assert words in printed.getvalue()
