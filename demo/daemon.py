# SPDX-License-Identifier: ISC
"""daemon -- zegeld between the private Postfix and the private name server."""

import socket

from place import run, wait_for

CONFIG = """authserv-id = "mail.{domain}"

listener "unix:{folder}/incoming.sock" {{
    mode = verify
    group = "{group}"
}}
listener "unix:{folder}/outgoing.sock" {{
    mode = sign
    must-sign = yes
    group = "{group}"
}}

signing {{
    store = "{folder}/keys.db"
}}

verifying {{
{verifying}
}}

dns {{
    resolver = "127.0.0.1"
    trust-anchor = "{anchor}"
}}
{more}
"""


class Daemon:
    """A zegeld for `domain`. `verifying` is what stands in that section, `more`
    what stands behind all."""

    def __init__(self, place, programs, domain, anchor, group="postfix"):
        self.place, self.programs, self.domain = place, programs, domain
        self.anchor, self.group = anchor, group
        self.folder = place.path("zegeld")
        self.folder.mkdir()
        self.store = self.folder / "keys.db"
        self.config = self.folder / "zegel.conf"
        self.incoming = f"unix:{self.folder}/incoming.sock"
        self.outgoing = f"unix:{self.folder}/outgoing.sock"

    def zegel(self, *words, **more):
        return run(self.programs / "zegel", *words, **more)

    def key(self, selector, algorithm, *more):
        """Makes a key in the store; returns its record."""
        return self.zegel("key", "new", "--store", self.store, "-d",
                          self.domain, "-s", selector, "--algorithm",
                          algorithm, *more)

    def configure(self, verifying="", more=""):
        text = CONFIG.format(domain=self.domain, folder=self.folder,
                             group=self.group, anchor=self.anchor,
                             verifying=verifying, more=more)
        self.place.write("zegeld/zegel.conf", text)

    def start(self):
        self.place.start("zegeld", self.programs / "zegeld", "--config",
                         self.config)
        wait_for("zegeld", lambda: self.listens(self.incoming)
                 and self.listens(self.outgoing))

    def stop(self, **how):
        return self.place.stop("zegeld", **how)

    def log(self):
        return self.place.log("zegeld")

    @staticmethod
    def listens(name):
        with socket.socket(socket.AF_UNIX) as s:
            return s.connect_ex(name.removeprefix("unix:")) == 0
