"""What the booklets cost, beside WeasyPrint alone and beside Typst: `python -m booklet.bench`."""
