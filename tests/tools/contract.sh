#!/bin/sh
# SPDX-License-Identifier: ISC
# contract.sh ZEGEL -- does the command speak as all parts of the project agreed
# it would? The agreement is checked by a script outside this tree, which
# ZEGEL_CONTRACT names.
if [ -z "${ZEGEL_CONTRACT:-}" ]; then
	echo "ZEGEL_CONTRACT names no script"
	exit 77
fi
exec python3 "$ZEGEL_CONTRACT" "$1" C
