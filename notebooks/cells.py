"""Makes a notebook from Markdown: python3 cells.py lesson.md lesson.ipynb

Each block of Java is a cell, and so is the text between two of them. The notebook has no outputs yet.
"""

import json
import re
import sys


def cell(number, kind, text):
    made = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text.splitlines(keepends=True)}
    return made | {"execution_count": None, "outputs": []} if kind == "code" else made


def main(source, target):
    with open(source, encoding="utf-8") as file:
        # Text and code take turns.
        parts = re.split(r"^```java\n(.*?)\n```$", file.read(), flags=re.MULTILINE | re.DOTALL)
    kinds = ["markdown", "code"]
    cells = [(kinds[i % 2], part.strip()) for i, part in enumerate(parts)]
    notebook = {
        "cells": [cell(number, kind, text) for number, (kind, text) in enumerate(cells) if text],
        "metadata": {"kernelspec": {"display_name": "Java with miniai", "language": "java", "name": "miniai"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    with open(target, "w", encoding="utf-8") as file:
        json.dump(notebook, file, ensure_ascii=False, indent=1)


main(*sys.argv[1:])
