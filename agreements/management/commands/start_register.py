"""Begin an empty register of one's own: a conversation of four questions, in Korean."""

import getpass
import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, mailers
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreements.actions.refusals import ActRefused
from agreements.actions.start import StartedRegister, has_begun, start_register

PASSWORD = "FIRST_PASSWORD"  # noqa: S105  # the name of a variable, for a server without a terminal
TRIES = 3


class Command(BaseCommand):
    help = (
        "Begin an empty register: regions and public bodies, ordinances, themes, the first coordinator, and "
        f"a mail to try. Asks for what is not given; the password may stand in {PASSWORD}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", help="of the first coordinator")
        parser.add_argument("--email", help="of the first coordinator; reminders go there")

    def handle(self, *, username: str | None, email: str | None, **options: Any) -> None:
        with translation.override("ko"):
            if has_begun():
                raise CommandError(_("This register has begun already: it has accounts or records."))
            self.stdout.write(_("A register of your own begins. Nothing is stored before the last question."))
            try:
                started = self.start(username, email)
            except (ActRefused, ValidationError) as refusal:
                raise CommandError(f"{sentences(refusal)} {_('Nothing was stored.')}") from refusal
            except KeyboardInterrupt:
                raise CommandError(f"\n{_('Broken off.')} {_('Nothing was stored.')}") from None
            self.say_what_began(started)
            self.try_mail(started.coordinator.email)
            self.say_what_comes_next()

    def start(self, username: str | None, email: str | None) -> StartedRegister:
        """Ask for what is not given, and begin the register."""
        username = username or self.ask(
            lambda: input(_("Log-in name of the first coordinator: ")), valid_username
        )
        email = email or self.ask(lambda: input(_("Mail address of the coordinator: ")), valid_email)
        account = get_user_model()(username=username, email=email)
        password = os.environ.get(PASSWORD) or self.ask(
            lambda: getpass.getpass(_("Password: ")), lambda typed: confirmed_password(typed, account)
        )
        valid_email(email)
        validate_password(password, account)
        return start_register(username=username, email=email, password=password, now=timezone.now())

    def ask(self, read: Callable[[], str], valid: Callable[[str], str]) -> str:
        """Ask until the answer is valid, three times at most."""
        for _attempt in range(TRIES):
            try:
                return valid(read())
            except ValidationError as refusal:
                self.stderr.write(sentences(refusal))
            except EOFError:
                break
        raise CommandError(_("No answer that could be used. Nothing was stored."))

    # ---- telling

    def say_what_began(self, started: StartedRegister) -> None:
        self.stdout.write(
            _(
                "Entered: %(regions)s regions and %(agencies)s public bodies (not listed yet), "
                "%(ordinances)s ordinances, %(themes)s themes, and the account “%(account)s”."
            )
            % {
                "regions": started.regions,
                "agencies": started.agencies,
                "ordinances": started.ordinances,
                "themes": started.themes,
                "account": started.coordinator.get_username(),
            }
        )

    def try_mail(self, address: str) -> None:
        """Send one mail to the coordinator, and say whether the server took it."""
        if "default" not in mailers:
            self.stdout.write(
                _("No mail server is set, so nobody is reminded: set MAIL_URL and MAIL_FROM (README).")
            )
            return
        message = EmailMessage(
            _("[Agreements] Test mail of the register"),
            _(
                "Mail from this register works. What needs your attention will be sent here. "
                "Begun just now: %(address)s"
            )
            % {"address": settings.SITE_URL},
            to=[address],
        )
        try:
            message.send(using="default")
        except OSError as error:  # SMTPException is one
            self.stderr.write(
                _("The mail server refused the test mail (%(error)s). Check MAIL_URL.")
                % {"error": type(error).__name__}
            )
        else:
            self.stdout.write(_("A test mail was sent to %(address)s.") % {"address": address})

    def say_what_comes_next(self) -> None:
        self.stdout.write(
            _(
                "Next, at %(address)s: log in and set up the one-time password, list the bodies whose "
                "agreements you record (Agencies), and add a second coordinator, since nobody publishes what "
                "they wrote."
            )
            % {"address": f"{settings.SITE_URL}/admin/"}
        )


def valid_username(typed: str) -> str:
    username = typed.strip()
    get_user_model()._meta.get_field("username").clean(username, None)
    return username


def valid_email(typed: str) -> str:
    email = typed.strip()
    validate_email(email)
    return email


def confirmed_password(typed: str, account: Any) -> str:
    validate_password(typed, account)
    if getpass.getpass(_("Password again: ")) != typed:
        raise ValidationError(_("The two differ."))
    return typed


def sentences(refusal: ActRefused | ValidationError) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return str(refusal)
