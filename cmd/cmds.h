/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * cmds -- the subcommands. Each reads its words (call->argv), does its work,
 * writes to call->out, and returns an exit code. Errors were said.
 */

#include "cmd/options.h"

typedef int zgl_cmd(struct zgl_call *call);

zgl_cmd zgl_cmdkey_new, zgl_cmdkey_list, zgl_cmdkey_show, zgl_cmdkey_export,
	zgl_cmdkey_import, zgl_cmdkey_activate, zgl_cmdkey_retire,
	zgl_cmdkey_remove, zgl_cmdkey_subdomains, zgl_cmdrecord_dkim,
	zgl_cmdsign, zgl_cmdverify, zgl_cmdspf, zgl_cmddmarc, zgl_cmddemo;
