-- SPDX-License-Identifier: ISC
-- What the scripts share: a connection to the daemon, a message, its answers.
-- With -D: sock (unix:PATH of the listener), address (the client's).

function must(fault, what)
	if fault ~= nil then
		error(what .. ": " .. tostring(fault))
	end
end

function replied(conn, wanted, what)
	local reply = mt.getreply(conn)
	if reply ~= wanted then
		error(what .. ": unexpected reply " .. tostring(reply))
	end
end

function connect()
	local conn = mt.connect(sock, 40, 0.05)
	if conn == nil then
		error("no connection to " .. sock)
	end
	must(mt.conninfo(conn, "client.example", address), "conninfo")
	return conn
end

function envelope(conn, id)
	mt.macro(conn, SMFIC_MAIL, "i", id)
	must(mt.mailfrom(conn, "<balie@veenstad.example>"), "mailfrom")
	must(mt.rcptto(conn, "<noor@other.example>"), "rcptto")
end

-- Sends fields {name, value} and a body, and ends the message.
function message(conn, fields, body)
	for _, field in ipairs(fields) do
		must(mt.header(conn, field[1], field[2]), field[1])
	end
	must(mt.eoh(conn), "eoh")
	must(mt.bodystring(conn, body), "body")
	must(mt.eom(conn), "eom")
end

letter = {
	{"From", "Veenstad <balie@veenstad.example>"},
	{"To", "noor@other.example"},
	{"Subject", "Uw afspraak"},
	{"Date", "Tue, 1 Dec 2026 09:00:00 +0100"},
	{"Message-ID", "<8841@veenstad.example>"},
}
