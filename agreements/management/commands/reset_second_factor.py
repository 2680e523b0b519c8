from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from agreements.actions import second_factor
from agreements.actions.refusals import ActRefused


class Command(BaseCommand):
    help = (
        "Take the second factor of an account away: for a superuser whom no other superuser can help. "
        "The trace names the superuser who answers for it (--by)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--by", metavar="SUPERUSER", help="default: the account itself")

    def handle(self, *, username: str, by: str | None, **options: Any) -> None:
        user, actor = account_named(username), account_named(by or username)
        try:
            second_factor.reset_factor_of(
                user, actor=actor, now=timezone.now(), reason="manage.py reset_second_factor"
            )
        except ActRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{username}: the second factor is gone; the password alone sets up a new one.")


def account_named(username: str) -> Any:
    account = get_user_model().objects.filter(username=username).first()
    if account is None:
        raise CommandError(f"There is no account {username}.")
    return account
