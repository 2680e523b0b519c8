"""Send at most one mail a person and day.  May run from cron or a timer as often as one likes."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from agreements.actions import reminders
from agreements.desk.digests import Digest, digests
from agreements.models import Reminder
from agreements.models.reminder import ReminderOutcome
from agreements.rules.roles import COORDINATOR

LINES = 50  # of a section in a mail; the rest is counted, and stands in the admin
OUTCOMES = ("sent", "failed", "sent or begun before", "without anything to say")


def parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--on {text}: write the day as 2026-03-02.") from error


class Command(BaseCommand):
    help = "Mail each member of staff what to see to today: at most one digest a person and day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say who would get what; send nothing")
        parser.add_argument(
            "--on", metavar="DATE", help="another day than today, such as one that was missed"
        )
        parser.add_argument(
            "--unfinished",
            action="store_true",
            help="send again what a run that died may not have sent; only while no other run is at it",
        )

    def handle(self, *, dry_run: bool, on: str | None, unfinished: bool, **options: Any) -> None:
        today = timezone.localdate()
        digest_day = parse_day(on) if on else today
        if digest_day > today and not dry_run:
            raise CommandError(f"{digest_day} is yet to come: only --dry-run looks ahead.")
        with translation.override("ko"):
            digests_of_day = digests(digest_day)
            if dry_run:
                self.show(digests_of_day, on=digest_day)
            else:
                self.send(digests_of_day, on=digest_day, unfinished=unfinished)

    # ---- looking

    def show(self, digests_of_day: list[Digest], *, on: date) -> None:
        for digest in digests_of_day:
            self.stdout.write(f"{digest.account.username}: {digest.count}")
            for section, lines in digest.sections:
                self.stdout.write(f"  {section.mail_title}: {len(lines)}")
                for line in lines:
                    self.stdout.write(" – ".join(filter(None, (f"    {line.label}", line.aside))))
        mails = sum(digest.count > 0 for digest in digests_of_day)
        self.stdout.write(
            f"{on}: {mails} of {len(digests_of_day)} people would get mail. Nothing was sent or recorded."
        )

    # ---- sending

    def send(self, digests_of_day: list[Digest], *, on: date, unfinished: bool) -> None:
        require_mail_server()
        done: Counter[str] = Counter()
        for digest in digests_of_day:
            done[self.outcome(digest, on=on, unfinished=unfinished)] += 1
        self.stdout.write(f"{on}: " + ", ".join(f"{done[name]} {name}" for name in OUTCOMES) + ".")
        unfinished_reminders = Reminder.objects.filter(on=on, outcome=ReminderOutcome.SENDING)
        for name in unfinished_reminders.values_list("person__username", flat=True).order_by(
            "person__username"
        ):
            self.stdout.write(f"{name}: begun and not finished, perhaps by a run that died (--unfinished).")
        if done["failed"]:
            raise CommandError(f"{done['failed']} failed. The next run of this day tries them again.")

    def outcome(self, digest: Digest, *, on: date, unfinished: bool) -> str:
        if not digest.count:
            return "without anything to say"
        claimed = reminders.claim_digest(
            digest.account, digest.kinds, on=on, now=timezone.now(), unfinished=unfinished
        )
        if claimed is None:
            return "sent or begun before"
        try:
            digest_mail(digest, on=on).send(using="default")
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one mailbox, the others get theirs
            reminders.record_outcome(claimed, sent=False, now=timezone.now())
            self.stderr.write(f"{digest.account.username}: {type(error).__name__}")
            return "failed"
        reminders.record_outcome(claimed, sent=True, now=timezone.now())
        return "sent"


def require_mail_server() -> None:
    """Connect to the mail server once before anything is sent.

    Raises:
        CommandError: no server is set, or it does not answer.
    """
    if "default" not in mailers:
        raise CommandError("MAIL_URL is not set, so nothing can be sent. See the settings in README.md.")
    server = mailers.default
    try:
        server.open()
    except OSError as error:  # SMTPException is one
        raise CommandError(
            f"The mail server does not answer ({type(error).__name__}). Nothing was sent."
        ) from error
    server.close()


def digest_mail(digest: Digest, *, on: date) -> EmailMultiAlternatives:
    subject = subject_of(digest)
    context = {
        "subject": subject,
        "on": on,
        "sections": [(section, lines[:LINES], len(lines)) for section, lines in digest.sections],
        "coordinates": COORDINATOR in digest.person.roles,
        "address": settings.SITE_URL,
        "department": settings.CONTACT_DEPARTMENT,
        "telephone": settings.CONTACT_TELEPHONE,
    }
    message = EmailMultiAlternatives(
        subject,
        render_to_string("mail/digest.txt", context),
        to=[digest.account.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return message


def subject_of(digest: Digest) -> str:
    """Return “[업무협약] 챙길 일 3건: 기한 경과 2, 만료 예정 1”: no titles, which lock screens would show."""
    parts = ", ".join(f"{section.mail_title} {len(lines)}" for section, lines in digest.sections)
    text = ngettext(
        "[Agreements] %(count)s thing to see to: %(parts)s",
        "[Agreements] %(count)s things to see to: %(parts)s",
        digest.count,
    )
    return text % {"count": digest.count, "parts": parts}
