Decision: since DMARC marks by default, a mark that came with a message from outside is removed, and one that an own client put there stays.

message plain:
    X-Spam-Flag: NO
    From: jan@example.org
    X-Spam-Flag: YES

    Hallo.
expect:
    accept
    no X-Spam-Flag:
    removed 2
