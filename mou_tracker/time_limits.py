"""Limit how long PostgreSQL works for one request.

Only the process that answers requests sets the limits (``wsgi.py``): a command and a migration take as
long as they need.  A streamed file has a limit of its own (``agreements/lists/file_stream.py``).
"""

from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def limit_requests() -> None:
    """Give the limits of a request to each connection that this process opens from now on."""
    connection_created.connect(set_request_limits, dispatch_uid="limit_requests")


def set_request_limits(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name, value in settings.REQUEST_LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
