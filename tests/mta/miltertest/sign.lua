-- SPDX-License-Identifier: ISC
-- One of ours writes: the message is signed, twice, and goes on.
conn = connect()
envelope(conn, "sign-1")
message(conn, letter, "Tot dinsdag.\r\n")
replied(conn, SMFIR_CONTINUE, "end")
if not mt.eom_check(conn, MT_HDRINSERT, "DKIM-Signature") then
	error("no DKIM-Signature")
end
first = mt.getheader(conn, "DKIM-Signature", 0)
second = mt.getheader(conn, "DKIM-Signature", 1)
if first == nil or second == nil then
	error("two signatures expected")
end
both = first .. second
for _, part in ipairs({"a=rsa%-sha256", "a=ed25519%-sha256", "d=veenstad%.example",
		"s=r2026", "s=e2026"}) do
	if not string.find(both, part) then
		error(part .. " is missing in " .. both)
	end
end
mt.disconnect(conn)
