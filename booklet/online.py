"""Whether the web addresses of a Sociale Kaart answer; the only module that goes on the internet, and only when asked.

It is a polite guest: one question at a time for a site with a pause after it, every address once, no cookies, nothing of an
answer is read but its head, and it says who it is. All waiting is bounded: of a connection, of an answer, and of the whole.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3 import exceptions as fault

from booklet.addresses import ascii_address, shown_address, web_address
from booklet.problems import Place, Problem, in_order, note, warning

_WHO = {"User-Agent": "Mijn Eigen Plan (kijkt of webadressen nog antwoorden)", "Accept": "*/*", "Connection": "close"}
_MAX_REDIRECTS = 5
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_GONE = (404, 410)
_TOO_MANY = 429
_FICTION = ".example"  # a name that nobody can have (RFC 2606)


class Staat(StrEnum):
    """What came of looking at an address."""

    ANTWOORDT = "antwoordt"
    VERHUISD = "verhuisd"
    ALLEEN_HTTP = "alleen http"
    WEG = "weg"
    WEIGERT = "weigert"
    ONBEREIKBAAR = "onbereikbaar"
    NIET_BEKEKEN = "niet bekeken"


@dataclass(frozen=True)
class Answer:
    """What came of it, with the new address of what moved, or a sentence in Dutch why a site could not be reached."""

    staat: Staat
    detail: str = ""


@dataclass(frozen=True)
class Limits:
    """How long it may take, in seconds, and how many sites are asked at the same time."""

    connect: float = 10
    answer: float = 20
    whole: float = 300
    pause: float = 0.5
    at_once: int = 8


LIMITS = Limits()

OnStep = Callable[[int, int], None]


def check_online(
    places: Mapping[str, Sequence[Place]], on_step: OnStep | None = None, limits: Limits = LIMITS
) -> tuple[Problem, ...]:
    """What is wrong with web addresses, told at every place where they stand.

    `on_step` hears how many addresses were looked at, and how many there are. Never raises on what a site does.
    """
    answers = look(tuple(places), on_step, limits)
    if offline := _offline(answers, places):
        return (offline,)
    told = ((place, address, answer) for address, answer in answers.items() for place in places[address])
    return in_order(problem for one in told if (problem := _problem(*one)))


def look(addresses: Iterable[str], on_step: OnStep | None = None, limits: Limits = LIMITS) -> Mapping[str, Answer]:
    """What came of looking at each address; those that are fictional are left out, and nothing is raised.

    The addresses are as they are printed: without a scheme https is tried, and http when there is no https.
    """
    wanted = [address for address in dict.fromkeys(addresses) if not _host(web_address(address)).endswith(_FICTION)]
    end = time.monotonic() + limits.whole
    visitor = _Visitor(limits, end)
    sites: SimpleQueue[list[str]] = SimpleQueue()
    for site in _by_host(wanted):
        sites.put(site)
    answers: SimpleQueue[tuple[str, Answer]] = SimpleQueue()
    for _ in range(min(limits.at_once, sites.qsize())):
        Thread(target=_visit, args=(visitor, sites, answers), daemon=True).start()
    found = dict.fromkeys(wanted, Answer(Staat.NIET_BEKEKEN))
    for number in range(1, len(wanted) + 1):
        try:
            address, answer = answers.get(timeout=max(0, end - time.monotonic()))
        except Empty:
            break
        found[address] = answer
        if on_step:
            on_step(number, len(wanted))
    return found


def _by_host(addresses: Iterable[str]) -> list[list[str]]:
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(web_address(address)), []).append(address)
    return list(hosts.values())


def _visit(visitor: "_Visitor", sites: "SimpleQueue[list[str]]", answers: "SimpleQueue[tuple[str, Answer]]") -> None:
    """The work of one thread: the addresses of a site one after the other, until there are no more sites."""
    while True:
        try:
            site = sites.get_nowait()
        except Empty:
            return
        for address in site:
            answers.put((address, visitor.visit(address)))


class _LateError(Exception):
    """The time for the whole is over."""


class _OddError(Exception):
    """An answer that leads nowhere; the text says why, with `{}` for the address."""


class _Visitor:
    """Asks sites, one question at a time for each."""

    def __init__(self, limits: Limits, end: float) -> None:
        self.limits = limits
        self.end = end
        self.pool = urllib3.PoolManager(headers=_WHO, retries=False)
        self.timeout = urllib3.Timeout(connect=limits.connect, read=limits.answer, total=limits.answer)
        self.turns: dict[str, Lock] = {}

    def visit(self, address: str) -> Answer:
        try:
            return self._seen(address)
        except _LateError:
            return Answer(Staat.NIET_BEKEKEN)
        except Exception as why:  # a site can send anything, and no answer of it may stop the others
            return Answer(Staat.ONBEREIKBAAR, _reason(why).format(address))

    def _seen(self, address: str) -> Answer:
        secure = web_address(address)
        if secure == address:  # it names its scheme
            return self._followed(secure)
        try:
            return self._followed(secure)
        except (fault.ConnectTimeoutError, fault.SSLError) as why:  # a refused connection is a kind of the first
            if isinstance(why, fault.NameResolutionError) or _bad_certificate(why):
                raise
            try:
                answer = self._followed(f"http://{address}")
            except fault.HTTPError:
                raise why from None
        return Answer(Staat.ALLEEN_HTTP) if answer.staat == Staat.ANTWOORDT else answer

    def _followed(self, url: str) -> Answer:
        """The answer of an address, or of where it leads."""
        first = moved_to = url
        for_good = True
        for _ in range(_MAX_REDIRECTS + 1):
            status, location = self._status(url)
            if status not in _REDIRECTS or location is None:
                return _answer(status, first, moved_to)
            url = urljoin(url, location)
            if urlsplit(url).scheme not in ("http", "https"):
                raise _OddError("'{}' stuurt door naar iets dat geen website is")
            for_good = for_good and status in _PERMANENT
            moved_to = url if for_good else moved_to
        raise _OddError("'{}' blijft doorsturen, zonder een bladzijde te laten zien")

    def _status(self, url: str) -> tuple[int, str | None]:
        """The status and the new address; asked without the page, and with it where a site refuses that."""
        try:
            status, location = self._ask("HEAD", url)
        except fault.ProtocolError:
            return self._ask("GET", url)
        return (status, location) if status < 400 or status == _TOO_MANY else self._ask("GET", url)

    def _ask(self, method: str, url: str) -> tuple[int, str | None]:
        with self.turns.setdefault(_host(url), Lock()):
            if time.monotonic() > self.end:
                raise _LateError
            try:
                answer = self.pool.request(
                    method, ascii_address(url), redirect=False, preload_content=False, timeout=self.timeout
                )
                answer.close()  # unread: the page itself can be any size
            finally:
                time.sleep(self.limits.pause)
        return answer.status, answer.headers.get("Location")


def _answer(status: int, first: str, moved_to: str) -> Answer:
    if status in _GONE:
        return Answer(Staat.WEG)
    if status >= 400:
        return Answer(Staat.WEIGERT)
    if _same(first) != _same(moved_to):
        return Answer(Staat.VERHUISD, shown_address(moved_to))
    return Answer(Staat.ANTWOORDT)


def _host(url: str) -> str:
    """The site of an address, for which www makes no difference; nothing for what is no address."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _same(url: str) -> tuple[str, str, str]:
    """What two addresses of the same page have in common."""
    parts = urlsplit(url)
    return _host(url), parts.path.rstrip("/"), parts.query


def _bad_certificate(why: BaseException) -> bool:
    return isinstance(why, fault.SSLError) and any(isinstance(one, ssl.SSLCertVerificationError) for one in why.args)


def _reason(why: Exception) -> str:
    """Why there is no answer, in plain Dutch, with `{}` for the address."""
    if isinstance(why, _OddError):
        return str(why)
    if _bad_certificate(why):
        return "het certificaat van '{}' klopt niet, dus bezoekers krijgen een waarschuwing"
    return next((text for kind, text in _REASONS.items() if isinstance(why, kind)), "'{}' is niet te openen")


_REASONS: dict[type[Exception], str] = {  # the first that fits: each is a kind of one below it
    fault.NameResolutionError: "'{}' is niet te vinden, de naam van de site bestaat niet",
    fault.NewConnectionError: "'{}' is niet te bereiken",
    fault.TimeoutError: "'{}' antwoordt niet op tijd",
    fault.SSLError: "'{}' heeft geen veilige verbinding",
    fault.ProtocolError: "'{}' verbreekt de verbinding",
}


def _offline(answers: Mapping[str, Answer], places: Mapping[str, Sequence[Place]]) -> Problem | None:
    """One problem instead of many when no site at all can be reached."""
    sites = {_host(web_address(address)) for address in answers}
    where = sorted(place for address in answers for place in places[address])
    if not where or len(sites) == 1 or any(answer.staat != Staat.ONBEREIKBAAR for answer in answers.values()):
        return None
    message = "geen enkele site was te bereiken, dus de webadressen zijn niet bekeken"
    return warning("N01", Place(where[0].file), message, "kijk of deze computer internet heeft")


class _Telling(NamedTuple):
    """How a problem is told; `{address}` and `{detail}` are filled in."""

    problem: Callable[[str, Place, str, str], Problem]
    code: str
    message: str
    hint: str


_TELLINGS = {
    Staat.WEG: _Telling(warning, "N02", "de bladzijde '{address}' is er niet meer", "zoek het nieuwe adres op"),
    Staat.ONBEREIKBAAR: _Telling(warning, "N03", "{detail}", "probeer het zelf, en kijk of het adres goed is getypt"),
    Staat.ALLEEN_HTTP: _Telling(
        warning,
        "N04",
        "'{address}' werkt alleen met http:// ervoor",
        "schrijf http://{address}, anders werkt de QR-code niet",
    ),
    Staat.VERHUISD: _Telling(note, "N05", "'{address}' is verhuisd", "het nieuwe adres is {detail}"),
    Staat.WEIGERT: _Telling(
        note,
        "N06",
        "de site van '{address}' antwoordt, maar laat het programma niet kijken",
        "kijk zelf of de bladzijde er is",
    ),
    Staat.NIET_BEKEKEN: _Telling(
        note, "N07", "'{address}' is niet bekeken, de tijd was om", "kijk zelf, of probeer het later nog eens"
    ),
}


def _problem(place: Place, address: str, answer: Answer) -> Problem | None:
    """What staff should know of an answer; nothing when all is well."""
    if answer.staat not in _TELLINGS:
        return None
    tell, code, message, hint = _TELLINGS[answer.staat]
    words = {"address": address, "detail": answer.detail}
    return tell(code, place, message.format(**words), hint.format(**words))
