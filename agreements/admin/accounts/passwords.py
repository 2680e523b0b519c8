"""Forms that set a password: the change is an act and leaves a trace."""

from typing import Any

from django.contrib.admin.forms import AdminPasswordChangeForm as StockOwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.utils import timezone

from agreements.actions import accounts


class OwnPasswordForm(StockOwnPasswordForm):
    def save(self, commit: bool = True) -> Any:
        user = super().save(commit=False)
        accounts.change_password(user, actor=user, now=timezone.now())
        return user


class PasswordForm(AdminPasswordChangeForm):
    """Somebody's password, set by a superuser."""

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit=False)
        accounts.change_password(user, actor=self.actor, now=timezone.now())
        return user
