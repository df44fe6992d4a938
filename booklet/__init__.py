"""Mijn Eigen Plan: content in YAML to booklets in PDF, in eight steps.

1. de inhoud lezen (`content`, with `source` and `models`)
2. de inhoud controleren (`checks`, with `language` for how it reads)
3. de bladzijden indelen (`planner`)
4. de bladen opmaken (`markup`, with the templates in `layouts/`)
5. de bladzijden zetten (`typeset`; `settle` goes round 3 to 5 until every part has its pages)
6. de bestanden maken (`products`, with `forms` to type in, `press` for the print shop and `impose` for the office printer)
7. de bestanden nakijken (`preflight`)
8. verslag doen (`cli`)

`pipeline` tells the story. Data goes one way: a module imports only from earlier layers (`tests/test_architecture.py`).
"""

__version__ = "1.6.0"
