-- SPDX-License-Identifier: ISC
-- Several messages by one connection, one of them given up, one without a body.
conn = connect()
envelope(conn, "several-1")
message(conn, letter, "een\r\n")
replied(conn, SMFIR_CONTINUE, "the first")

envelope(conn, "several-2")
must(mt.header(conn, "From", "half@veenstad.example"), "header")
must(mt.abort(conn), "abort")

envelope(conn, "several-3")
for _, field in ipairs(letter) do
	must(mt.header(conn, field[1], field[2]), field[1])
end
must(mt.eoh(conn), "eoh")
must(mt.eom(conn), "eom")
replied(conn, SMFIR_CONTINUE, "the third")
if not mt.eom_check(conn, MT_HDRINSERT, "DKIM-Signature") then
	error("the third is not signed")
end
mt.disconnect(conn)
