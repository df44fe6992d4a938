"""Mijn Eigen Plan: content in YAML to booklets in PDF, in eight steps.

1. de inhoud lezen (`content`, with `source` and `models`)
2. de inhoud controleren (`checks`, with `language` for how it reads)
3. de bladzijden indelen (`planner`)
4. de bladen opmaken (`markup`, with the templates in `layouts/`)
5. de bladzijden zetten (`typeset`)
6. de bestanden maken (`products`)
7. de bestanden nakijken (`preflight`)
8. verslag doen (`cli`)

`pipeline` tells the story. Data goes one way: a module imports only from earlier layers (`tests/test_architecture.py`).
"""

__version__ = "1.1.0"
