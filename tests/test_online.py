"""Looking at web addresses: what is told of every answer, politely and bounded, against a server of the test's own.

The names of sites end with `.test` and lead to 127.0.0.1: port 80 to the server, port 443 to a port where nobody listens.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from booklet.online import Answer, Limits, Staat, check_online, look
from booklet.problems import Place

QUICK = Limits(connect=30, answer=30, whole=120, pause=0, at_once=4)
PLACE = Place("content/sociale-kaart/landelijk.yaml", 3, 14)
LOOPBACK = "127.0.0.1"
HUGE = 200_000_000  # bytes, far more than the buffers of a connection hold

Reply = Callable[["Handler"], None]


def says(status: int, location: str = "") -> Reply:
    """An answer with a status and where it leads."""

    def reply(handler: "Handler") -> None:
        handler.send_response(status)
        if location:
            handler.send_header("Location", location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return reply


def only_get(reply: Reply, refused: Reply) -> Reply:
    """A site that refuses a question for the head alone."""
    return lambda handler: (refused if handler.command == "HEAD" else reply)(handler)


def hang_up(handler: "Handler") -> None:
    """The site closes the line without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def nonsense(handler: "Handler") -> None:
    """The site says something that is no HTTP."""
    handler.wfile.write(b"220 welkom bij de postkamer\r\n\r\n")


def silence(handler: "Handler") -> None:
    """The site does not answer until the test is over."""
    handler.site.over.wait(30)


def huge(handler: "Handler") -> None:
    """A page without end, for who reads it."""
    handler.send_response(200)
    handler.end_headers()
    block = b"x" * 100_000
    try:
        for _ in range(HUGE // len(block)):
            handler.wfile.write(block)
            handler.site.sent += len(block)
    except OSError:
        handler.site.cut_off.set()


class Handler(BaseHTTPRequestHandler):
    """Answers from the pages of its site and remembers what was asked."""

    @property
    def site(self) -> "Site":
        """The server that it works for."""
        assert isinstance(self.server, Site)
        return self.server

    def answer(self) -> None:
        """Answer, and count who is busy with the same host."""
        site, host = self.site, self.headers["Host"]
        with site.lock:
            site.asked.append(f"{self.command} {host}{self.path}")
            site.headers.append(dict(self.headers))
            site.busy[host] = site.busy.get(host, 0) + 1
            site.most_of_one = max(site.most_of_one, site.busy[host])
            site.most = max(site.most, sum(site.busy.values()))
        time.sleep(site.slowness)
        with site.lock:  # before the visitor has its answer, for then it may ask the next thing
            site.busy[host] -= 1
        site.pages.get(self.path, says(404))(self)

    do_HEAD = do_GET = answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Be quiet."""


class Site(ThreadingHTTPServer):
    """A server on this machine with pages that the test chooses."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), Handler)
        self.pages: dict[str, Reply] = {"/": says(200)}
        self.lock = threading.Lock()
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.busy: dict[str, int] = {}
        self.most_of_one = self.most = self.sent = 0
        self.slowness = 0.0
        self.over = threading.Event()
        self.cut_off = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor that goes away is no fault of the server."""


def _closed_port() -> int:
    with socket.socket() as door:
        door.bind((LOOPBACK, 0))
        return int(door.getsockname()[1])


@pytest.fixture
def secure_port() -> int:
    """The port where https of every site is; nobody listens there."""
    return _closed_port()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch, secure_port: int) -> Iterator[Site]:
    """A server for all names in `.test`; nothing outside this machine is ever connected to."""
    server = Site()
    connected: list[str] = []
    connect = socket.socket.connect

    def found(host: str, port: int, *_rest: object, **_options: object) -> list[tuple[Any, ...]]:
        if not host.endswith(".test") or "bestaat-niet" in host:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        to = {80: server.server_port, 443: secure_port}[port]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (LOOPBACK, to))]

    def watched(self: socket.socket, address: Any) -> None:
        connected.append(address[0])
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket.socket, "connect", watched)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()
    assert connected, "the test connects to nothing"
    assert set(connected) == {LOOPBACK}


def _one(address: str, limits: Limits = QUICK) -> Answer:
    answers = look([address], None, limits)
    assert list(answers) == [address]
    return answers[address]


def _told(*addresses: str, limits: Limits = QUICK) -> list[str]:
    """What staff are told of these addresses, without the place."""
    problems = check_online({address: [PLACE] for address in addresses}, None, limits)
    return [str(problem).removeprefix(f"{problem.place}: ") for problem in problems]


SAID: dict[str, tuple[Reply, str]] = {
    "it is there": (says(200), ""),
    "it moved for a while": (says(302, "/nieuw"), ""),
    "it moved for a while, in another way": (says(307, "/nieuw"), ""),
    "a slash more is no other page": (says(301, "/p/"), ""),
    "www makes no difference": (says(301, "http://www.huis.test/p/"), ""),
    "it moved": (says(301, "/nieuw"), "melding: '{}' is verhuisd — het nieuwe adres is huis.test/nieuw"),
    "it moved to another site": (
        says(308, "http://buurt.test/"),
        "melding: '{}' is verhuisd — het nieuwe adres is buurt.test",
    ),
    "it moved, and from there for a while": (
        says(301, "/even"),
        "melding: '{}' is verhuisd — het nieuwe adres is huis.test/even",
    ),
    "it moved to what is gone": (
        says(301, "/weg"),
        "waarschuwing: de bladzijde '{}' is er niet meer — zoek het nieuwe adres op",
    ),
    "it leads for a while to what moved": (says(302, "/voorgoed"), ""),
    "it moved to nowhere": (says(301), ""),
    "it is not there": (says(404), "waarschuwing: de bladzijde '{}' is er niet meer — zoek het nieuwe adres op"),
    "it is gone": (says(410), "waarschuwing: de bladzijde '{}' is er niet meer — zoek het nieuwe adres op"),
    "it only gives the whole page": (only_get(says(200), says(405)), ""),
    "it hides its page from a look": (only_get(says(200), says(404)), ""),
    "it hangs up on a look": (only_get(says(200), hang_up), ""),
    **{
        f"it refuses with {status}": (
            says(status),
            "melding: de site van '{}' antwoordt, maar laat het programma niet kijken — kijk zelf of de bladzijde er is",
        )
        for status in (401, 403, 405, 429, 500, 503)
    },
    **{
        name: (reply, f"waarschuwing: '{{}}' {reason} — probeer het zelf, en kijk of het adres goed is getypt")
        for name, reply, reason in (
            ("it hangs up", hang_up, "verbreekt de verbinding"),
            ("it talks nonsense", nonsense, "verbreekt de verbinding"),
            ("it leads to a file", says(302, "file:///etc/passwd"), "stuurt door naar iets dat geen website is"),
            ("it leads to itself", says(302, "/p"), "blijft doorsturen, zonder een bladzijde te laten zien"),
            ("it leads to no address", says(302, "http://[/"), "is niet te openen"),
            ("it leads to no name", says(302, "http://bestaat-niet.test/"), "is niet te vinden, de naam van de site bestaat niet"),
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_is_told_of_an_answer(site: Site, name: str) -> None:
    """One plain sentence for every way in which a site answers, and none when all is well."""
    reply, told = SAID[name]
    site.pages |= {"/p": reply, "/p/": says(200), "/nieuw": says(200), "/even": says(302, "/nieuw")}
    site.pages["/voorgoed"] = says(301, "/nieuw")
    address = "http://huis.test/p"
    assert _told(address) == [told.format(address)] * bool(told)
    assert site.asked[0] == "HEAD huis.test/p"


def test_a_name_that_is_not_there(site: Site) -> None:
    """The name of a site may be mistyped; the others are still looked at."""
    (told,) = _told("bestaat-niet.test", "http://huis.test")
    assert told.startswith("waarschuwing: 'bestaat-niet.test' is niet te vinden, de naam van de site bestaat niet — ")
    assert site.asked == ["HEAD huis.test/"]


def test_a_site_where_nobody_listens(site: Site) -> None:
    """Neither https nor http can be connected to."""
    (told,) = _told("https://huis.test", "http://buurt.test")
    assert told.startswith("waarschuwing: 'https://huis.test' is niet te bereiken — ")
    assert site.asked == ["HEAD buurt.test/"]


def test_a_certificate_that_is_not_right(site: Site, secure_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is told as it is, and not hidden by looking without https."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise ssl.SSLCertVerificationError("certificate has expired")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    with socket.create_server((LOOPBACK, secure_port)):
        told = _told("huis.test")
    assert len(told) == 1
    assert told[0].startswith("waarschuwing: het certificaat van 'huis.test' klopt niet")
    assert site.asked == []


def test_https_comes_first_and_http_after_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address without a scheme is one of https; where only http answers, the QR code would not work."""
    assert _told("huis.test") == [
        "waarschuwing: 'huis.test' werkt alleen met http:// ervoor — "
        "schrijf http://huis.test, anders werkt de QR-code niet"
    ]
    assert _told("http://huis.test") == []
    assert site.asked == ["HEAD huis.test/"] * 2


def test_a_site_that_does_not_answer_in_time(site: Site) -> None:
    """Waiting for an answer ends."""
    site.pages["/stil"] = silence
    told = _told("http://huis.test/stil", limits=Limits(connect=5, answer=1, pause=0))
    assert len(told) == 1
    assert told[0].startswith("waarschuwing: 'http://huis.test/stil' antwoordt niet op tijd — ")
    assert site.asked == ["HEAD huis.test/stil"]  # a site that is slow is not asked twice


def test_when_the_time_is_over_the_rest_is_not_looked_at(site: Site) -> None:
    """The whole is bounded; what was not looked at is told, and is not asked for behind the back of the program."""
    before = set(threading.enumerate())
    site.pages["/stil"] = silence
    addresses = ["http://huis.test/stil", "http://huis.test/"]
    told = _told(*addresses, limits=Limits(connect=5, answer=20, whole=0.5, pause=0))
    assert {line.partition(" — ")[0] for line in told} == {
        f"melding: '{address}' is niet bekeken, de tijd was om" for address in addresses
    }
    site.over.set()
    for thread in set(threading.enumerate()) - before:
        thread.join()
    assert site.asked == ["HEAD huis.test/stil"]


def test_of_a_huge_page_next_to_nothing_is_read(site: Site) -> None:
    """The line is closed when the head of the answer is there."""
    site.pages["/groot"] = only_get(huge, says(405))
    assert _one("http://huis.test/groot").staat == Staat.ANTWOORDT
    assert site.cut_off.wait(30)
    assert site.sent < HUGE / 2


def test_no_more_than_five_times_it_is_sent_on(site: Site) -> None:
    """Five steps are followed, a sixth is not."""
    site.pages |= {f"/{step}": says(302, f"/{step + 1}") for step in range(6)} | {"/6": says(200)}
    assert _one("http://huis.test/1").staat == Staat.ANTWOORDT
    assert _one("http://huis.test/0").staat == Staat.ONBEREIKBAAR
    assert [line for line in site.asked if line.endswith("/6")] == ["HEAD huis.test/6"]


def test_one_site_is_never_asked_two_things_at_once(site: Site) -> None:
    """Not by its own addresses and not by those that lead to it; and never more sites at once than is allowed."""
    site.slowness = 0.05
    site.pages |= {f"/{number}": says(200) for number in range(6)} | {"/door": says(302, "http://huis.test/")}
    own = [f"http://huis.test/{number}" for number in range(6)]
    others = [f"http://buurt{number}.test/door" for number in range(6)]
    answers = look([*own, *others], None, QUICK)
    assert {answer.staat for answer in answers.values()} == {Staat.ANTWOORDT}
    assert len(site.asked) == len(own) + 2 * len(others)
    assert site.most_of_one == 1
    assert site.most <= QUICK.at_once


def test_other_sites_are_asked_meanwhile(site: Site) -> None:
    """Two sites that wait for each other both get to answer."""
    both = threading.Barrier(2, timeout=20)

    def together(handler: Handler) -> None:
        both.wait()
        says(200)(handler)

    site.pages["/samen"] = together
    answers = look(["http://huis.test/samen", "http://buurt.test/samen"], None, QUICK)
    assert set(answers.values()) == {Answer(Staat.ANTWOORDT)}


def test_every_address_is_asked_once_and_told_everywhere(site: Site) -> None:
    """An address that stands with many entries costs one look, and every place of it is told, in order."""
    places = [Place("content/b.yaml", 9, 1), Place("content/a.yaml", 4, 1), Place("content/a.yaml", 2, 1)]
    steps: list[tuple[int, int]] = []
    found = check_online(
        {"http://huis.test/p": places, "http://huis.test/": [PLACE]}, lambda *step: steps.append(step), QUICK
    )
    assert [problem.place for problem in found] == sorted(places)
    assert {problem.code for problem in found} == {"N02"}
    assert site.asked == ["HEAD huis.test/p", "GET huis.test/p", "HEAD huis.test/"]
    assert steps == [(1, 2), (2, 2)]


def test_the_visitor_says_who_it_is_and_keeps_nothing(site: Site) -> None:
    """The name of the program, no cookies, and nothing about this machine."""

    def baked(handler: Handler) -> None:
        handler.send_response(302)
        handler.send_header("Set-Cookie", "wie=u")
        handler.send_header("Location", "http://wie:geheim@huis.test/")
        handler.end_headers()

    site.pages["/koek"] = baked
    assert _one("http://huis.test/koek").staat == Staat.ANTWOORDT
    assert len(site.headers) == 2
    for headers in site.headers:
        assert headers.keys() == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert "Mijn Eigen Plan" in headers["User-Agent"]
        assert socket.gethostname() not in headers["User-Agent"]


def test_without_internet_it_is_told_once(site: Site) -> None:
    """When no site at all can be reached, the addresses are not to blame."""
    unknown = [f"bestaat-niet-{number}.test" for number in range(9)]
    (told,) = check_online({address: [PLACE] for address in unknown}, None, QUICK)
    assert told.place == Place(PLACE.file)
    assert told.message == "geen enkele site was te bereiken, dus de webadressen zijn niet bekeken"
    assert len(_told(*unknown, "http://huis.test")) == len(unknown)
    assert site.asked == ["HEAD huis.test/"]


def test_a_name_with_an_accent_is_written_as_the_internet_wants_it(site: Site) -> None:
    """A site may be called after a café, with a page that has accents too."""
    site.pages["/caf%C3%A9"] = says(200)
    assert _one("http://café.test/café").staat == Staat.ANTWOORDT
    assert site.asked == ["HEAD xn--caf-dma.test/caf%C3%A9"]


def test_what_is_made_up_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """`voorbeeld.example` cannot exist, and a fictional gemeente is full of it."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments: pytest.fail("looked for"))
    assert look(["voorbeeld.example", "https://www.voorbeeld.example/hulp", "buurt.voorbeeld.example"]) == {}
    assert check_online({"voorbeeld.example": [PLACE]}) == ()
    assert check_online({}) == ()


@pytest.mark.parametrize(
    "address", ["", " ", "http://", "https://[", "geen adres", "é" * 99 + ".test", "{0}.bestaat-niet.test", "a..test"]
)
def test_an_address_that_is_none_is_told(site: Site, address: str) -> None:
    """Nothing that stands in a file can make the looking fail."""
    (told,) = _told(address, "http://huis.test")
    assert told.startswith(f"waarschuwing: '{address}' is niet te ")
    assert site.asked == ["HEAD huis.test/"]
