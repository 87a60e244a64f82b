#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""run_authres.py PROGRAM: the cases of authres-rfc8601.yml, read by zegel.

PROGRAM reads fields in hex and says what they hold in JSON (authres_fields.c).
Ours is the reader that refuses what others could read in another way: where a
case has a `refuse`, it must. TAP out, a row for each case.
"""
import json
import pathlib
import re
import subprocess
import sys

import yaml

SUITE = pathlib.Path(__file__).with_name("authres-rfc8601.yml")
CASES_LEAST = 150
RULE = re.compile(r"rfc\d{4}#[A-Z0-9]+(\.\d+)*")
KEYS = {"is", "rule", "value", "field", "reads", "refuse", "told", "differ"}
READS = {"id", "version", "results"}
RESULT = {"method", "version", "result", "reason", "props", "ignored", "ignored_props"}


def octets(text):
    return text.encode("latin-1")


def text(octets_as_utf8):
    """What a program says in UTF-8, as the suite writes it."""
    return octets_as_utf8 and octets_as_utf8.encode().decode("latin-1")


def field_of(case):
    return octets(case.get("field") or "Authentication-Results:" + case["value"])


def pairs(props):
    return [tuple(p) for p in (props.items() if isinstance(props, dict) else props)]


def wanted(reads):
    return (reads["id"], reads.get("version"),
            [(r["method"], r.get("version"), r["result"], r.get("reason"),
              pairs(r.get("props", {})), r.get("ignored", False),
              sorted(r.get("ignored_props", []))) for r in reads.get("results", [])])


def read(told):
    return (text(told["id"]), told["version"],
            [(r["method"], r["version"], r["result"], text(r["reason"]),
              [(name, text(value)) for name, value, _ in r["props"]], r["ignored"],
              sorted(name for name, _, ignored in r["props"] if ignored))
             for r in told["results"]])


def form_fault(case):
    """What is wrong with the case itself."""
    results = case.get("reads", {}).get("results", [])
    if not set(case) <= KEYS or ("value" in case) == ("field" in case):
        return "keys: %s" % sorted(case)
    if not set(case.get("reads", {})) <= READS or not all(set(r) <= RESULT for r in results):
        return "keys of reads"
    if not RULE.fullmatch(case["rule"]):
        return "rule: %s" % case["rule"]
    if not ("reads" in case or "refuse" in case):
        return "neither reads nor refuse"
    return None


def fault(case, told):
    if "refuse" not in case:
        if "refused" in told:
            return "refused at %d: %s" % (told["offset"], told["refused"])
        want, got = wanted(case["reads"]), read(told)
        return None if want == got else "read %r,\nwant %r" % (got, want)
    if "refused" not in told:
        return "not refused, but read: %r" % (read(told),)
    want = case.get("told", {})
    got = (text(told["id"]), told["version"])
    if "told" in case and got != (want.get("id"), want.get("version")):
        return "refused, and told %r" % (got,)
    if not 0 <= told["offset"] <= len(field_of(case)):
        return "refused at %d, behind the field" % told["offset"]
    return None


def run(program, cases):
    lines = "".join(field_of(case).hex() + "\n" for case in cases)
    ran = subprocess.run([program], input=lines, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def main():
    cases = yaml.safe_load(SUITE.read_text())
    answers = run(sys.argv[1], cases)
    names = {case["is"] for case in cases}
    whole = len(names) == len(cases) == len(answers) >= CASES_LEAST
    print("%sok 1 - every case has a name of its own and an answer" % ("" if whole else "not "))
    failed = not whole
    for i, (case, told) in enumerate(zip(cases, answers), 2):
        why = form_fault(case) or fault(case, told)
        failed |= why is not None
        print("%sok %d - %s: %s" % ("not " if why else "", i, case["rule"], case["is"]))
        for line in (why or "").splitlines():
            print("# " + line)
    refused = sum("refuse" in case for case in cases)
    print("# authres-rfc8601: %d fields, %d of them refused" % (len(cases), refused))
    print("1..%d" % (len(cases) + 1))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
