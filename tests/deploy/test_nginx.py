"""The nginx of the example, started for real in front of a small server that serves one client at a time."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import UnixStreamServer
from threading import Thread

import pytest
from django.conf import settings

from tests.conftest import NGINX

pytestmark = [pytest.mark.nginx, pytest.mark.sqlite]  # no database: one round is enough

EXAMPLE = settings.BASE_DIR / "deploy" / "nginx.conf.example"
HOST = "mou.example.go.kr"
DOCUMENT_BYTES = 18_000_000
EXPORT_BYTES = 3_000_000  # more than the buffers of sockets and of nginx's memory hold
DOCUMENT, EXPORT = "/documents/18-megabytes/", "/commitments.csv"
DOWNLOADS_AT_ONCE = 20
GIVE_UP_SECONDS = 5  # only what hangs waits so long

AROUND = """\
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/site.conf;
}}
"""


class Upstream(BaseHTTPRequestHandler):
    """Answer one request after the other: a client that holds it up holds up all."""

    protocol_version = "HTTP/1.0"  # no connection outlives its answer

    def do_GET(self) -> None:
        size = {DOCUMENT: DOCUMENT_BYTES, EXPORT: EXPORT_BYTES}.get(self.path)
        body = b"x" * size if size else repr(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_values: object) -> None:
        pass


class Client(http.client.HTTPConnection):
    """A connection to one of nginx's sockets, over TLS where ``context`` is given."""

    def __init__(self, path: Path, context: ssl.SSLContext | None = None) -> None:
        super().__init__(HOST, timeout=GIVE_UP_SECONDS)
        self.path, self.context = path, context

    def connect(self) -> None:
        plain = socket.socket(socket.AF_UNIX)
        plain.settimeout(GIVE_UP_SECONDS)
        plain.connect(str(self.path))
        self.sock = self.context.wrap_socket(plain, server_hostname=HOST) if self.context else plain


class Site:
    """Where the running nginx is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.context = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        self.clients = ExitStack()

    def client(self) -> Client:
        client = Client(self.folder / "https", self.context)
        self.clients.callback(client.close)
        return client

    def begin(self, address: str, **headers: str) -> http.client.HTTPResponse:
        """Ask, and read no more than the head of the answer."""
        client = self.client()
        client.request("GET", address, headers=headers)
        return client.getresponse()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with the example's text; the path of a socket in it is short enough."""
    made = Path(tempfile.mkdtemp(prefix="mou-nginx-", dir="/tmp"))
    try:
        make_certificate(made)
        user = "user root root;" if os.geteuid() == 0 else ""  # else its workers may not enter the folder
        (made / "nginx.conf").write_text(AROUND.format(folder=made, user=user))
        (made / "site.conf").write_text(example_in(made))
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def make_certificate(folder: Path) -> None:
    of_whom = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *of_whom, *files]
    subprocess.run(command, check=True, capture_output=True)


def example_in(folder: Path) -> str:
    """Give the example's text with sockets in the place of ports, and the test's certificate."""
    text = EXAMPLE.read_text()
    for theirs, ours in {
        "server 127.0.0.1:8000;": f"server unix:{folder}/upstream;",
        "listen 80;": f"listen unix:{folder}/http;",
        "listen 443 ssl": f"listen unix:{folder}/https ssl",
        f"/etc/ssl/{HOST}/fullchain.pem": f"{folder}/certificate.pem",
        f"/etc/ssl/{HOST}/privkey.pem": f"{folder}/key.pem",
    }.items():
        assert text.count(theirs) == 1, theirs
        text = text.replace(theirs, ours)
    return text


def nginx(folder: Path, *options: str) -> list[str]:
    return [NGINX, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf", *options]


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Path]:
    """The running nginx, with its upstream."""
    with upstream(folder / "upstream"):
        process = subprocess.Popen(nginx(folder), stderr=subprocess.PIPE)
        try:
            wait_for_socket(folder / "https", process)
            yield folder
        finally:
            process.terminate()
            process.communicate(timeout=GIVE_UP_SECONDS)


@contextmanager
def upstream(path: Path) -> Iterator[None]:
    with UnixStreamServer(str(path), Upstream) as answering:
        answering.request_queue_size = 64
        answering.socket.listen(64)
        thread = Thread(target=answering.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            answering.shutdown()
            thread.join(GIVE_UP_SECONDS)


def wait_for_socket(path: Path, process: subprocess.Popen[bytes]) -> None:
    """Try to connect until nginx listens or has ended."""
    while process.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(path)) == 0:
                return
        os.sched_yield()
    pytest.fail(process.communicate()[1].decode())


@pytest.fixture
def site(server: Path) -> Iterator[Site]:
    """nginx as a client sees it; what a test left open is closed at its end."""
    asked = Site(server)
    with asked.clients:
        yield asked


def test_the_nginx_of_debian_takes_the_example(folder):
    checked = subprocess.run(nginx(folder, "-t"), capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr


def test_plain_http_is_sent_to_https(server):
    client = Client(server / "http")
    client.request("GET", "/agreements/?page=2")
    answer = client.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{HOST}/agreements/?page=2")
    assert answer.getheader("Server") == "nginx", "without its version"
    client.close()


def test_browsers_are_offered_http_2(site):
    site.context.set_alpn_protocols(["h2", "http/1.1"])
    client = site.client()
    client.connect()
    assert client.sock.selected_alpn_protocol() == "h2"


def test_what_the_site_believes_of_a_client_is_what_nginx_wrote(site):
    forged = {"X-Forwarded-Proto": "http", "X-Real-IP": "192.0.2.7", "X-Forwarded-For": "192.0.2.7"}
    passed_on = site.begin("/", **forged).read().decode()
    assert "'X-Forwarded-Proto': 'https'" in passed_on
    assert f"'Host': '{HOST}'" in passed_on
    assert "192.0.2.7" not in passed_on


def test_who_reads_a_large_document_slowly_holds_up_nobody(site):
    slow = [site.begin(DOCUMENT) for _reader in range(4)]
    assert [answer.status for answer in slow] == [200] * 4
    # Its one thread was free each time, though nobody has read more than the head so far.
    assert site.begin("/robots.txt").status == 200
    assert [len(answer.read()) for answer in slow] == [DOCUMENT_BYTES] * 4


def test_one_address_takes_so_many_downloads_at_once_and_still_reads_pages(site):
    slow = [site.begin(EXPORT) for _reader in range(DOWNLOADS_AT_ONCE)]
    assert {answer.status for answer in slow} == {200}
    assert site.begin(EXPORT).status == 429
    assert site.begin(f"/en{DOCUMENT}").status == 429
    assert site.begin("/commitments/").status == 200
