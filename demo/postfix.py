# SPDX-License-Identifier: ISC
"""postfix -- a private Postfix: its own configuration, queue, log and ports.

Port 25 takes mail from outside, 587 from our own people. What is for the domain
lands in mailboxes, a file a message; `relayed` goes out again through port 25,
as from the outside, when a test wants a whole round.
"""

import pwd
import shutil
import socket

from place import Trouble, run, wait_for

MAIN = """compatibility_level = 3.6
config_directory = {folder}/etc
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = all
inet_protocols = all
myhostname = mail.{domain}
myorigin = {domain}
mydestination =
local_transport = error:no local delivery
alias_maps =
alias_database =
local_recipient_maps =
mynetworks = 127.0.0.0/8 [::1]/128
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_recipient_restrictions =
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
disable_dns_lookups = yes
smtputf8_enable = yes
smtpd_delay_reject = no
message_size_limit = 104857600
mailbox_size_limit = 0
virtual_mailbox_limit = 0
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
milter_default_action = tempfail
milter_protocol = 6
milter_connect_timeout = 5s
milter_command_timeout = 15s
milter_content_timeout = 30s
non_smtpd_milters = {outgoing}
internal_mail_filter_classes =
smtpd_client_event_limit_exceptions = static:all
smtpd_client_connection_count_limit = 0
default_process_limit = 100
queue_run_delay = 2s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
{more}
"""

MASTER = """25 inet n - n - - smtpd
  -o smtpd_milters={incoming}
587 inet n - n - - smtpd
  -o smtpd_milters={outgoing}
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 2 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def listens(port, host="127.0.0.1"):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex((host, port)) == 0


class Postfix:
    """For `domain`, with the milters of both ways as Postfix names them:
    "unix:/path", "inet:host:port"; "" for none."""

    def __init__(self, place, domain, incoming, outgoing, more=""):
        self.place, self.domain = place, domain
        self.folder = place.path("postfix")
        for name in ("etc", "queue", "data", "mail"):
            (self.folder / name).mkdir(parents=True)
        shutil.chown(self.folder / "data", "postfix")
        shutil.chown(self.folder / "mail", "nobody")
        nobody = pwd.getpwnam("nobody")
        facts = {"folder": self.folder, "domain": domain, "more": more,
                 "uid": nobody.pw_uid, "gid": nobody.pw_gid,
                 "incoming": incoming, "outgoing": outgoing}
        place.write("postfix/etc/main.cf", MAIN.format(**facts))
        place.write("postfix/etc/master.cf", MASTER.format(**facts))
        self.start()

    def start(self):
        etc = self.folder / "etc"
        run("postfix", "-c", etc, "check", MAIL_CONFIG=str(etc))
        self.place.start("postfix", "/usr/lib/postfix/sbin/master", "-d", "-c",
                         etc, MAIL_CONFIG=str(etc))
        wait_for("Postfix", lambda: listens(25) and listens(587))

    def log(self):
        path = self.folder / "mail.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def mails(self, user):
        """What came for a user: paths, oldest first."""
        folder = self.folder / "mail" / "all" / "new"
        if not folder.is_dir():
            return []
        line = f"\nDelivered-To: {user}@".encode()
        paths = sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime_ns)
        return [path for path in paths if line in path.read_bytes()[:4096]]

    def wait_mail(self, user, count=1, seconds=15):
        """Waits for the count-th message of a mailbox; returns its octets."""
        def there():
            mails = self.mails(user)
            return len(mails) >= count and mails
        try:
            mails = wait_for(f"message {count} for {user}", there, seconds)
        except Trouble as trouble:
            raise Trouble(f"{trouble}; Postfix says:\n"
                          + "\n".join(self.log().splitlines()[-12:]))
        return mails[count - 1].read_bytes()

    def sendmail(self, sender, recipient, message):
        """Hands a message in as a program on the machine does."""
        etc = self.folder / "etc"
        run("sendmail", "-C", etc, "-f", sender, "-i", recipient,
            input=message, MAIL_CONFIG=str(etc))


def as_sent(octets):
    """A delivered message without what delivery put on top, lines by CRLF."""
    lines = octets.split(b"\n")
    while lines and lines[0].split(b":")[0] in (
            b"Return-Path", b"X-Original-To", b"Delivered-To"):
        lines.pop(0)
    return b"\r\n".join(lines)
