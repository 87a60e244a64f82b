#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""run_dmarc.py PROGRAM: the cases of dmarc-rfc9989.yml, judged by zegel.

PROGRAM reads cases as JSON and says what comes of them (dmarc_runner.c). The
first outcome that a case lists is ours, and must come; for a case of several it
is also counted how many there are. TAP out, a row for each case. Every question
is held against the walks that the RFC allows, also where a case has no `walks`.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

import yaml

SUITE = pathlib.Path(__file__).with_name("dmarc-rfc9989.yml")
CASES_LEAST = 300
SECTION = re.compile(r"rfc\d{4}#[A-Z0-9]+(\.\d+)*")
KEYS = {"name", "section", "author", "from", "fields", "dns", "spf", "dkim", "expect", "walks",
        "why"}
EXPECTED = {"result", "policy", "tag", "policy_domain", "organizational_domain", "aligned"}
VALUES = {"result": {"none", "pass", "fail", "temperror", "permerror"},
          "policy": {"none", "quarantine", "reject"}, "tag": {"p", "sp", "np"}}
TXT = 16


def texts_of(record):
    """The strings of one TXT record, as octets; backslashes are kept."""
    strings = record if isinstance(record, list) else [record]
    for string in strings:
        octets = re.findall(rb"\\\d\d\d|\\.|.", string.encode(), re.DOTALL)
        for start in range(0, max(len(octets), 1), 255):
            yield b"".join(octets[start:start + 255])


def quoted(octets):
    """In master-file form: what text cannot hold as \\DDD."""
    return '"' + "".join(chr(o) if 32 <= o < 127 and o != 34 else "\\%03d" % o
                         for o in octets) + '"'


def lines_of(name, value):
    """The lines of a master file for one name."""
    if not isinstance(value, dict):
        value = {"TXT": value if isinstance(value, list) else [value]}
    if "fault" in value:
        yield "$FAULT %s. %s" % (name, value["fault"])
    elif not value:
        yield "%s. IN TYPE65280 \\# 1 00" % name
    for kind, records in value.items():
        for record in records if kind != "fault" else []:
            data = record if kind != "TXT" else " ".join(map(quoted, texts_of(record)))
            yield "%s. IN %s %s" % (name, kind, data)


def identifiers(case):
    """Names as `aligned` has them, method, domain and result of each."""
    spf = case.get("spf")
    if spf and spf.get("identity", "mailfrom") == "mailfrom":
        yield "spf", "spf", spf["domain"], spf["result"]
    for i, signature in enumerate(case.get("dkim", []), 1):
        yield "dkim%d" % i, "dkim", signature["domain"], signature["result"]


def fields_of(case):
    froms = case["from"] if isinstance(case["from"], list) else [case["from"]]
    fields = [field.encode() for field in case.get("fields", [])]
    return fields + [b"From:" + (f if isinstance(f, bytes) else f.encode()) for f in froms]


def job_of(case):
    dns = "".join(line + "\n" for name, value in case.get("dns", {}).items()
                  for line in lines_of(name, value))
    job = {"dns": dns, "identifiers": [tuple(i[1:]) for i in identifiers(case)]}
    if "author" in case:
        return dict(job, author=case["author"])
    return dict(job, fields=[field.hex() for field in fields_of(case)])


def outcomes(case):
    return case["expect"] if isinstance(case["expect"], list) else [case["expect"]]


def form_fault(case):
    """What is wrong with the case itself."""
    if not set(case) <= KEYS or ("author" in case) == ("from" in case):
        return "keys: %s" % sorted(case)
    if not SECTION.fullmatch(case["section"]):
        return "section: %s" % case["section"]
    for outcome in outcomes(case):
        if "result" not in outcome or not set(outcome) <= EXPECTED:
            return "expect: %s" % outcome
        if any(outcome.get(key, next(iter(words))) not in words for key, words in VALUES.items()):
            return "expect: %s" % outcome
    if len(outcomes(case)) > 1 and "why" not in case:
        return "several outcomes, and no word why"
    return None


def walk(domain):
    """Section 4.10: all names asked when no psd= stops the walk."""
    labels = domain.split(".")
    rest = labels[1:] if len(labels) < 8 else labels[-7:]
    names = [labels] + [rest[i:] for i in range(len(rest))]
    return ["_dmarc." + ".".join(name) for name in names]


def walk_faults(case, told):
    asked = [name[:-1] for kind, name in told["asked"] if kind == TXT]
    starts = [told["author"]] if told["author"] else []
    allowed = {name for start in starts for name in walk(start)}
    for _, _, domain, _ in identifiers(case) if starts else ():
        allowed.update(walk(a_label(domain)))
    yield from ("asked %s, which is in no walk" % name for name in asked if name not in allowed)
    yield from ("asked %s twice" % n for n, k in collections.Counter(asked).items() if k > 1)
    yield from ("asked type %d of %s" % (kind, name) for kind, name in told["asked"]
                if kind != TXT and name[:-1] != told["author"])
    for start, names in case.get("walks", {}).items():
        if names != walk(start)[:len(names)]:
            yield "walks: %s is not what section 4.10 says" % start
        if start == told["author"]:
            got = ["_dmarc." + domain for domain in told["walk"]]
            if got != names or asked[:len(names)] != names:
                yield "walked %s,\nasked %s,\nwant %s" % (got, asked, names)


def a_label(domain):
    return domain.rstrip(".").lower().encode("idna").decode()


def outcome_faults(case, told, outcome):
    got = dict(told)
    names = [i[0] for i in identifiers(case)]
    got["aligned"] = [name for name, (authentic, aligned) in zip(names, told["identifiers"])
                      if authentic and aligned]
    return ["%s %s, want %s" % (key, got[key], want) for key, want in outcome.items()
            if got[key] != want]


def faults(case, told):
    fault = form_fault(case)
    if fault:
        return [fault]
    found = outcome_faults(case, told, outcomes(case)[0]) + list(walk_faults(case, told))
    if not found:
        return []
    others = [i for i, outcome in enumerate(outcomes(case))
              if not outcome_faults(case, told, outcome)]
    return found + ["reason: %s; outcomes that this is: %s" % (told["reason"], others)]


def run(program, cases):
    lines = "".join(json.dumps(job_of(case)) + "\n" for case in cases)
    ran = subprocess.run([program], input=lines, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def main():
    subjects = yaml.safe_load(SUITE.read_text())["subjects"]
    cases = [case for subject in subjects for case in subject["cases"]]
    answers = run(sys.argv[1], cases)
    names = {case["name"] for case in cases}
    whole = len(names) == len(cases) == len(answers) >= CASES_LEAST
    print("%sok 1 - every case has a name of its own and an answer" % ("" if whole else "not "))
    bad = 0
    for i, (case, told) in enumerate(zip(cases, answers), 2):
        found = faults(case, told)
        bad += bool(found)
        print("%sok %d - %s: %s" % ("not " if found else "", i, case["section"], case["name"]))
        for line in "\n".join(found).splitlines():
            print("# " + line)
    print("# dmarc-rfc9989: %d of %d cases as they should be, %d subjects; "
          "in %d several outcomes are allowed, of which the first is ours"
          % (len(cases) - bad, len(cases), len(subjects),
             sum(len(outcomes(case)) > 1 for case in cases)))
    print("1..%d" % (len(cases) + 1))
    return 1 if bad or not whole else 0


if __name__ == "__main__":
    sys.exit(main())
