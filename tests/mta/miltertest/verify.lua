-- SPDX-License-Identifier: ISC
-- Somebody outside writes: no signature, and two lies about it.
conn = connect()
envelope(conn, "verify-1")
message(conn, {
	{"Authentication-Results", "mail.veenstad.example; dkim=pass"},
	{"Authentication-Results", "mx.other.example; dkim=pass"},
	{"authentication-results", "(x) Mail.Veenstad.Example 1; dkim=pass"},
	{"From", "ceo@bank.example"},
	{"Subject", "dringend"},
}, "Betaal.\r\n")
replied(conn, SMFIR_CONTINUE, "end")
if not mt.eom_check(conn, MT_HDRINSERT, "Authentication-Results") then
	error("no field of ours")
end
said = mt.getheader(conn, "Authentication-Results", 0)
if not string.find(said, "dkim=none") then
	error("dkim=none expected: " .. said)
end
if not mt.eom_check(conn, MT_HDRDELETE, "Authentication-Results") then
	error("the lies are not removed")
end
mt.disconnect(conn)
