"""What the content has, by the names of its files and folders: only looked at, not read, so that it costs nothing."""

from pathlib import Path


def gemeente_names(root: Path) -> tuple[str, ...]:
    """The gemeenten that have a folder below `content/gemeenten/`, by name; one that is being made begins with a dot."""
    folder = root / "gemeenten"
    entries = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith(".")))


def editie_names(root: Path) -> tuple[str, ...]:
    """The editions of the content, by the names of their files."""
    return tuple(sorted(file.stem for file in (root / "edities").glob("*.yaml")))


def drukkerij_names(root: Path) -> tuple[str, ...]:
    """The printer profiles of the content, by the names of their files."""
    return tuple(sorted(file.stem for file in (root / "drukkerijen").glob("*.yaml")))


def persoon_names(root: Path) -> tuple[str, ...]:
    """The fictional persons of the content, by the names of their files."""
    return tuple(sorted(file.stem for file in (root / "personen").glob("*.yaml")))


def domein_names(root: Path) -> tuple[str, ...]:
    """The houses of the content in order, by the names of their files without the number."""
    return tuple(file.stem.partition("-")[2] for file in sorted((root / "domeinen").glob("*.yaml")))
