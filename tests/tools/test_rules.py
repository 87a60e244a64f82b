#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Each rule of tests/dkim/rules.tsv has rows, and each row named there is one
of the test program it is said to be in. TAP out.

    test_rules.py ROOT
"""

import pathlib
import re
import sys

RULES = range(1, 65)
SECTION = re.compile(r"\d{4} [A-Z0-9]+(\.\d+)*")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def read_rules(root):
    """Number, section, program and row of each line that is no comment."""
    text = (root / "tests/dkim/rules.tsv").read_text()
    for line in text.splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def names_in(root, program):
    """The string literals of a test program: a row's name is one."""
    files = [*root.glob(f"tests/*/test_{program}.c"),
             *root.glob(f"tests/*/test_{program}.py")]
    if len(files) != 1:
        return set()
    return set(LITERAL.findall(files[0].read_text()))


def rows(root):
    rules = list(read_rules(root))
    yield "every line has four columns, the second a section", all(
        len(rule) == 4 and SECTION.fullmatch(rule[1]) for rule in rules), ""
    known = {program: names_in(root, program) for _, _, program, _ in rules}
    for program, names in known.items():
        yield f"{program} is a test program with rows", len(names) > 0, ""
    numbers = [int(rule[0]) for rule in rules]
    yield "the rules are in order", numbers == sorted(numbers), ""
    yield "no rule beyond the list", set(numbers) <= set(RULES), ""
    for number in RULES:
        told = [(program, name) for n, _, program, name in rules
                if int(n) == number]
        lost = [f"{program}: {name}" for program, name in told
                if name not in known[program]]
        yield f"rule {number} has rows", told and not lost, "\n".join(lost)


def main():
    count = bad = 0
    for name, good, output in rows(pathlib.Path(sys.argv[1])):
        count += 1
        bad += not good
        print(f"{'ok' if good else 'not ok'} {count} - {name}")
        for line in [] if good else output.splitlines():
            print("#", line)
    print(f"1..{count}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
