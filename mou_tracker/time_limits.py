"""How long PostgreSQL works for one request.

Only the process that answers requests asks for it (``wsgi.py``): a command and a migration take as long as
they need.  A streamed file has a limit of its own (``agreements/lists/file_stream.py``).
"""

from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def limit_requests() -> None:
    """Let each connection that is opened from now on begin with the limits of a request."""
    connection_created.connect(limit, dispatch_uid="limit_requests")


def limit(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name, value in settings.REQUEST_LIMITS.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
