#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Each rule of a rules.tsv has rows, and each row named there is one of the
test program, suite or story it is said to be in. A program "-" says why a rule
has none. TAP out.

    test_rules.py ROOT
"""

import pathlib
import re
import sys

# The module, and how many rules the list has that its tests were written from.
LISTS = {"dkim": 64, "authres": 19, "spf": 46, "dmarc": 18}
SECTION = re.compile(r"\d{4} [A-Z0-9]+(\.\d+)*")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
# In this order: where a test in C and one in Python have the same name, the
# former is meant.
FORMS = ("*/test_{}.c", "*/test_{}.py", "*/{}.c", "*/{}.py", "suites/{}.yml")
# One right behind the other, as C and Python join them.
JOINED = re.compile(r'"\s*\n\s*"')


def read_rules(path):
    """Number, section, program and row of each line that is no comment."""
    for line in path.read_text().splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def names_in(root, program):
    """The string literals of a test program: a row's name is one. The first line
    of a story."""
    stories = [*root.glob(f"tests/story/{program}.story")]
    if stories:
        return {stories[0].read_text().splitlines()[0]}
    files = [file for form in FORMS
             for file in root.glob("tests/" + form.format(program))]
    if not files:
        return set()
    text = files[0].read_text()
    return set(LITERAL.findall(text)) | set(LITERAL.findall(
        JOINED.sub("", text)))


def rows(root, module, count):
    rules = list(read_rules(root / "tests" / module / "rules.tsv"))
    yield f"{module}: every line has four columns, the second a section", all(
        len(rule) == 4 and SECTION.fullmatch(rule[1]) for rule in rules), ""
    known = {program: names_in(root, program)
             for _, _, program, _ in rules if program != "-"}
    for program, names in known.items():
        yield (f"{module}: {program} is a test program with rows",
               len(names) > 0, "")
    numbers = [int(rule[0]) for rule in rules]
    yield f"{module}: the rules are in order", numbers == sorted(numbers), ""
    yield (f"{module}: no rule beyond the list",
           set(numbers) <= set(range(1, count + 1)), "")
    for number in range(1, count + 1):
        told = [(program, name) for n, _, program, name in rules
                if int(n) == number]
        lost = [f"{program}: {name}" for program, name in told
                if program != "-" and name not in known[program]]
        yield (f"{module}: rule {number} has rows", told and not lost,
               "\n".join(lost))


def main():
    root = pathlib.Path(sys.argv[1])
    number = bad = 0
    for module, count in LISTS.items():
        for name, good, output in rows(root, module, count):
            number += 1
            bad += not good
            print(f"{'ok' if good else 'not ok'} {number} - {name}")
            for line in [] if good else output.splitlines():
                print("#", line)
    print(f"1..{number}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
