"""Mail of a trial, printed where the site runs: as a person reads it, not as it travels (base64)."""

from typing import Any

from django.core.mail.backends.console import EmailBackend as StockBackend


class PrintedMail(StockBackend):
    def write_message(self, message: Any) -> None:
        head = f"Mail to {', '.join(message.recipients())}: {message.subject}"
        self.stream.write(f"{'-' * 79}\n{head}\n\n{message.body.strip()}\n{'-' * 79}\n")
