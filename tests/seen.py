"""What a page for a browser holds, for the tests that ask it."""

import re
from html.parser import HTMLParser


class Seen(HTMLParser):
    """What a page holds: its pictures, the addresses that it leads to, its ids, its headings in order, and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pictures: list[tuple[str, str, str]] = []  # the link around it, the address, the text for who does not see
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.tags: set[str] = set()
        self._words: list[str] = []
        self._link, self._skip, self._heading = "", False, False
        self.feed(html)

    @property
    def text(self) -> str:
        """All words, with one space between them."""
        return " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag brings."""
        own = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids += [own["id"]] if "id" in own else []
        self.loaded += [own[name] for name in ("src", "data", "srcset", "poster") if name in own]
        if tag == "a":
            self._link = own["href"]
            self.links.append(self._link)
        if tag == "link":
            self.loaded.append(own["href"])
        if tag == "img":
            self.pictures.append((self._link, own["src"], own["alt"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
            self._heading = True
        self._skip = self._skip or tag == "style"
        self._words.append("" if tag in ("b", "span", "del", "ins", "a", "wbr", "code") else " ")

    def handle_endtag(self, tag: str) -> None:
        """Note what ends."""
        self._link = "" if tag == "a" else self._link
        self._skip = self._skip and tag != "style"
        self._heading = self._heading and not re.fullmatch("h[1-6]", tag)

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._skip:
            self._words.append(data)
        if self._heading:
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    def part(self, start: str, end: str) -> str:
        """The words from one heading to another."""
        return self.text.rpartition(start)[2].partition(end)[0]
