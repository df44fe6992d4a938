"""The products by name: what each is for, in the words that staff see; `products` tells how they are made."""

from collections.abc import Mapping

WAARVOOR: Mapping[str, str] = {
    "scherm": "om te lezen, mailen, voorlezen en bewaren",
    "invulbaar": "om te typen op een computer",
    "boekje": "om zelf te printen, te vouwen en te nieten",
    "knipvellen": "om kaarten zelf te printen en te snijden",
    "drukkerij": "om te laten drukken door een drukkerij",
    "ringband": "om tabbladen te laten maken voor een ringband",
    "grootletter": "om te lezen en te schrijven met een grote letter",
}
