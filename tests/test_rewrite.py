"""A Sociale Kaart is changed as text: what changes reads back exactly, and nobody loses a comment, a quote or a line."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest
import yaml
from conftest import CONTENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oddyaml import LINES, forms, quoted, says

from booklet import yamltext
from booklet.content import card_from
from booklet.models import Dienst, SocialeKaart, Voorziening
from booklet.rewrite import OWN_COMMENT, rewritten
from booklet.source import Source, read_text

KAARTEN = (
    "gemeenten/almere/sociale-kaart.yaml",
    "gemeenten/voorbeeldstad/sociale-kaart.yaml",
    "sociale-kaart/landelijk.yaml",
)
FIELDS = tuple(Voorziening.model_fields)
NEEDED = ("organisatie", "aanbod", "domein", "omschrijving")
LONG = ("omschrijving", "bron")
HOUSES = ("woonruimte", "gezondheid", "no", "1", "2026-01-01")

Wanted = list[tuple[int | None, Voorziening]]


def read(text: str) -> tuple[Source, SocialeKaart]:
    """What a text says; it must say something, and all of it right."""
    source, problems = read_text(text.removeprefix("\ufeff"), "sociale-kaart.yaml")
    assert source is not None
    card, faults = card_from(source)
    assert card is not None, faults
    assert not (*problems, *faults)
    return source, card.value


def change(text: str, edit: Callable[[Wanted], None], off: Sequence[Dienst] | None = None) -> str:
    """The text after an edit of the list of what is wanted, and with these services switched off."""
    source, old = read(text)
    wanted: Wanted = list(enumerate(old.voorzieningen))
    edit(wanted)
    return rewritten(source, text, old, wanted, old.landelijk_uit if off is None else off)


def put(index: int = 0, **fields: Any) -> Callable[[Wanted], None]:
    """An edit that gives the fields of an entry another value."""

    def edit(wanted: Wanted) -> None:
        wanted[index] = (index, wanted[index][1].model_copy(update=fields))

    return edit


def entry(organisatie: str, domein: str = "woonruimte", **fields: Any) -> Voorziening:
    """An entry with no more than it needs."""
    return Voorziening(organisatie=organisatie, aanbod="Hulp", domein=(domein,), omschrijving="Tekst", **fields)


def item(*rows: str) -> str:
    """A card with one entry, and comments wherever they can be."""
    return "\n".join(["# boven", "voorzieningen:", "", "  # bij A", "  - organisatie: A  # naam", *(f"    {row}" if row else "" for row in rows), ""])  # fmt: skip


REST = ("aanbod: Hulp", "domein: woonruimte", "omschrijving: Tekst")


@pytest.mark.parametrize(
    ("before", "fields", "after"),
    [
        (REST, {"organisatie": "B #1"}, ('organisatie: "B #1"  # naam', *REST)),
        (REST, {"straat": "Kerkpad"}, (*REST, "straat: Kerkpad")),
        (REST, {"kolom": ("a", "b")}, (*REST[:2], "kolom: [a, b]", REST[2])),
        (REST, {"kosten": "n"}, (*REST, 'kosten: "n"')),
        (REST, {"in_boekje": False}, (*REST, "in_boekje: nee")),
        ((*REST, "in_boekje: nee  # nog bellen"), {"in_boekje": True}, (*REST, "in_boekje: ja  # nog bellen")),
        ((*REST, "in_boekje: ja"), {"in_boekje": False}, (*REST, "in_boekje: nee")),
        ((*REST, "telefoon: '112' # nood"), {"telefoon": "113"}, (*REST, 'telefoon: "113" # nood')),
        ((*REST, "telefoon: '112'", "# los", "kosten: 1"), {"telefoon": None}, (*REST, "# los", "kosten: 1")),
        ((*REST, "kosten:  # vragen"), {"kosten": "Gratis"}, (*REST, "kosten: Gratis  # vragen")),
        ((*REST, "kosten: ~  # vragen"), {"kosten": "Gratis"}, (*REST, "kosten: Gratis  # vragen")),
        ((*REST, "kosten:"), {"aanmelden": "Bel"}, (*REST, "kosten:", "aanmelden: Bel")),
        (("kosten: 1", *REST), {"straat": "Kerkpad"}, ("kosten: 1", *REST, "straat: Kerkpad")),
        ((*REST, "bron: |  # twee", "  a", "  b"), {"bron": "c"}, (*REST, "bron: c  # twee")),
        ((*REST, "bron: a  # eerst"), {"bron": "a\n\n#b"}, (*REST, "bron: |  # eerst", "  a", "", "  #b")),
        ((*REST, "bron: een lange", "  zin # eind"), {"bron": "b"}, (*REST, "bron: b # eind")),
        ((*REST, "bron: a"), {"bron": "a\n b \n#"}, (*REST, 'bron: "a\\n b \\n#"')),
        ((*REST, "kolom: [a, b] # k"), {"kolom": ("b",)}, (*REST, "kolom: [b] # k")),
        ((*REST, "kolom: [a, # van a", "  b] # k"), {"kolom": ("b", "c")}, (*REST, "kolom: [b, c]  # van a # k")),
        ((*REST, "kolom: a # k"), {"kolom": ("a", "b")}, (*REST, "kolom: [a, b] # k")),
        (
            (*REST, "kolom:", "- a  # van a", "# los", "- b", "kosten: 1"),
            {"kolom": ("b", "c"), "kosten": None},
            (*REST, "kolom:", "# los", "- b", "- c"),
        ),
        (
            (*REST, "kolom:", "  - 'a' # k"),
            {"kolom": ("b", "a", "c")},
            (*REST, "kolom:", "  - b", "  - 'a' # k", "  - c"),
        ),
        ((*REST, "kolom:", "  - a", "  - b  # k"), {"kolom": ("a", "c")}, (*REST, "kolom:", "  - a", "  - c  # k")),
    ],
)
def test_a_field_that_changes_is_all_that_changes(
    before: tuple[str, ...], fields: dict[str, Any], after: tuple[str, ...]
) -> None:
    """A value, a field or an item of a list comes and goes, and the comments and the other lines stay."""
    expected = item(*(row for row in after if not row.startswith("organisatie:")))
    if after[0].startswith("organisatie:"):
        expected = expected.replace("organisatie: A  # naam", after[0])
    assert change(item(*before), put(**fields)) == expected


def test_a_first_field_without_a_value_may_stay_so() -> None:
    """Nothing goes away beside the dash, so the entry keeps its form."""
    text = f"voorzieningen:\n- kosten: # vragen\n  organisatie: A\n{BLOCK}"
    assert change(text, put(aanbod="Raad")) == text.replace("Hulp", "Raad")


def test_an_entry_that_cannot_keep_its_form_keeps_its_comments() -> None:
    """Between braces, without its first field, or with a dash on its own line: it is written anew as a block."""
    rows = "organisatie: A\naanbod: Hulp\ndomein: woonruimte\nomschrijving: B\nin_boekje: ja\n"
    fresh = "".join(f"{'  ' if number else '- '}{row}\n" for number, row in enumerate(rows.splitlines()))
    braces = (
        "voorzieningen:\n- {organisatie: A, # een\n   aanbod: Hulp, domein: [woonruimte], omschrijving: T} # twee\n"
    )
    assert change(braces, put(omschrijving="B")) == f"voorzieningen:\n# een\n# twee\n{fresh}"
    first = "voorzieningen:\n-   kosten: 1 # een\n" + "".join(f"    {row}\n" for row in rows.splitlines()[:-1])
    wide = re.sub("(?m)^(-?)( +)", r"\1  \2", fresh)
    assert change(first, put(kosten=None)) == f"voorzieningen:\n# een\n{wide}"
    last = "- organisatie: B\n  aanbod: {} # los\n  domein: woonruimte\n  omschrijving: B\n"

    def both(wanted: Wanted) -> None:
        put(kosten=None)(wanted)
        put(1, aanbod="Raad")(wanted)

    assert change(f"{first}\n{last.format('Hulp')}", both) == f"voorzieningen:\n# een\n{wide}\n{last.format('Raad')}"
    dash = (
        "voorzieningen:\n- organisatie: A\n  aanbod: Hulp\n  domein:\n    - # een\n      geldzaken\n  omschrijving: B\n"
    )
    assert change(dash, put(domein=("geldzaken", "woonruimte"))).count("# een") == 1
    assert change(dash, put(domein=("woonruimte",), omschrijving="C")).count("# een") == 1


BLOCK = "  aanbod: Hulp\n  domein: woonruimte\n  omschrijving: Tekst\n"
FRESH = "    aanbod: Hulp\n    domein: woonruimte\n    omschrijving: Tekst\n    in_boekje: ja\n"


@pytest.mark.parametrize("start", ["voorzieningen: []", "voorzieningen:", "voorzieningen: ~", "voorzieningen:\n  []"])
def test_an_empty_card_becomes_a_tidy_one_and_back(start: str) -> None:
    """The first entries come below the key with a blank line before each; without them the brackets are there again."""
    text = change(
        f"# kop\n\n{start}\n# staart\n", lambda wanted: wanted.extend([(None, entry("A")), (None, entry("B"))])
    )
    assert text == f"# kop\n\nvoorzieningen:\n\n  - organisatie: A\n{FRESH}\n  - organisatie: B\n{FRESH}\n# staart\n"
    assert change(text, lambda wanted: wanted.clear()) == "# kop\n\nvoorzieningen: []\n\n# staart\n"


def test_braces_and_brackets_around_everything_open_up() -> None:
    """A card as JSON writes it becomes a card as we write it, in the old order."""
    data = {"landelijk_uit": [{"organisatie": "L", "aanbod": "X"}], "voorzieningen": []}
    data["voorzieningen"] = [json.loads(entry(name, house).model_dump_json(exclude_none=True, exclude={"in_boekje"})) for name, house in (("A", "a"), ("B", "b"), ("C", "a"))]  # fmt: skip
    brackets = "landelijk_uit: [] # uit\n" + f"voorzieningen: {json.dumps(data['voorzieningen'])} # aan\n"
    for text in (json.dumps(data, indent=2), brackets):
        names = [one.organisatie for one in read(change(text, put(1, aanbod="Raad")))[1].voorzieningen]
        assert names == ["A", "B", "C"]
    assert change(brackets, lambda wanted: wanted.clear()) == "landelijk_uit: [] # uit\nvoorzieningen: [] # aan\n"


def test_an_entry_goes_with_the_comment_that_stands_on_it() -> None:
    """Comments that stand apart stay, and so does the space between what is left."""
    text = (
        f"voorzieningen:\n\n# huis 1\n\n# bij A\n- organisatie: A\n{BLOCK}  # onder A\n\n"
        f"# bij B\n- organisatie: B\n{BLOCK}\n\n# huis 2\n\n# bij C\n- organisatie: C\n{BLOCK}"
    )
    without_a = text.replace(f"# bij A\n- organisatie: A\n{BLOCK}  # onder A\n\n", "")
    assert change(text, lambda wanted: wanted.pop(0)) == without_a  # type: ignore[arg-type]
    without_b = text.replace(f"# bij B\n- organisatie: B\n{BLOCK}\n", "")
    assert change(text, lambda wanted: wanted.pop(1)) == without_b  # type: ignore[arg-type]
    without_c = text.replace(f"\n# bij C\n- organisatie: C\n{BLOCK}", "")
    assert change(text, lambda wanted: wanted.pop(2)) == without_c  # type: ignore[arg-type]


L, M, K = (Dienst(organisatie=name, aanbod="X") for name in "LMK")
OFF = "landelijk_uit:\n  # over L\n  - organisatie: L # l\n    aanbod: X\n  - {organisatie: M, aanbod: X}\n"
ONE = f"voorzieningen:\n- organisatie: A\n{BLOCK}"


@pytest.mark.parametrize(
    ("before", "off", "after"),
    [
        (ONE, [L], f"{ONE}\n{OWN_COMMENT}\nlandelijk_uit:\n  - organisatie: L\n    aanbod: X\n"),
        (f"{ONE}\n{OWN_COMMENT}\n{OFF}", [], ONE),
        (f"{ONE}\n# van ons\n{OFF}\n# eind\n", [], f"{ONE}\n# van ons\n\n# eind\n"),
        (f"{OFF}\n{ONE}", [], ONE),
        (f"{OFF}{ONE}", [M, L], f"{OFF}{ONE}"),
        (f"{OFF}\n{ONE}", [K, L], "landelijk_uit:\n  # over L\n  - organisatie: L # l\n    aanbod: X\n  - organisatie: K\n    aanbod: X\n\n" + ONE),
        (f"{OFF}\n{ONE}", [M], f"landelijk_uit:\n  - {{organisatie: M, aanbod: X}}\n\n{ONE}"),
        (f"landelijk_uit:\n{ONE}", [L], f"landelijk_uit:\n  - organisatie: L\n    aanbod: X\n\n{ONE}"),
        (f"landelijk_uit: [{{organisatie: L, aanbod: X}}]\n\n{ONE}", [], ONE),
        (OFF, [], "voorzieningen: []\n"),
    ],
)  # fmt: skip
def test_national_services_are_switched_off_and_on(before: str, off: list[Dienst], after: str) -> None:
    """The key comes, changes and goes, wherever it stands, and the entries are left alone."""
    assert change(before, lambda wanted: None, off) == after


def test_a_card_that_only_switches_off_can_be_filled() -> None:
    """The key of the entries comes below."""
    expected = f"{OFF}\nvoorzieningen:\n\n  - organisatie: A\n{FRESH}"
    assert change(OFF, lambda wanted: wanted.append((None, entry("A")))) == expected


def test_a_text_that_says_something_else_is_never_handed_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the writing of values is found out before anything is written."""
    monkeypatch.setattr(yamltext, "scalar", lambda text, quoted=False: "anders")
    with pytest.raises(RuntimeError, match=r"sociale-kaart\.yaml"):
        change(ONE, put(omschrijving="Iets"))


def other(field: str, value: Any) -> Any:
    """Another value for a field."""
    if field == "gecontroleerd":
        return date(2001, 2, 3)
    if field == "in_boekje":
        return False
    return ("iets-anders", *(value or ())[1:]) if field in ("domein", "kolom") else f"Iets anders: {field}"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", KAARTEN)
def test_in_our_own_cards_a_field_can_change_everywhere(name: str, field: str) -> None:
    """Whatever field changes in every entry, no line without that field changes; taken away and put back, the same."""
    text = (CONTENT / name).read_bytes().decode()
    old = read(text)[1].voorzieningen

    def everywhere(wanted: Wanted) -> None:
        wanted[:] = [(at, one.model_copy(update={field: other(field, getattr(one, field))})) for at, one in wanted]

    def nowhere(wanted: Wanted) -> None:
        wanted[:] = [
            (at, one.model_copy(update={field: Voorziening.model_fields[field].default})) for at, one in wanted
        ]

    texts = [change(text, everywhere)]
    assert texts[0] != text
    if field not in NEEDED:
        texts += [change(text, nowhere), change(change(text, nowhere), everywhere)]
    rest = list(without(text, field))
    assert len(rest) > len(old) * len(NEEDED)
    for changed in texts:
        assert list(without(changed, field)) == rest


def without(text: str, field: str) -> Iterator[str]:
    """The lines of a card that are not of this field."""
    inside = False
    for line in text.splitlines():
        name = re.match(r"(?:  - |    )(\w+):", line)
        inside = name[1] == field if name else inside and line.startswith("      - ")
        if not inside:
            yield line


# Random cards in random styles.


def data(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """The fields of an entry as they stand in YAML, with an organisatie that no other has."""
    filled = LINES.filter(str.strip)
    text = st.one_of(filled, st.lists(LINES, max_size=4).map("\n".join).filter(str.strip))
    ids = st.lists(st.sampled_from(HOUSES), min_size=1, max_size=3)
    fields: dict[str, Any] = {
        name: draw(text if name in LONG else filled)
        for name in FIELDS
        if name in NEEDED or draw(st.integers(0, 3)) == 0
    }
    fields["organisatie"] = f"{draw(LINES)} {number}"
    fields["domein"] = draw(ids)
    return {
        **{name: value for name, value in fields.items() if name not in ("kolom", "in_boekje", "gecontroleerd")},
        **draw(st.fixed_dictionaries({}, optional={"kolom": ids, "in_boekje": st.sampled_from(["ja", "nee"]), "gecontroleerd": st.dates().map(str)})),
    }  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> list[Voorziening]:
    """Some entries with whatever a text can hold."""
    return [Voorziening.model_validate(data(draw, number)) for number in range(draw(st.integers(0, 5)))]


class Writer:
    """Writes a card in a random style, and remembers which lines and comments belong to what."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rows: list[tuple[str, int | None, str]] = []  # a line, its entry, and its field or a word for what it is
        self.at_end: dict[tuple[int, str], str] = {}  # the comment behind a value
        self.count = 0

    def comment(self) -> str:
        """A comment that no other is."""
        self.count += 1
        return f"# nr{self.count}. 'x: [\"y"

    def card(self, kaart: Sequence[Voorziening], off: Sequence[Dienst]) -> str:
        """The whole card."""
        before = self.rng.random() < 0.3
        self.rows = [(self.comment(), None, "kop"), ("", None, "kop")]
        if before:
            self.off(off)
        self.key("voorzieningen", kaart)
        column, apart = self.rng.choice((0, 2, 4)), self.rng.choice((0, 1, 2))
        for number, one in enumerate(kaart):
            if self.rng.random() < 0.3:
                self.rows += [("", None, ""), (" " * column + self.comment(), None, "sectie"), ("", None, "")]
            self.rows += [("", None, "")] * apart
            if self.rng.random() < 0.4:
                self.rows.append((" " * column + self.comment(), number, "comment"))
            self.entry(number, one, column)
        if not before:
            self.off(off)
        ends = "\r\n" if self.rng.random() < 0.3 else "\n"
        text = ends.join(row for row, _, _ in self.rows) + ends * self.rng.choice((0, 1, 1, 3))
        return ("\ufeff" if self.rng.random() < 0.2 else "") + text

    def key(self, key: str, values: Sequence[object]) -> None:
        """A key and, when there is nothing below it, a way to say so."""
        self.rows.append((f"{key}: {'' if values else self.rng.choice(('[]', '', '~', '[] # leeg'))}", None, "sleutel"))

    def off(self, off: Sequence[Dienst]) -> None:
        """What is switched off."""
        if off or self.rng.random() < 0.3:
            self.rows.append(("", None, ""))
            self.key("landelijk_uit", off)
            self.rows += [
                (f"- {{organisatie: {quoted(one.organisatie)}, aanbod: {quoted(one.aanbod)}}}", None, "uit")
                for one in off
            ]

    def entry(self, number: int, one: Voorziening, column: int) -> None:
        """One entry."""
        fields = {name: getattr(one, name) for name in FIELDS if name in one.model_fields_set}
        if self.rng.random() < 0.1:
            inside = ", ".join(f"{name}: {self.flow(value)}" for name, value in fields.items())
            self.rows.append((f"{' ' * column}- {{{inside}}}  {self.comment()}", number, "flow"))
            return
        names = list(fields)
        if self.rng.random() < 0.2:
            self.rng.shuffle(names)
        indent = " " * (column + self.rng.choice((2, 2, 4)))
        lead = (" " * column + "-").ljust(len(indent))
        for name in names:
            if lead == indent and self.rng.random() < 0.2:
                self.rows.append((self.rng.choice(("", indent)) + self.comment(), number, "comment"))
            first, *more = self.value(name, fields[name])
            if self.rng.random() < 0.3 and not more:
                self.at_end[number, name] = self.comment()
                first += f"  {self.at_end[number, name]}"
            self.rows.append((f"{lead}{name}: {first}", number, name))
            self.rows += [(indent + row if row else "", number, name) for row in more]
            lead = indent
        for name in FIELDS:
            if name not in fields and self.rng.random() < 0.05:
                self.rows.append((f"{indent}{name}:{self.rng.choice(('', ' ~'))}", number, name))

    def flow(self, value: Any) -> str:
        """A value as it stands between brackets."""
        return f"[{', '.join(map(quoted, value))}]" if isinstance(value, tuple) else quoted(shown(value))

    def value(self, name: str, value: Any) -> list[str]:
        """A value: behind the colon, and below it."""
        if isinstance(value, tuple):
            lists = [[self.flow(value)], ["", *(f"{self.rng.choice(('', '  '))}- {quoted(one)}" for one in value)]]
            if len({row.startswith(" ") for row in lists[1][1:]}) > 1:
                lists.pop()
            return self.rng.choice([*lists, [quoted(value[0])]] if len(value) == 1 else lists)
        text = shown(value)
        ways = forms(text, self.comment())
        form = self.rng.choice(ways[:4] if name in ("gecontroleerd", "in_boekje") else ways)
        return form if says(name, form, text) else ways[0]


def shown(value: Any) -> str:
    """A value as it stands in YAML."""
    return ("nee", "ja")[value] if isinstance(value, bool) else str(value)


SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


@SETTINGS
@given(old=entries(), new=entries(), off=st.lists(st.sampled_from([L, M, K]), unique=True), now=st.lists(st.sampled_from([L, M, K]), unique=True), rng=st.randoms(use_true_random=False))  # fmt: skip
def test_any_edit_of_any_card_reads_back_and_spares_the_rest(
    old: list[Voorziening], new: list[Voorziening], off: list[Dienst], now: list[Dienst], rng: Random
) -> None:
    """What is wanted is there in its order; lines, comments, line ends and mark of what stays are as they were."""
    writer = Writer(rng)
    text = writer.card(old, off)
    source, card = read(text)
    assert (card.voorzieningen, card.landelijk_uit) == (tuple(old), tuple(off))
    assert rewritten(source, text, card, list(enumerate(old)), off) == text

    wanted: Wanted = [(index, edited(rng, one, new)) for index, one in enumerate(old) if rng.random() < 0.8]
    for one in new:
        wanted.insert(rng.randint(0, len(wanted)), (None, one.model_copy(update={"organisatie": f"nieuw {one.organisatie}"})))  # fmt: skip
    result = rewritten(source, text, card, wanted, now)
    there = read(result)[1]
    assert list(there.landelijk_uit) == [one for one in off if one in now] + [one for one in now if one not in off]
    follows_the_order(wanted, there.voorzieningen)

    lines = iter(re.split(r"\r\n|\n", result.removeprefix("\ufeff")))
    for row in spared(writer, old, dict(wanted)):
        assert any(row == line for line in lines), row
    for comment in comments(writer, old, dict(wanted)):
        assert comment in result
    assert result.startswith("\ufeff") == text.startswith("\ufeff")
    assert "\r\n" not in text or result == text or not re.search("(?<!\r)\n", result)
    assert rewritten(read(result)[0], result, there, list(enumerate(there.voorzieningen)), now) == result


def edited(rng: Random, one: Voorziening, others: Sequence[Voorziening]) -> Voorziening:
    """The entry, or the entry with some fields of another."""
    if not others or rng.random() < 0.4:
        return one
    donor = rng.choice(others)
    names = [name for name in FIELDS if name != "organisatie" and rng.random() < 0.3]
    return one.model_copy(update={name: getattr(donor, name) for name in names})


def follows_the_order(wanted: Wanted, there: Sequence[Voorziening]) -> None:
    """Old entries in their own order, and each new one where it belongs."""
    stays = [one for _, one in sorted(((at, one) for at, one in wanted if at is not None), key=lambda pair: pair[0])]
    place = {one.organisatie: at for at, one in enumerate(there)}
    assert len(there) == len(place) == len(wanted)
    assert all(there[place[one.organisatie]] == one for _, one in wanted)
    assert [one for one in there if one in stays] == stays
    for (_, before), (index, one) in pairwise([(None, None), *wanted]):
        if index is not None or one is None:
            continue
        at, house = place[one.organisatie], one.domein[0]
        if before is not None and before.domein[0] == house:
            assert at == place[before.organisatie] + 1
        elif any(other.domein[0] == house for other in stays):
            assert there[at - 1].domein[0] == house
            assert not any(other.domein[0] == house for other in there[at + 1 :] if other in stays)


def changed_fields(before: Voorziening, after: Voorziening) -> set[str]:
    """The fields that differ."""
    return {name for name in FIELDS if getattr(before, name) != getattr(after, name)}


def written_anew(writer: Writer, number: int, before: Voorziening, after: Voorziening) -> bool:
    """Whether an entry may lose its form: written between braces, or without the field beside its dash."""
    own = [(row, what) for row, index, what in writer.rows if index == number and what != "comment"]
    first = own[0][1]
    return before != after and (first == "flow" or (first in FIELDS and getattr(after, first) is None))


def spared(writer: Writer, old: Sequence[Voorziening], wanted: dict[int | None, Voorziening]) -> Iterator[str]:
    """The lines that must still be there, in this order."""
    for row, number, what in writer.rows:
        if number is None:
            if what in ("kop", "sectie"):
                yield row
        elif number in wanted and row:
            after = wanted[number]
            if what not in changed_fields(old[number], after) and not written_anew(writer, number, old[number], after):
                yield row


def comments(writer: Writer, old: Sequence[Voorziening], wanted: dict[int | None, Voorziening]) -> Iterator[str]:
    """The comments of entries that stay, but for those behind a field that goes."""
    for row, number, what in writer.rows:
        found = re.search(r"# nr\d+\..*", row)
        if found and number in wanted and number is not None:
            goes = what in FIELDS and getattr(wanted[number], what) is None
            if not goes or what not in changed_fields(old[number], wanted[number]):
                yield found[0]


@SETTINGS
@given(entries())
def test_new_values_mean_the_same_to_every_reader_of_yaml(kaart: list[Voorziening]) -> None:
    """Another program, that makes numbers, dates and truths of what looks like them, reads our texts as texts."""
    new: Wanted = [(None, one) for one in kaart]
    text = change("voorzieningen: []\n", lambda wanted: wanted.extend(new))
    found = {one["organisatie"]: one for one in yaml.safe_load(text)["voorzieningen"]}
    assert len(found) == len(kaart)
    for one in kaart:
        for name, value in found[one.organisatie].items():
            if name in ("domein", "kolom"):
                assert getattr(one, name) == (tuple(value) if isinstance(value, list) else (value,))
            elif name == "gecontroleerd":
                assert value == one.gecontroleerd
            else:
                assert value.strip() == shown(getattr(one, name)).strip()
            assert name not in ("telefoon", "huisnummer") or f'{name}: "' in text


def test_a_file_without_a_last_line_end_stays_so() -> None:
    """An edit above the last line leaves the last line as it is."""
    text = item(*REST).rstrip("\n")
    assert change(text, put(aanbod="Raad")) == text.replace("Hulp", "Raad")
