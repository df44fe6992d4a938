"""Looking on while somebody writes: pages as pictures, made again part by part when a file changes.

Every part of a booklet is typeset alone, on the pages and the side that it has in the whole booklet, and kept by all that
it is made of. So after a change only the parts are made again of which the words, the look or the place changed. What is
shown is one frozen `View` at a time, with a number that goes up; who looks on waits for a higher number.
"""

import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from watchfiles import Change, watch

from booklet.checks import check
from booklet.content import Library, own_files, read_content
from booklet.formaten import FORMATEN
from booklet.kaart import tips
from booklet.markup import LAYOUTS, LayoutError, Sheets, forget_layouts, write_each
from booklet.models import Content
from booklet.origin import Found, Line, found_on, in_template, letters, lines_of
from booklet.pictures import Picture, pictures
from booklet.planner import PagePlan, Part, length_key
from booklet.problems import Place, Problem, error, in_order, stops
from booklet.settle import MAX_ROUNDS, UNSETTLED, Desk, Job, Settled, added, learned, misplaced

if TYPE_CHECKING:  # WeasyPrint takes half a second to import, so it is imported when pages are made
    from booklet.typeset import Typeset

WIDTH = 800  # pixels of a picture: a page to read on a sharp screen
QUIET_MS = 50  # without another change, before a change is told
MOST_MS = 400  # that a change waits while others follow it
UNCHECKED = 6  # parts that are shown before the content is checked: as many as one text comes in
BREATH = 0.2  # seconds between two looks whether to stop: Windows lets Ctrl+C through only then


@dataclass(frozen=True)
class Subject:
    """What to look at: a gemeente and some of its editions, or all that need not be asked for; checked as on this day."""

    gemeente: str
    today: date
    edities: tuple[str, ...] = ()
    inhoud: Path = Path("content")


class Drawn(NamedTuple):
    """A part as it was made: its PDF, a picture of every page and its name, what is wrong, and what it tells of its length."""

    pdf: bytes
    pictures: tuple[Picture, ...]
    names: tuple[str, ...]
    problems: tuple[Problem, ...]
    settled: Settled


class Task(NamedTuple):
    """A part to make in the plan of a job, and the name of all that it is made of."""

    job: Job
    plan: PagePlan
    part: Part
    sheets: Sheets
    key: str

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands: in which booklet, and under which name there."""
        return self.job.stem, self.part.anchor

    @property
    def length_key(self) -> str | None:
        """The name by which its length is known, when only typesetting tells it."""
        kind = self.part.kind
        return length_key(self.plan.editie, kind, self.part.about) if kind.flows(groot=False) else None


class Bladzijde(NamedTuple):
    """A page to look at: its number, its part, and the name and size of its picture, which is empty before the first one.

    `bezig` when it shows how it was before the change that is being made.
    """

    nummer: int
    part: Part
    beeld: str
    breed: int
    hoog: int
    bezig: bool


class Boekje(NamedTuple):
    """The pages of one booklet; `folded` when they lie open in pairs."""

    stem: str
    titel: str
    folded: bool
    bladzijden: tuple[Bladzijde, ...]


@dataclass(frozen=True)
class View:
    """What there is to see; a later one has a higher number.

    `bezig` is how many parts are still to make; `oud` when the pages are of before an error that keeps new ones from being made.
    """

    nummer: int = 0
    boekjes: tuple[Boekje, ...] = ()
    problems: tuple[Problem, ...] = ()
    bezig: int = 0
    oud: bool = False


class Preview:
    """The pages of a gemeente as they are now: one thread makes them with `refresh`, others look and ask."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.view = View()
        self._changed = threading.Condition()
        self._pdf_reader = threading.Lock()  # PDFium does one thing at a time
        self._drawn: dict[str, Drawn] = {}  # by what a part is made of
        self._shown: dict[tuple[str, str], str] = {}  # the last that was made of every part
        self._beelden: dict[str, bytes] = {}
        self._settled = UNSETTLED
        self._lines: Callable[[], tuple[Line, ...]] = tuple  # looked up when somebody asks, and then known

    # ------------------------------------------------------------------------------------------------------------------
    # Making what changed

    def refresh(self) -> Iterator[Part]:
        """Read the content again and make what changed, part by part; whoever stops listening leaves the rest undone.

        Never raises: what goes wrong is a problem to see, above the pages as they were.
        """
        try:
            yield from self._refresh()
        except Exception as fault:  # who writes must be able to go on, whatever the program does
            self.refuse((fault_of(fault),))

    def _refresh(self) -> Iterator[Part]:
        name = self.subject.gemeente
        forget_layouts()
        library = read_content(self.subject.inhoud, (name,))
        content = library.content((name,))
        if content is None or not content.gemeenten or stops(library.problems):
            self.refuse(library.problems)
            return
        self._lines = cache(partial(lines_of, library, name))
        try:
            yield from self._make(library, content)
        except Exception:
            found = _checked(library, self.subject)
            if not stops(found):
                raise
            self.refuse(found)  # what the check tells, is why it went wrong

    def _make(self, library: Library, content: Content) -> Iterator[Part]:
        """Make what is not there yet; the check, which takes a while too, comes after the first parts that changed."""
        told, made = None, self._made(_desk(content, self.subject), _jobs(content, self.subject))
        for number, (tasks, part) in enumerate(made, 1):
            self._show(tasks, content, self.view.problems if told is None else told)
            if told is None and (part is None or number == UNCHECKED):
                told = _checked(library, self.subject)
                self._show(tasks, content, told)
            if part:
                yield part

    def _made(self, desk: Desk, jobs: Sequence[Job]) -> Iterator[tuple[list[Task], Part | None]]:
        """Every part that is made, each with all that there is to make by then; at last no part.

        What flows comes first: where the others stand depends on how long it is.
        """
        for _ in range(MAX_ROUNDS):
            before, measured = self._settled, set[str]()
            tasks = [task for job in jobs for task in _tasks(desk, job, before)]
            for task in tasks:
                if task.length_key and (task.key in self._drawn or task.length_key not in measured):
                    measured.add(task.length_key)
                    if task.key not in self._drawn:
                        self._draw(desk, task)
                        yield tasks, task.part
                    self._settled = added(self._settled, self._drawn[task.key].settled)
            if self._settled == before:
                break
        for task in tasks:
            if task.key not in self._drawn:
                self._draw(desk, task)
                yield tasks, task.part
        needed = {task.key for task in tasks}
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if key in needed}
        yield tasks, None

    def _draw(self, desk: Desk, task: Task) -> None:
        """Typeset a part alone; a link to another part leads nowhere then, so what is said of links is not heard."""
        from booklet.typeset import lay_out, write_pdf

        pages = lay_out(task.sheets)
        data, _ = write_pdf(pages, {})
        with self._pdf_reader:
            drawn = tuple(pictures(data, WIDTH))
        names = tuple(sha256(picture.data).hexdigest()[:20] for picture in drawn)
        found = learned(desk, task.plan, (task.part,), pages)
        self._drawn[task.key] = Drawn(data, drawn, names, tuple(_problems(task, pages)), found)

    # ------------------------------------------------------------------------------------------------------------------
    # Showing it

    def wait(self, nummer: int, seconds: float) -> View:
        """What there is to see as soon as its number is not this one, or after so many seconds as it is."""
        with self._changed:
            self._changed.wait_for(lambda: self.view.nummer != nummer, seconds)
            return self.view

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Show why no new pages can be made, above the last ones."""
        self._tell(replace(self.view, problems=in_order(problems), bezig=0, oud=True))

    def _show(self, tasks: Sequence[Task], content: Content, problems: Sequence[Problem]) -> None:
        """Show what is made of these parts, and how the others were before."""
        self._shown |= {task.place: task.key for task in tasks if task.key in self._drawn}
        kept = {key: self._drawn[key] for key in self._shown.values() if key in self._drawn}
        self._beelden = {
            name: picture.data
            for drawn in kept.values()
            for name, picture in zip(drawn.names, drawn.pictures, strict=True)
        }
        boekjes = tuple(
            Boekje(
                job.stem,
                job.editie.titel or content.plan.titel,
                job.editie.vorm == "boekje",
                tuple(page for task in group for page in self._pages(task)),
            )
            for job, group in groupby(tasks, key=lambda task: task.job)
        )
        seen = (problem for task in tasks for problem in (kept[task.key].problems if task.key in kept else ()))
        bezig = sum(task.key not in kept for task in tasks)
        self._tell(View(self.view.nummer, boekjes, in_order((*problems, *seen)), bezig))

    def _pages(self, task: Task) -> Iterator[Bladzijde]:
        drawn = self._drawn.get(self._shown.get(task.place, ""))
        for index in range(task.part.pages):
            number, bezig = task.part.first + index, task.key not in self._drawn
            if drawn and index < len(drawn.pictures):
                picture = drawn.pictures[index]
                yield Bladzijde(number, task.part, drawn.names[index], picture.width, picture.height, bezig)
            else:
                yield Bladzijde(number, task.part, "", *_paper(task.job), bezig)

    def _tell(self, view: View) -> None:
        with self._changed:
            self.view = replace(view, nummer=self.view.nummer + 1)
            self._changed.notify_all()

    # ------------------------------------------------------------------------------------------------------------------
    # Answering

    def beeld(self, name: str) -> bytes | None:
        """A picture that is shown, by its name."""
        return self._beelden.get(name)

    def zinnen(self, stem: str, nummer: int) -> tuple[Found, ...]:
        """The texts on a page that is shown, and where each comes from."""
        read = self._read(stem, nummer)
        return found_on(read[0], self._lines(), read[2]) if read else ()

    def bron(self, stem: str, nummer: int, x: float, y: float) -> Found | None:
        """The text at a point of a page, in parts of its width and height, and where it comes from; None where no text is."""
        read = self._read(stem, nummer, x, y)
        if read is None:
            return None
        text, at, part = read
        if at is None:
            return None
        found = (one for one in found_on(text, self._lines(), part) if one.start <= at < one.end)
        return next(found, None) or in_template(text, at, part)

    def _read(self, stem: str, nummer: int, x: float = -1, y: float = -1) -> tuple[str, int | None, Part] | None:
        """The letters of a page that is shown, which of them is at a point, and the part that the page is of."""
        pages = (page for boekje in self.view.boekjes if boekje.stem == stem for page in boekje.bladzijden)
        page = next((page for page in pages if page.nummer == nummer and page.beeld), None)
        drawn = self._drawn.get(self._shown.get((stem, page.part.anchor), "")) if page else None
        if page is None or drawn is None:
            return None
        with self._pdf_reader:
            return *letters(drawn.pdf, nummer - page.part.first + 1, x, y), page.part


def _checked(library: Library, subject: Subject) -> tuple[Problem, ...]:
    """What the check tells; when it fails itself, that, because the pages do not need it."""
    try:
        return check(library, subject.today)
    except Exception as fault:
        return (*library.problems, fault_of(fault))


def _desk(content: Content, subject: Subject) -> Desk:
    gemeente = content.gemeenten[0]
    printed = tips(content, gemeente, subject.today)
    return Desk(content, gemeente, printed, *own_files(subject.inhoud, gemeente))


def _jobs(content: Content, subject: Subject) -> list[Job]:
    """The editions to look at, each with its onderdelen; the loose parts of a house have the same pages as the whole."""
    asked = [one for one in content.edities if one.id in subject.edities or not (subject.edities or one.op_verzoek)]
    whole = [(editie, editie.id) for editie in asked if editie.bladen]
    parts = [(deel, f"{editie.id}/{deel.id}") for editie in asked for deel in editie.onderdelen]
    return [Job(editie, content.houses(editie.domeinen or ()), None, stem) for editie, stem in (*whole, *parts)]


def _tasks(desk: Desk, job: Job, settled: Settled) -> Iterator[Task]:
    booklet = desk.booklet(job, settled)
    for part, sheets in zip(booklet.plan.parts, write_each(booklet), strict=True):
        yield Task(job, booklet.plan, part, sheets, _key(sheets))


def _key(sheets: Sheets) -> str:
    """The name of all that pages are made of."""
    pieces = (_digest(sheets.html), *map(_style_digest, sheets.styles), _digest(repr(sheets.assets)))
    return _digest(" ".join(pieces))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@cache
def _style_digest(text: str) -> str:
    """The same few style sheets come with every part."""
    return _digest(text)


def _paper(job: Job) -> tuple[int, int]:
    """The size of the picture of a page that is not there yet."""
    paper = FORMATEN[job.editie.formaat]
    return WIDTH, round(WIDTH * paper.height / paper.width)


def _problems(task: Task, pages: "Typeset") -> Iterator[Problem]:
    """What is wrong on the pages of a part, at the page of the booklet."""
    shown = f"{task.job.stem}.pdf"
    yield from misplaced(replace(task.plan, parts=(task.part,)), pages, shown)
    for fault in pages.faults:
        yield error("T01", Place(shown, task.part.first - 1 + max(fault.page, 1)), fault.message, fault.hint)


def fault_of(fault: Exception) -> Problem:
    """What went wrong, as a sentence: in a template at its line, else in the program itself."""
    frames = traceback.extract_tb(fault.__traceback__)
    if isinstance(fault, LayoutError) and fault.__cause__:
        frames = traceback.extract_tb(fault.__cause__.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(LAYOUTS)]
    if ours:
        place = Place(f"layouts/{Path(ours[-1].filename).relative_to(LAYOUTS).as_posix()}", ours[-1].lineno or 0)
        return error(
            "B01", place, "dit sjabloon klopt niet", "kijk deze regel na, of maak uw laatste wijziging ongedaan"
        )
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
    said = f"het programma zelf maakte een fout ({where}, {type(fault).__name__})"
    return error("B02", Place("kijk"), said, "maak uw laatste wijziging ongedaan, en meld dit aan de makers")


# ----------------------------------------------------------------------------------------------------------------------
# Watching


def follow(preview: Preview, stop: threading.Event) -> None:
    """Make the pages, and make them again whenever somebody saves a file, until `stop`."""
    changed = threading.Event()
    changed.set()
    folders = (preview.subject.inhoud.resolve(), LAYOUTS.resolve())
    watching = partial(_watch, folders, changed, stop, preview)
    threading.Thread(target=watching, daemon=True).start()
    while not stop.is_set():
        if changed.wait(BREATH):
            changed.clear()
            for _ in preview.refresh():
                if changed.is_set() or stop.is_set():
                    break


def _watch(folders: Sequence[Path], changed: threading.Event, stop: threading.Event, preview: Preview) -> None:
    def matters(_: Change, path: str) -> bool:
        return is_ours(Path(path), folders)

    try:
        for _ in watch(*folders, watch_filter=matters, step=QUIET_MS, debounce=MOST_MS, stop_event=stop):
            changed.set()
    except Exception:  # a disk that goes away, or more folders than the system lets a program watch
        message = "het programma ziet niet meer wanneer u een bestand opslaat"
        preview.refuse((error("B03", Place(folders[0].name), message, "stop met Ctrl+C, en start kijk opnieuw"),))


_PASSING = (
    "~",
    ".swp",
    ".swx",
    ".tmp",
    ".bak",
    ".crdownload",
    ".part",
)  # what programs put beside a file that they save


def is_ours(path: Path, folders: Sequence[Path]) -> bool:
    """Whether a change below one of the folders may change a page: not of a hidden file, a copy, or what was made."""
    inside = next((path.relative_to(folder).parts for folder in folders if path.is_relative_to(folder)), ())
    return not any(
        step.startswith((".", "~", "#")) or step.endswith(_PASSING) or step in ("output", "__pycache__")
        for step in inside
    )
