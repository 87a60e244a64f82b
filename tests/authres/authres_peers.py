#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""authres_peers.py AUTHBANK -- readers of others read what authwrite wrote.

Every field of authbank is read by python3-authres and by Mail::
AuthenticationResults (authres_peer.pl). Each must find two results, the second
as it is, and in the first the value as it was, or none when it does not fit.
Prints TAP: a row for each reader and place.
"""
import collections
import json
import os
import subprocess
import sys

import authres

COUNT = 250
SECOND = ["spf", "fail", {"smtp.mailfrom": "example.org"}]


def bank(program):
    """(place, value or None, field)"""
    out = subprocess.run([program, str(COUNT)], check=True,
                         capture_output=True, text=True).stdout
    for line in out.splitlines():
        place, value, field = line.split(" ")
        place = bytes.fromhex(place).decode()
        yield ("reason" if place == "reason" else "header." + place,
               None if value == "-" else bytes.fromhex(value).decode("ascii"),
               bytes.fromhex(field).decode("ascii"))


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


def want(place, value):
    props = {} if value is None else {place: value}
    return ["mx.example.nl", ["dkim", "fail", props], SECOND]


def main():
    cases = list(bank(sys.argv[1]))
    fields = [field for _, _, field in cases]
    number = failed = 0
    for reader, read in (("python3-authres", read_python),
                         ("Mail::AuthenticationResults", read_perl)):
        tally = collections.defaultdict(list)
        for (place, value, field), got in zip(cases, read(fields)):
            tally[place].append((got == want(place, value), field, got))
        for place, all_of in sorted(tally.items()):
            bad = [case for case in all_of if not case[0]]
            number += 1
            failed += bool(bad) or len(all_of) != COUNT
            print("%sok %d - %s reads %d values of %s as they were"
                  % ("not " if bad or len(all_of) != COUNT else "", number,
                     reader, len(all_of), place))
            for _, field, got in bad[:5]:
                print("# %r\n#   read as %r" % (field, got))
    print("1..%d" % number)
    return 1 if failed or number == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
