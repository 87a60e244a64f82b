/* SPDX-License-Identifier: ISC */
#pragma once

/**
 * zegel -- the whole library, for programs that embed it.
 *
 * Nobody inside includes this; docs/house.md tells which room holds what, and
 * libzegel(3) how the parts work together.
 */

#include "zegel/authres/authclaim.h"
#include "zegel/authres/authread.h"
#include "zegel/authres/authwrite.h"
#include "zegel/base/err.h"
#include "zegel/base/limits.h"
#include "zegel/crypto/engine.h"
#include "zegel/crypto/privkey.h"
#include "zegel/crypto/signkey.h"
#include "zegel/dkim/dkimresult.h"
#include "zegel/dkim/dkimsign.h"
#include "zegel/dkim/dkimverify.h"
#include "zegel/dmarc/dmarccheck.h"
#include "zegel/dmarc/dmarcrecord.h"
#include "zegel/dmarc/dmarcresult.h"
#include "zegel/dns/answer.h"
#include "zegel/dns/zone.h"
#include "zegel/judge/judge.h"
#include "zegel/keys/recordtext.h"
#include "zegel/mail/crlf.h"
#include "zegel/mail/header.h"
#include "zegel/mail/msgsplit.h"
#include "zegel/sig/authordomain.h"
#include "zegel/sig/keycache.h"
#include "zegel/signer/keycandidates.h"
#include "zegel/signer/signdecide.h"
#include "zegel/spf/spfcheck.h"
#include "zegel/spf/spfresult.h"
