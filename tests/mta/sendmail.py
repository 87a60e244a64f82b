# SPDX-License-Identifier: ISC
"""sendmail -- a private Sendmail, unpacked into a folder by `make deps`, since
its package and Postfix's exclude each other.

Ports 25 and 587 as with postfix.py; mail for the domain lands in a folder, a
file a message.
"""

import os
import pathlib

from place import Trouble, run, wait_for
from postfix import listens

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path(os.environ.get(
    "ZEGEL_SENDMAIL", HERE.parents[1] / "build-deps" / "sendmail"))
PROGRAM = ROOT / "usr/libexec/sendmail/sendmail"

CONFIG = """divert(-1)
include(`{root}/usr/share/sendmail/cf/m4/cf.m4')
VERSIONID(`a private Sendmail for tests')
OSTYPE(`linux')dnl
LOCAL_DOMAIN(`{domain}')dnl
define(`QUEUE_DIR', `{folder}/queue')dnl
define(`STATUS_FILE', `{folder}/statistics')dnl
define(`HELP_FILE', `{folder}/help')dnl
define(`confPID_FILE', `{folder}/pid')dnl
define(`ALIAS_FILE', `')dnl
define(`confDOMAIN_NAME', `mail.{domain}')dnl
define(`confSERVICE_SWITCH_FILE', `{folder}/switch')dnl
define(`confHOSTS_FILE', `/etc/hosts')dnl
define(`confDONT_BLAME_SENDMAIL', `AssumeSafeChown,GroupWritableDirPathSafe')dnl
define(`confQUEUE_LA', `10000')dnl
define(`confREFUSE_LA', `10000')dnl
define(`confTO_IDENT', `0s')dnl
define(`confDEF_USER_ID', `nobody:nogroup')dnl
define(`LOCAL_MAILER_PATH', `{folder}/deliver')dnl
define(`LOCAL_MAILER_ARGS', `deliver $u')dnl
MODIFY_MAILER_FLAGS(`LOCAL', `lsDFMqSmnX8')dnl
define(`LOCAL_SHELL_PATH', `/bin/false')dnl
define(`confLOG_LEVEL', `14')dnl
define(`confMILTER_LOG_LEVEL', `12')dnl
FEATURE(`no_default_msa')dnl
FEATURE(`nocanonify')dnl
FEATURE(`accept_unresolvable_domains')dnl
FEATURE(`accept_unqualified_senders')dnl
DAEMON_OPTIONS(`Port=25, Addr=0.0.0.0, Name=MTA, InputMailFilters=incoming')dnl
DAEMON_OPTIONS(`Port=587, Addr=0.0.0.0, Name=MSA, M=E, InputMailFilters=outgoing')dnl
MAIL_FILTER(`incoming', `S={incoming}, F=T, T=S:10s;R:30s;E:60s')dnl
MAIL_FILTER(`outgoing', `S={outgoing}, F=T, T=S:10s;R:30s;E:60s')dnl
MAILER(`local')dnl
MAILER(`smtp')dnl
"""

DELIVER = """#!/bin/sh
# from the shell's own words alone: a user's name is a file's name here
umask 022
name="{folder}/mail/$1.$$"
cat >"$name.part" && mv "$name.part" "$name.eml"
"""


class Sendmail:
    """As postfix.Postfix: for `domain`, with a milter for each way."""

    def __init__(self, place, domain, incoming, outgoing):
        if not PROGRAM.exists():
            raise Trouble(f"{PROGRAM} is missing: run `make deps`")
        self.place, self.domain = place, domain
        self.folder = place.path("sendmail")
        for name, mode in (("queue", 0o700), ("mail", 0o777)):
            (self.folder / name).mkdir(parents=True)
            (self.folder / name).chmod(mode)
        place.write("sendmail/switch", "hosts files\naliases files\n")
        place.write("sendmail/help", "")
        place.write("sendmail/statistics", "")
        # It wants to know its own name before anything else.
        run("mount", "--bind", place.write(
            "sendmail/hosts", "127.0.0.1 mail.example mail localhost\n"),
            "/etc/hosts")
        place.write("sendmail/deliver", DELIVER.format(folder=self.folder),
                    0o755)
        place.write("sendmail/sendmail.mc", CONFIG.format(
            root=ROOT, folder=self.folder, domain=domain, incoming=incoming,
            outgoing=outgoing))
        self.config = place.write("sendmail/sendmail.cf", run(
            "m4", self.folder / "sendmail.mc"))
        self.start()

    def start(self):
        self.place.start("sendmail", PROGRAM, "-C", self.config, "-bD",
                         "-q5s", "-X", self.folder / "traffic")
        wait_for("Sendmail", lambda: listens(25) and listens(587))

    def wait_mail(self, user, count=1, seconds=15):
        """Waits for the count-th message of a user; returns its octets."""
        def there():
            mails = sorted((self.folder / "mail").glob(f"{user}.*.eml"),
                           key=lambda p: p.stat().st_mtime_ns)
            return len(mails) >= count and mails
        return wait_for(f"message {count} for {user}", there,
                        seconds)[count - 1].read_bytes()
