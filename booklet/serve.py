"""The preview in a browser: its pages over HTTP, for this machine alone.

Nothing can be changed through it: it only answers GET, only on 127.0.0.1, and only who calls it by that name, so that no
site on the internet can look along under a name of its own. A browser hears of a change by asking and being kept waiting.
"""

import json
import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from booklet.kijk import Bladzijde, Boekje, Preview, View
from booklet.markup import LAYOUTS, write_page
from booklet.origin import Found
from booklet.overview import name_of
from booklet.problems import Problem, Severity

HOST = "127.0.0.1"
PORTS = range(8010, 8030)  # the first that is free
NAMES = frozenset({HOST, "localhost"})
WAIT = 20  # seconds that a browser is kept waiting for a change
SILENCE = 60  # seconds after which a connection that asks nothing is closed
STARTING = "De bladzijden worden gemaakt. De eerste keer duurt dat even."

_SAID = {
    400: "Deze vraag is niet te lezen.",
    403: f"Open deze pagina als {HOST}.",
    404: "Deze pagina is er niet.",
    405: "Hier kunt u alleen kijken.",
    500: "Het programma maakte een fout. Meld dit aan de makers.",
}
_SEVERITIES = (
    (Severity.ERROR, "fout", "fouten"),
    (Severity.WARNING, "waarschuwing", "waarschuwingen"),
    (Severity.NOTE, "melding", "meldingen"),
)


class Answer(NamedTuple):
    """What a browser gets: bytes, what they are, and how long it may keep them."""

    data: bytes
    kind: str
    keep: str = "no-store"


class Server(ThreadingHTTPServer):
    """Answers for one preview; raises `OSError` when the port is taken."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # on Windows it would let two programs have one port

    def __init__(self, preview: Preview, port: int) -> None:
        super().__init__((HOST, port), _Handler)
        self.preview = preview

    @property
    def address(self) -> str:
        """What to type in a browser."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: a browser that goes away in the middle of an answer is no fault."""


def open_server(preview: Preview) -> Server:
    """A server on the first port that is free, or on any when all of ours are taken."""
    for port in PORTS:
        try:
            return Server(preview, port)
        except OSError:
            continue
    return Server(preview, 0)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "MijnEigenPlan"
    sys_version = ""
    timeout = SILENCE

    def do_GET(self) -> None:
        """Answer a question of a browser."""
        name = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        url = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(url.query).items()}
        if name not in NAMES:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        try:
            answer = _answer(self.server.preview, url.path, asked)
        except (KeyError, ValueError):
            self.send_error(HTTPStatus.BAD_REQUEST)
        except Exception:  # a traceback is no answer
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            if answer:
                self._send(HTTPStatus.OK, answer)
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say in Dutch what went wrong; what is not GET ends here too."""
        known = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        said = _SAID.get(known, _SAID[400])
        self.close_connection = True
        self._send(known, Answer(said.encode(), "text/plain; charset=utf-8"))

    def _send(self, status: HTTPStatus, answer: Answer) -> None:
        self.send_response(status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.data)))
        self.send_header("Cache-Control", answer.keep)
        self.send_header("Content-Security-Policy", _policy())
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for people."""


def _policy() -> str:
    """What the page may load: its own pictures, and no script but ours."""
    mark = b64encode(sha256(_script().encode()).digest()).decode()
    return (
        f"default-src 'none'; img-src 'self' data:; connect-src 'self'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _script() -> str:
    return (LAYOUTS / "kijk/kijk.js").read_text(encoding="utf-8")


def _answer(preview: Preview, path: str, asked: Mapping[str, str]) -> Answer | None:
    """The answer to a question, or None when there is nothing at this path; raises KeyError or ValueError on a wrong one."""
    if path == "/":
        return Answer(page_of(preview.view, preview.subject.gemeente).encode(), "text/html; charset=utf-8")
    if path == "/stand":
        return _json({"nummer": preview.wait(int(asked["na"]), WAIT).nummer})
    if path == "/zinnen":
        return _json([_told(one) for one in preview.zinnen(asked["editie"], int(asked["bladzijde"]))])
    if path == "/bron":
        x, y = float(asked["x"]), float(asked["y"])
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise ValueError
        found = preview.bron(asked["editie"], int(asked["bladzijde"]), x, y)
        return _json(_told(found) if found else None)
    name = path.removeprefix("/beeld/").removesuffix(".webp")
    picture = preview.beeld(name)
    return Answer(picture, "image/webp", "max-age=31536000, immutable") if picture else None


def _json(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), "application/json")


def _told(found: Found) -> dict[str, str | int]:
    return {"tekst": found.text, "bestand": found.place.file, "regel": found.place.line}


# ----------------------------------------------------------------------------------------------------------------------
# The page


class Thumb(NamedTuple):
    """A page as it is shown; its number and what it is called make the words for a screen reader."""

    nummer: int
    naam: str
    beeld: str
    breed: int
    hoog: int
    kleur: str
    bezig: bool


def page_of(view: View, gemeente: str) -> str:
    """What the browser shows of a view."""
    values = {
        "gemeente": gemeente,
        "view": view,
        "stand": status_of(view),
        "groepen": list(_groups(view.problems)),
        "boekjes": [(boekje, list(_openings(boekje))) for boekje in view.boekjes],
        "script": _script(),
    }
    return write_page("kijk/index.html", values)


def status_of(view: View) -> str:
    """How it stands, in a sentence or two."""
    if view.oud and view.boekjes:
        return "Er is een fout. U ziet de bladzijden van vóór deze fout."
    if view.oud:
        return "Er is een fout. Zonder die fout komen hier de bladzijden."
    if not view.boekjes:
        return STARTING
    if view.bezig:
        return f"Nog {_counted(view.bezig, 'deel', 'delen')} te maken."
    errors = sum(problem.severity is Severity.ERROR for problem in view.problems)
    return f"Bijgewerkt, met {_counted(errors, 'fout', 'fouten')}." if errors else "Bijgewerkt."


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _groups(problems: tuple[Problem, ...]) -> Iterator[tuple[Severity, str, list[Problem]]]:
    """The problems that are equally bad, the worst first, with how many there are in words."""
    for severity, one, more in _SEVERITIES:
        found = [problem for problem in problems if problem.severity is severity]
        if found:
            yield severity, _counted(len(found), one, more), found


def _openings(boekje: Boekje) -> Iterator[tuple[Thumb, ...]]:
    """The pages as they lie open: the first alone and then in pairs, or each alone when it is not folded."""
    pages = [_thumb(page) for page in boekje.bladzijden]
    if not boekje.folded:
        yield from ((page,) for page in pages)
        return
    yield tuple(pages[:1])
    for left in range(1, len(pages), 2):
        yield tuple(pages[left : left + 2])


def _thumb(page: Bladzijde) -> Thumb:
    colour = page.part.domein.kleur if page.part.domein else ""
    return Thumb(page.nummer, name_of(page.part), page.beeld, page.breed, page.hoog, colour, page.bezig)
