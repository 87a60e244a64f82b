#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""authres_peers.py AUTHBANK -- readers of others read what authwrite wrote.

Every field of authbank is read by python3-authres and by Mail::
AuthenticationResults (authres_peer.pl). Each must find two results, the second
as it is, and in the first the value as it was, or none when it does not fit. In
internationalized mail, which not all of them know, a reader may also refuse the
field or leave the value out; it must not read another one, nor another result.
Prints TAP: a row for each reader and place. AUTHRES_FIELDS says how many fields:
a million take a quarter of an hour.
"""
import collections
import json
import os
import subprocess
import sys

import authres

COUNT = int(os.environ.get("AUTHRES_FIELDS", 5500))
SECOND = ["spf", "softfail", {"smtp.mailfrom": "example.org"}]


def bank(program):
    """(internationalized, place, value or None, field)"""
    out = subprocess.run([program, str(COUNT)], check=True,
                         capture_output=True, text=True).stdout
    for line in out.splitlines():
        kind, place, value, field = line.split(" ")
        yield (kind == "utf8", bytes.fromhex(place).decode(),
               None if value == "-" else bytes.fromhex(value).decode(),
               bytes.fromhex(field).decode())


def read_python(fields):
    """It wants unfolded text."""
    for field in fields:
        try:
            got = authres.AuthenticationResultsHeader.parse(
                field.replace("\r\n", ""))
        except Exception as e:  # what it cannot read is what we look for
            yield ["exception: %r" % e]
            continue
        results = [got.authserv_id]
        for r in got.results:
            props = {"%s.%s" % (p.type, p.name): str(p.value)
                     for p in r.properties}
            if r.reason is not None:
                props["reason"] = str(r.reason)
            results.append([r.method, r.result, props])
        yield results


def read_perl(fields):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "authres_peer.pl")
    text = "".join(field.encode().hex() + "\n" for field in fields)
    out = subprocess.run(["perl", script], input=text, check=True,
                         capture_output=True, text=True).stdout
    for line in out.splitlines():
        yield json.loads(line)


METHODS = {"smtp.mailfrom": "spf", "smtp.helo": "spf", "header.from": "dmarc",
           "policy.dmarc": "dmarc"}


def good(case, got):
    internationalized, place, value, _ = case
    shown = {} if value is None or place == "comment" else {place: value}
    forms = [shown, {}] if internationalized else [shown]
    if internationalized and isinstance(got[0], str) \
            and got[0].startswith("exception"):
        return True
    return any(got == ["mx.example.nl", [METHODS.get(place, "dkim"), "fail", form],
                       SECOND] for form in forms)


def main():
    cases = list(bank(sys.argv[1]))
    fields = [case[-1] for case in cases]
    number = failed = 0
    for reader, read in (("python3-authres", read_python),
                         ("Mail::AuthenticationResults", read_perl)):
        tally = collections.defaultdict(list)
        for case, got in zip(cases, read(fields)):
            tally[case[1]].append((good(case, got), case[-1], got))
        whole = sum(map(len, tally.values())) == COUNT
        for place, all_of in sorted(tally.items()):
            bad = [case for case in all_of if not case[0]]
            number += 1
            failed += bool(bad) or not whole
            print("%sok %d - %s reads %d values of %s as they were"
                  % ("not " if bad or not whole else "", number, reader,
                     len(all_of), place))
            for _, field, got in bad[:5]:
                print("# %r\n#   read as %r" % (field, got))
    print("1..%d" % number)
    return 1 if failed or number == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
