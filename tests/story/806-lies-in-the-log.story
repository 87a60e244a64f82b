Security row 18: what a client says cannot end a log line, colour it, or begin another.

helo: x{octets 0a}zegeld: queue=FORGED action=accept
client: evil{octets 1b}[31m.example 192.0.2.7
mail: <"a b queue=FORGED"@example.org>
message:
    From: jan@example.org

    Hallo.
expect:
    accept
    log ...queue=4F1...dkim=none...
    no log ...{octets 1b}...
    log lines 0 zegeld: queue=FORGED...
