#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What the documents name is there: paths of the tree, `module/stem`, and what
they link to. TAP out.

    test_paths.py ROOT
"""

import pathlib
import re
import sys

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "tests/README.md",
             "tests/*/README.md", "docs/**/*.md")
FOLDERS = ("bench", "bin", "cmd", "demo", "docs", "examples", "fuzz", "man", "srv",
           "tests", "tools", "zegel")

# tests/x, docs/x.md, fuzz/fuzz_<stem>.c, but not the end of another path, nor a socket.
PATH = re.compile(r"(?<![\w/.:-])(?:" + "|".join(FOLDERS)
                  + r")/(?:[\w./*-]|<\w+>)*")
STEM = re.compile(r"`([a-z]+)/([a-z0-9_]+)`")
BESIDE = re.compile(r"(?<![\w/.-])[A-Z]+\.md\b")
LINK = re.compile(r"\]\(([^)#:]+)[^):]*\)")


def is_there(root, path):
    """A placeholder in a path stands for one thing at least that is there."""
    pattern = re.sub(r"<\w+>", "*", path).rstrip("./*")  # or bold text
    return any(root.glob(pattern))


def is_beside(root, document, name):
    return (document.parent / name).exists() or (root / name).exists()


def is_stem(root, module, stem):
    """`mail/crlf`, if mail is a module at all."""
    homes = [root / "zegel" / module, root / "srv" / module]
    return (not any(home.is_dir() for home in homes)
            or any(any(home.glob(stem + ".*")) for home in homes)
            or (root / "tests" / module / stem).exists())


def lost(root, document):
    """What a document names and the tree lacks, each with its line."""
    for number, line in enumerate(document.read_text().splitlines(), 1):
        paths = [p for p in PATH.findall(line) if not is_there(root, p)]
        stems = ["/".join(s) for s in STEM.findall(line)
                 if not is_stem(root, *s)]
        links = [l for l in LINK.findall(line)
                 if not (document.parent / l).exists()]
        beside = [n for n in BESIDE.findall(line)
                  if not is_beside(root, document, n)]
        for word in paths + stems + links + beside:
            yield f"line {number}: {word}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    count = bad = 0
    for pattern in DOCUMENTS:
        documents = sorted(root.glob(pattern))
        if not documents:
            print(f"Bail out! there is no {pattern}")
            return 1
        for document in documents:
            missing = list(lost(root, document))
            count += 1
            bad += bool(missing)
            print(f"{'not ok' if missing else 'ok'} {count} - all that "
                  f"{document.relative_to(root)} names is there")
            for line in missing:
                print("#", line)
    print(f"1..{count}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
