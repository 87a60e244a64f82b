-- SPDX-License-Identifier: ISC
-- One of ours writes as somebody else, and the listener must sign.
conn = connect()
envelope(conn, "refuse-1")
message(conn, {
	{"From", "ceo@bank.example"},
	{"Subject", "dringend"},
}, "Betaal.\r\n")
replied(conn, SMFIR_REPLYCODE, "end")
if not mt.eom_check(conn, MT_SMTPREPLY, "550", "5.7.1") then
	error("550 5.7.1 expected")
end
mt.disconnect(conn)
