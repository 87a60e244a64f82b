#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The seven rules that keep attackers out: each has tests, named in
tests/rules7.tsv, and what the text of the sources can tell is told here. TAP out.

    test_design.py ROOT
"""

import math
import pathlib
import re
import sys

import test_rules

RULES = range(1, 8)

# What stands in a source, and the only places where it may. It must stand
# there, too: else it has another name now, and nobody would be caught.
ONLY = {
    "rule 1: nobody inside reads Authentication-Results":
        (r'#include "zegel/authres/authread\.h"',
         ["zegel/authres/authread.c", "zegel/zegel.h"]),
    "rule 2: U-labels become A-labels in dns/dname alone":
        (r"#include <idn2\.h>", ["zegel/dns/dname.c"]),
    "rule 2: SPF alone asks for names of any octets":
        (r"\bzgl_qname_from_octets\(",
         ["zegel/dns/qname.[ch]", "zegel/spf/*.c"]),
    "rule 3: From has one reader, and that one caller":
        (r"\bzgl_addresses_parse\(",
         ["zegel/mail/address.[ch]", "zegel/sig/authordomain.c"]),
    "rule 4: nobody tells the MTA to accept":
        (r"\bzgl_milterwire_put_accept\(", ["srv/milter/milterwire.[ch]"]),
    "rule 7: octets of others reach no assert":
        (r"(#include <assert\.h>|(?<!_)\bassert\()", []),
}

# zegel/base/limits.h. Who changes one has thought of what it is good for.
LIMITS = {"header_octets": 1024 * 1024, "fields": 10000, "field_octets": 128 * 1024,
          "signatures": 10, "tags": 64, "signed_names": 400, "from_addresses": 20,
          "comment_depth": 20, "key_record_octets": 8 * 1024, "txt_octets": 16 * 1024,
          "cname_chain": 8}


def sources(root):
    for folder in ("zegel", "srv", "cmd"):
        for path in sorted((root / folder).rglob("*.[ch]")):
            yield path.relative_to(root), path.read_text()


def told(root, pattern, places):
    """Where it stands and may not; where it may stand and does not."""
    found = {path for path, text in sources(root) if re.search(pattern, text)}
    yield from (f"{path} has it" for path in sorted(found)
                if not any(path.match(place) for place in places))
    yield from (f"{place} has it no more" for place in places
                if not any(path.match(place) for path in found))


def limits(root):
    """The defaults, as the header has them."""
    text = (root / "zegel" / "base" / "limits.h").read_text()
    found = re.findall(r"\.(\w+) = ([\d *]+),", text)
    return {name: math.prod(map(int, value.split("*"))) for name, value in found}


def rows(root):
    for name, (pattern, places) in ONLY.items():
        lines = list(told(root, pattern, places))
        yield name, not lines, "\n".join(lines)
    yield ("rule 7: the limits are as large as they were meant to be",
           limits(root) == LIMITS, str(limits(root)))
    rules = list(test_rules.read_rules(root / "tests" / "rules7.tsv"))
    yield "every line has three columns", all(
        len(rule) == 3 for rule in rules), ""
    known = {program: test_rules.names_in(root, program)
             for _, program, _ in rules}
    for number in RULES:
        here = [(program, name) for n, program, name in rules
                if int(n) == number]
        lost = [f"{program}: {name}" for program, name in here
                if name not in known[program]]
        yield f"rule {number} has rows", here and not lost, "\n".join(lost)


def main():
    number = bad = 0
    for name, good, output in rows(pathlib.Path(sys.argv[1])):
        number += 1
        bad += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        for line in [] if good else output.splitlines():
            print("#", line)
    print(f"1..{number}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
