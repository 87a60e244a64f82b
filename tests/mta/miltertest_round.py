#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""miltertest_round.py PROGRAMS -- zegeld as Debian's miltertest sees it. TAP.

Each script in miltertest/ is one conversation, by unix socket and by TCP.
"""

import sys

from mailworld import (DOMAIN, HERE, Daemon, Tap, place, programs)

INTERNET = """
listener "inet:127.0.0.1:8891" { mode = sign  must-sign = yes }
listener "inet:127.0.0.1:8892" { mode = verify }
"""


def run_script(name, sock, address):
    text = (HERE / "miltertest" / "common.lua").read_text() \
        + (HERE / "miltertest" / name).read_text()
    place.run("miltertest", "-D", f"sock={sock}", "-D", f"address={address}",
              input=text)


def main():
    place.enter()
    tap = Tap()
    with place.Place() as here:
        daemon = Daemon(here, programs(), DOMAIN, "none", "root")
        records = "".join(daemon.key(s, a) for s, a in (("r2026", "rsa"),
                                                        ("e2026", "ed25519")))
        zone = here.write("zone", records)
        daemon.configure(more=INTERNET)
        text = daemon.config.read_text().replace(
            'resolver = "127.0.0.1"', f'zone-files = {{ "{zone}" }}')
        daemon.config.write_text(
            text.replace('    trust-anchor = "none"\n', ""))
        daemon.start()
        ways = [("unix", daemon.outgoing, daemon.incoming),
                ("TCP", "inet:8891@127.0.0.1", "inet:8892@127.0.0.1")]
        for way, outgoing, incoming in ways:
            for name, sock, address in (
                    ("sign", outgoing, "127.0.0.1"),
                    ("several", outgoing, "127.0.0.1"),
                    ("refuse", outgoing, "127.0.0.1"),
                    ("verify", incoming, place.OUTSIDE4)):
                with tap.row(f"{name}.lua by {way}"):
                    run_script(name + ".lua", sock, address)
        if tap.failed:
            print("# " + daemon.log().replace("\n", "\n# "))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
