-- SPDX-License-Identifier: ISC
-- One of ours writes as somebody else, and the listener must sign.
conn = connect()
envelope(conn, "refuse-1")
message(conn, {
	{"From", "ceo@bank.example"},
	{"Subject", "dringend"},
}, "Betaal.\r\n")
replied(conn, SMFIR_REPLYCODE, "end")
mt.disconnect(conn)
