/* SPDX-License-Identifier: ISC */
#include "cmd/explainwords.h"

#include <string.h>

/*
 * For translators: below "English", "Nederlands" for each sentence. {1}, {2},
 * ... stand for values and may change places. Tags (p=, aspf=), results (pass,
 * fail, aligned) and names of fields stay as the RFCs have them. What stands
 * behind a colon goes on with a small letter and without a full stop.
 */
// clang-format off
static const char *const sentences[ZGL_WORDS][ZGL_LANGS] = {
	[ZGL_WORDS_STDIN] = {
		"standard input",
		"standaardinvoer" },
	[ZGL_WORDS_HEAD] = {
		"{1}: how it was judged",
		"{1}: hoe het oordeel tot stand kwam" },
	[ZGL_WORDS_HEAD_NUMBER] = {
		"{1}, message {2}: how it was judged",
		"{1}, bericht {2}: hoe het oordeel tot stand kwam" },

	/* 1. who sent it */
	[ZGL_WORDS_CLIENT] = {
		"The message came from {1}, which calls itself {2}, with {3} as the sender on its envelope (MAIL FROM).",
		"Het bericht kwam van {1}, dat zich {2} noemt, met {3} als afzender op de envelop (MAIL FROM)." },
	[ZGL_WORDS_CLIENT_NO_HELO] = {
		"The message came from {1}, with {3} as the sender on its envelope (MAIL FROM).",
		"Het bericht kwam van {1}, met {3} als afzender op de envelop (MAIL FROM)." },
	[ZGL_WORDS_CLIENT_NULL] = {
		"The message came from {1}, which calls itself {2}; its envelope names no sender (MAIL FROM:<>), as that of a bounce.",
		"Het bericht kwam van {1}, dat zich {2} noemt; op de envelop staat geen afzender (MAIL FROM:<>), zoals bij een bouncebericht." },
	[ZGL_WORDS_CLIENT_UNKNOWN] = {
		"It is not known who sent the message, so SPF and DMARC were not judged: --ip, --helo and --mail-from tell.",
		"Het is niet bekend wie het bericht heeft verstuurd, daarom zijn SPF en DMARC niet beoordeeld: dat kan met --ip, --helo en --mail-from." },

	/* 2. SPF */
	[ZGL_WORDS_SPF_MAILFROM] = {
		"SPF asks the domain of that sender, {1}, whether {2} may send for it.",
		"SPF vraagt aan het domein van die afzender, {1}, of {2} ervoor mag versturen." },
	[ZGL_WORDS_SPF_HELO] = {
		"SPF asks the name that the machine gives itself, {1}, whether {2} may use it.",
		"SPF vraagt aan de naam waarmee de server zich meldt, {1}, of {2} die mag gebruiken." },
	[ZGL_WORDS_SPF_NOBODY] = {
		"SPF has no domain that it could ask.",
		"SPF heeft geen domein om dat aan te vragen." },
	[ZGL_WORDS_SPF_RECORD] = {
		"The SPF record is \"{1}\".",
		"Het SPF-record is \"{1}\"." },
	[ZGL_WORDS_SPF_PASS] = {
		"\"{1}\" matches: yes (pass).",
		"\"{1}\" is van toepassing: ja, dat mag (pass)." },
	[ZGL_WORDS_SPF_FAIL] = {
		"\"{1}\" matches: no (fail).",
		"\"{1}\" is van toepassing: nee, dat mag niet (fail)." },
	[ZGL_WORDS_SPF_SOFTFAIL] = {
		"\"{1}\" matches: probably not (softfail).",
		"\"{1}\" is van toepassing: waarschijnlijk niet (softfail)." },
	[ZGL_WORDS_SPF_NEUTRAL] = {
		"\"{1}\" matches: the domain says neither yes nor no (neutral).",
		"\"{1}\" is van toepassing: het domein zegt geen ja en geen nee (neutral)." },
	[ZGL_WORDS_SPF_NO_MATCH] = {
		"Nothing in it matches: the domain says neither yes nor no (neutral).",
		"Niets daarin is van toepassing: het domein zegt geen ja en geen nee (neutral)." },
	[ZGL_WORDS_SPF_NONE] = {
		"There is no answer (none): {1}.",
		"Er is geen antwoord (none): {1}." },
	[ZGL_WORDS_SPF_TEMPERROR] = {
		"There is no answer for now (temperror): {1}.",
		"Er is voorlopig geen antwoord (temperror): {1}." },
	[ZGL_WORDS_SPF_PERMERROR] = {
		"There is no answer that could be used (permerror): {1}.",
		"Er is geen bruikbaar antwoord (permerror): {1}." },
	[ZGL_WORDS_SPF_PROBLEM] = {
		"That is about \"{1}\".",
		"Het gaat om \"{1}\"." },
	[ZGL_WORDS_SPF_LOOKUPS] = {
		"Look-ups in DNS that count: {1} (at most {3}); of these {2} found nothing (at most {4}).",
		"DNS-opvragingen die meetellen: {1} (hoogstens {3}); daarvan leverden er {2} niets op (hoogstens {4})." },
	[ZGL_WORDS_SPF_SAYS] = {
		"The domain itself says: \"{1}\".",
		"Het domein zegt daar zelf over: \"{1}\"." },

	/* 3. each signature */
	[ZGL_WORDS_DKIM_NONE] = {
		"The message has no DKIM signature.",
		"Het bericht heeft geen DKIM-handtekening." },
	[ZGL_WORDS_DKIM_PASS] = {
		"DKIM signature {1} of {2} is of {3} (selector {4}) and verifies (pass): that domain vouches for what it signed.",
		"DKIM-handtekening {1} van {2} is van {3} (selector {4}) en klopt (pass): dat domein staat in voor wat het heeft ondertekend." },
	[ZGL_WORDS_DKIM_TEMPERROR] = {
		"DKIM signature {1} of {2} is of {3} (selector {4}) and cannot be judged for now (temperror): {5}.",
		"DKIM-handtekening {1} van {2} is van {3} (selector {4}) en kan voorlopig niet worden beoordeeld (temperror): {5}." },
	[ZGL_WORDS_DKIM_OTHER] = {
		"DKIM signature {1} of {2} is of {3} (selector {4}) and does not pass ({6}): {5}.",
		"DKIM-handtekening {1} van {2} is van {3} (selector {4}) en telt niet ({6}): {5}." },
	[ZGL_WORDS_DKIM_UNREADABLE] = {
		"DKIM signature {1} of {2} cannot be used ({6}): {5}.",
		"DKIM-handtekening {1} van {2} is onbruikbaar ({6}): {5}." },
	[ZGL_WORDS_DKIM_WARNING] = {
		"Note that {1}.",
		"Let op: {1}." },

	/* 4. From */
	[ZGL_WORDS_FROM] = {
		"The From field, which is what people see, says that the message is from {1}.",
		"Volgens het From-veld, dat de lezer te zien krijgt, is het bericht van {1}." },
	[ZGL_WORDS_FROM_DMARC] = {
		"The From field, which is what people see, says that the message is from {1}; DMARC judges whether that is so.",
		"Volgens het From-veld, dat de lezer te zien krijgt, is het bericht van {1}; DMARC beoordeelt of dat zo is." },
	[ZGL_WORDS_FROM_FAULT] = {
		"It cannot be told whom the message claims to be from: {1}.",
		"Het is niet te zeggen van wie het bericht beweert te zijn: {1}." },

	/* 5. the tree walk */
	[ZGL_WORDS_WALK] = {
		"DNS was asked for DMARC records, from that domain upwards.",
		"In DNS is naar DMARC-records gezocht, vanaf dat domein naar boven." },
	[ZGL_WORDS_WALK_NONE] = {
		"_dmarc.{1} has none.",
		"_dmarc.{1} heeft er geen." },
	[ZGL_WORDS_WALK_RECORD] = {
		"_dmarc.{1} has one.",
		"_dmarc.{1} heeft er een." },
	[ZGL_WORDS_WALK_PSD_YES] = {
		"_dmarc.{1} has one, with psd=y: below {1} others have their domains, and the walk ends.",
		"_dmarc.{1} heeft er een, met psd=y: onder {1} hebben anderen hun domeinen, en daar eindigt de zoektocht." },
	[ZGL_WORDS_WALK_PSD_NO] = {
		"_dmarc.{1} has one, with psd=n: {1} is an organizational domain, and the walk ends.",
		"_dmarc.{1} heeft er een, met psd=n: {1} is een organisatiedomein, en daar eindigt de zoektocht." },
	[ZGL_WORDS_WALK_SEVERAL] = {
		"_dmarc.{1} has several, so none of them counts.",
		"_dmarc.{1} heeft er meer dan een, en dan telt er geen." },
	[ZGL_WORDS_WALK_DNS] = {
		"_dmarc.{1} could not be asked.",
		"_dmarc.{1} kon niet worden opgevraagd." },
	[ZGL_WORDS_WALK_NOT_REACHED] = {
		"_dmarc.{1} no longer matters.",
		"_dmarc.{1} doet er niet meer toe." },
	[ZGL_WORDS_ORGANIZATIONAL] = {
		"So the organizational domain of {1} is {2}.",
		"Het organisatiedomein van {1} is dus {2}." },

	/* 6. the policy */
	[ZGL_WORDS_POLICY_NONE] = {
		"So there is no policy in force.",
		"Er is dus geen beleid van kracht." },
	[ZGL_WORDS_POLICY_RECORD] = {
		"The DMARC record of {1} is in force: \"{2}\".",
		"Het DMARC-record van {1} is van kracht: \"{2}\"." },
	[ZGL_WORDS_POLICY_P] = {
		"For mail from {1} it says p={3}.",
		"Voor mail van {1} zegt het p={3}." },
	[ZGL_WORDS_POLICY_P_BELOW] = {
		"For domains below {2} it says nothing apart, so p={3} holds for {1}, too.",
		"Over domeinen onder {2} zegt het niets afzonderlijk, dus p={3} geldt ook voor {1}." },
	[ZGL_WORDS_POLICY_SP] = {
		"For domains below {2}, such as {1}, it says sp={3}.",
		"Voor domeinen onder {2}, zoals {1}, zegt het sp={3}." },
	[ZGL_WORDS_POLICY_NP] = {
		"{1} does not exist in DNS; for such domains below {2} it says np={3}.",
		"{1} bestaat niet in DNS; voor zulke domeinen onder {2} zegt het np={3}." },
	[ZGL_WORDS_POLICY_ASSUMED] = {
		"It has no valid policy; since it has an address for reports, it counts as p=none.",
		"Er staat geen geldig beleid in, maar wel een adres voor rapporten, en daarom telt het als p=none." },
	[ZGL_WORDS_POLICY_TESTING] = {
		"The owner is testing (t=y): instead of {1} now {2} holds.",
		"De eigenaar is nog aan het testen (t=y): in plaats van {1} geldt nu {2}." },
	[ZGL_WORDS_MEANS_NONE] = {
		"The owner asks that nothing be done with what fails (none).",
		"De eigenaar vraagt om niets te doen met wat niet klopt (none)." },
	[ZGL_WORDS_MEANS_QUARANTINE] = {
		"The owner asks that what fails be treated as suspect (quarantine).",
		"De eigenaar vraagt om wat niet klopt als verdacht te behandelen (quarantine)." },
	[ZGL_WORDS_MEANS_REJECT] = {
		"The owner asks that what fails be refused (reject).",
		"De eigenaar vraagt om wat niet klopt te weigeren (reject)." },

	/* 7. alignment */
	[ZGL_WORDS_ALIGN_NOTHING] = {
		"There is nothing that could be compared with From: SPF had no domain, and no signature has one.",
		"Er is niets om met From te vergelijken: SPF had geen domein en er is geen handtekening met een domein." },
	[ZGL_WORDS_ALIGN_SAME] = {
		"{1}: {2} is the very domain in From, so it is aligned.",
		"{1}: {2} is precies het domein in From, dus dat komt overeen (aligned)." },
	[ZGL_WORDS_ALIGN_RELAXED] = {
		"{1}: {2} and the domain in From share their organizational domain, {3}; {4}=r (relaxed) asks for no more, so it is aligned.",
		"{1}: {2} en het domein in From hebben hetzelfde organisatiedomein, {3}; meer vraagt {4}=r (relaxed) niet, dus dat komt overeen (aligned)." },
	[ZGL_WORDS_ALIGN_STRICT] = {
		"{1}: {2} is not the very domain in From, which {4}=s (strict) asks for, so it is not aligned.",
		"{1}: {2} is niet precies het domein in From, en dat vraagt {4}=s (strict), dus dat komt niet overeen (niet aligned)." },
	[ZGL_WORDS_ALIGN_OTHER] = {
		"{1}: {2} does not belong to the organizational domain of From, {3}, so it is not aligned.",
		"{1}: {2} hoort niet bij het organisatiedomein van From, {3}, dus dat komt niet overeen (niet aligned)." },
	[ZGL_WORDS_COUNTS_YES] = {
		"It passed, so it counts.",
		"De controle is geslaagd, dus dit telt." },
	[ZGL_WORDS_COUNTS_NO] = {
		"But it did not pass, so it does not count.",
		"Maar de controle is niet geslaagd, dus dit telt niet." },
	[ZGL_WORDS_COUNTS_UNDECIDED] = {
		"Whether it passes could not be decided.",
		"Of de controle slaagt, was niet vast te stellen." },

	/* 8. the result */
	[ZGL_WORDS_RESULT] = {
		"The result of DMARC is {1}: {2}.",
		"Het resultaat van DMARC is {1}: {2}." },
	[ZGL_WORDS_RESULT_PROBLEM] = {
		"DNS: {1}.",
		"DNS: {1}." },

	/* 9. the disposition */
	[ZGL_WORDS_DISPOSE_ACCEPT] = {
		"The message is accepted: {1}.",
		"Het bericht wordt aangenomen: {1}." },
	[ZGL_WORDS_DISPOSE_MARK] = {
		"The message is accepted and marked as suspect: {1}.",
		"Het bericht wordt aangenomen en als verdacht gemarkeerd: {1}." },
	[ZGL_WORDS_DISPOSE_QUARANTINE] = {
		"The message is held, for somebody to look at: {1}.",
		"Het bericht wordt vastgehouden totdat iemand ernaar kijkt: {1}." },
	[ZGL_WORDS_DISPOSE_REJECT] = {
		"The message is refused: {1}.",
		"Het bericht wordt geweigerd: {1}." },
	[ZGL_WORDS_DISPOSE_TEMPFAIL] = {
		"The message is refused for now, and may be sent again later: {1}.",
		"Het bericht wordt voorlopig geweigerd en mag later opnieuw worden aangeboden: {1}." },
	[ZGL_WORDS_DISPOSE_NOT_ASKED] = {
		"The message is accepted all the same, since the owner asks for nothing else.",
		"Het bericht wordt toch aangenomen, want de eigenaar vraagt niet om iets anders." },
	[ZGL_WORDS_DISPOSE_UNDECIDED] = {
		"The message is accepted: what cannot be decided is not held against it.",
		"Het bericht wordt aangenomen: wat niet vast te stellen is, telt niet tegen het bericht." },
	[ZGL_WORDS_OVERRIDE] = {
		"The owner's policy is not followed to the letter: {1}.",
		"Het beleid van de eigenaar wordt niet naar de letter gevolgd: {1}." },
	[ZGL_WORDS_INDIRECT] = {
		"It came by way of {1}.",
		"Het kwam via {1}." },
	[ZGL_WORDS_REPLY] = {
		"The sending machine is told \"{1} {2} {3}\".",
		"De verzendende server krijgt te horen: \"{1} {2} {3}\"." },
	[ZGL_WORDS_DEFAULTS] = {
		"That is the policy by default; zegel.conf may set another.",
		"Dat is het standaardbeleid; in zegel.conf kan iets anders staan." },

	/* 10. what the owner can do */
	[ZGL_WORDS_ADVICE_NOTHING] = {
		"The owner of {1} has nothing to mend: SPF and DKIM both hold.",
		"De eigenaar van {1} hoeft niets te verbeteren: SPF en DKIM kloppen allebei." },
	[ZGL_WORDS_ADVICE_STRICTER] = {
		"As soon as the reports show that all mail of {1} passes, p=quarantine or p=reject will protect the domain; p=none does not.",
		"Zodra de rapporten laten zien dat alle mail van {1} klopt, kan de eigenaar het domein beschermen met p=quarantine of p=reject; p=none doet dat niet." },
	[ZGL_WORDS_ADVICE_TESTING] = {
		"When the test is over, t=y has to go from the record.",
		"Als de test voorbij is, moet t=y uit het record." },
	[ZGL_WORDS_ADVICE_PUBLISH] = {
		"The owner of {1} can publish a DMARC record, to begin with: _dmarc.{1} TXT \"v=DMARC1; p=none; rua=mailto:...\".",
		"De eigenaar van {1} kan een DMARC-record publiceren, om te beginnen: _dmarc.{1} TXT \"v=DMARC1; p=none; rua=mailto:...\"." },
	[ZGL_WORDS_ADVICE_AUTHOR] = {
		"Whoever sends such mail can mend it: one From field, with addresses in one domain.",
		"Wie zulke mail verstuurt, kan dat verhelpen: één From-veld, met adressen in één domein." },
	[ZGL_WORDS_ADVICE_DNS] = {
		"It may pass by itself: try again later. If it stays, look at the name servers of {1} and at the resolver here.",
		"Het kan vanzelf overgaan: probeer het later opnieuw. Blijft het zo, kijk dan naar de nameservers van {1} en naar de resolver hier." },
	[ZGL_WORDS_ADVICE_RECORD] = {
		"The owner should look at what stands at _dmarc.{1} in DNS; zegel dmarc {1} tells what is wrong.",
		"De eigenaar moet nagaan wat er in DNS bij _dmarc.{1} staat; zegel dmarc {1} vertelt wat er mis is." },
	[ZGL_WORDS_ADVICE_NOT_YOURS] = {
		"If {1} did not send this message, nothing needs mending: this is what its policy is for. If it did, this helps.",
		"Heeft {1} dit bericht niet verstuurd, dan hoeft er niets te gebeuren: daar is het beleid voor. Heeft {1} het wel verstuurd, dan helpt dit." },
	[ZGL_WORDS_ADVICE_SIGN] = {
		"Let the mail be signed with DKIM as {1}: a signature survives forwarding, SPF does not.",
		"Laat de mail met DKIM ondertekenen als {1}: een handtekening overleeft doorsturen, SPF niet." },
	[ZGL_WORDS_ADVICE_SIGNATURE] = {
		"Find out why the signature of {1} (selector {2}) does not pass; zegel verify without --explain tells what usually is behind it.",
		"Zoek uit waarom de handtekening van {1} (selector {2}) niet klopt; zegel verify zonder --explain vertelt wat er meestal achter zit." },
	[ZGL_WORDS_ADVICE_SIGN_AS] = {
		"The signature of {1} does not speak for {2}: let the service sign as {2}, with a key that the owner publishes.",
		"De handtekening van {1} zegt niets over {2}: laat de dienst ondertekenen als {2}, met een sleutel die de eigenaar publiceert." },
	[ZGL_WORDS_ADVICE_ADD] = {
		"If {1} is one of its own machines, put it into the SPF record of {2}. Forwarding breaks SPF: for forwarded mail this is usual.",
		"Is {1} een eigen server, neem die dan op in het SPF-record van {2}. Doorsturen verbreekt SPF: bij doorgestuurde mail is dit gewoon." },
	[ZGL_WORDS_ADVICE_ENVELOPE] = {
		"The envelope is of {1}, which does not speak for {2}: let the sending service use an envelope sender of {2}, if it can.",
		"Op de envelop staat {1}, en dat zegt niets over {2}: laat de verzendende dienst zo mogelijk een envelopafzender van {2} gebruiken." },
	[ZGL_WORDS_ADVICE_SPF] = {
		"Mend the SPF record of {1}: with an error in it none of it counts.",
		"Herstel het SPF-record van {1}: met een fout erin telt niets ervan." },
	[ZGL_WORDS_ADVICE_SPF_NONE] = {
		"Publish an SPF record for {1}, with the machines that send for it.",
		"Publiceer een SPF-record voor {1}, met de servers die ervoor versturen." },

	[ZGL_WORDS_FIELD] = {
		"This is what is written on top of the message:",
		"Dit komt boven het bericht te staan:" },
};

/* The rest is English in the library; here is what it is in Dutch. */

static const char *const spf_nl[ZGL_SPF_REASONS] = {
	[ZGL_SPF_REASON_MATCHED] = "een mechanisme van het record is van toepassing",
	[ZGL_SPF_REASON_NO_MATCH] = "geen mechanisme van het record is van toepassing",
	[ZGL_SPF_REASON_NO_DOMAIN] = "wat gecontroleerd moest worden, is geen domeinnaam",
	[ZGL_SPF_REASON_NO_RECORD] = "het domein heeft geen SPF-record",
	[ZGL_SPF_REASON_NXDOMAIN] = "het domein bestaat niet",
	[ZGL_SPF_REASON_SEVERAL_RECORDS] = "het domein heeft meer dan één SPF-record",
	[ZGL_SPF_REASON_RECORD_LONG] = "het record is langer dan wordt bekeken",
	[ZGL_SPF_REASON_OCTETS] = "het record bevat tekens die geen US-ASCII zijn",
	[ZGL_SPF_REASON_SYNTAX] = "een term van het record heeft een verkeerde vorm",
	[ZGL_SPF_REASON_UNKNOWN_MECHANISM] = "het record bevat een mechanisme dat niet bestaat",
	[ZGL_SPF_REASON_MACRO] = "een macro in het record heeft een verkeerde vorm",
	[ZGL_SPF_REASON_MODIFIER_TWICE] = "redirect= of exp= staat er meer dan eens in",
	[ZGL_SPF_REASON_TARGET] = "een term noemt iets wat geen domeinnaam kan zijn",
	[ZGL_SPF_REASON_LOOKUPS] = "het record vergt meer dan 10 DNS-opvragingen",
	[ZGL_SPF_REASON_VOID_LOOKUPS] = "meer dan 2 DNS-opvragingen leverden niets op",
	[ZGL_SPF_REASON_MX_NAMES] = "een domein heeft meer dan 10 mailservers",
	[ZGL_SPF_REASON_INCLUDE_NONE] = "een domein dat met include: wordt genoemd, heeft geen SPF-record",
	[ZGL_SPF_REASON_REDIRECT_NONE] = "het domein dat redirect= noemt, heeft geen SPF-record",
	[ZGL_SPF_REASON_DNS_MALFORMED] = "het antwoord van DNS klopt niet",
	[ZGL_SPF_REASON_DNS] = "DNS kon niet worden geraadpleegd",
	[ZGL_SPF_REASON_DNS_BOGUS] = "een antwoord van DNS doorstond de DNSSEC-controle niet",
};

static const char *const dkim_nl[] = {
	[ZGL_DKIM_REASON_VERIFIED] = "de handtekening klopt",
	[ZGL_DKIM_REASON_BODY_CHANGED] = "de inhoud is na het ondertekenen gewijzigd",
	[ZGL_DKIM_REASON_SIGNATURE] = "een ondertekend veld is na het ondertekenen gewijzigd, of een andere sleutel heeft de handtekening gemaakt",
	[ZGL_DKIM_REASON_UNSIGNED_BODY] = "de handtekening klopt, maar door l= is het einde van de inhoud niet ondertekend",
	[ZGL_DKIM_REASON_SYNTAX] = "het handtekeningveld is geen lijst van tags",
	[ZGL_DKIM_REASON_VERSION] = "de handtekening heeft geen v=1",
	[ZGL_DKIM_REASON_TAG_MISSING] = "de handtekening mist een verplichte tag",
	[ZGL_DKIM_REASON_ALGORITHM] = "de handtekening heeft een onbekend algoritme (a=)",
	[ZGL_DKIM_REASON_SHA1] = "de handtekening gebruikt rsa-sha1, dat niet te vertrouwen is",
	[ZGL_DKIM_REASON_CANONICALIZATION] = "de handtekening heeft een onbekende canonicalisatie (c=)",
	[ZGL_DKIM_REASON_DOMAIN] = "het ondertekenende domein (d=) is geen domeinnaam",
	[ZGL_DKIM_REASON_SELECTOR] = "de selector (s=) is geen selector",
	[ZGL_DKIM_REASON_IDENTITY] = "de identiteit (i=) valt niet onder het ondertekenende domein",
	[ZGL_DKIM_REASON_SIGNATURE_DATA] = "de handtekening (b=) of de hash van de inhoud (bh=) is geen base64 van de juiste lengte",
	[ZGL_DKIM_REASON_SIGNED_FIELDS] = "de lijst van ondertekende velden (h=) heeft een verkeerde vorm",
	[ZGL_DKIM_REASON_FROM_NOT_SIGNED] = "het From-veld is niet ondertekend",
	[ZGL_DKIM_REASON_BODY_LENGTH] = "de lengte van de inhoud (l=) is geen getal, of de inhoud is korter",
	[ZGL_DKIM_REASON_QUERY_METHOD] = "de handtekening heeft geen bekende opvraagmethode (q=)",
	[ZGL_DKIM_REASON_TIMES] = "de tijden in de handtekening (t=, x=) kloppen niet",
	[ZGL_DKIM_REASON_EXPIRED] = "de handtekening is verlopen",
	[ZGL_DKIM_REASON_FUTURE] = "de handtekening is in de toekomst gemaakt",
	[ZGL_DKIM_REASON_NO_KEY] = "er is geen sleutelrecord voor deze selector",
	[ZGL_DKIM_REASON_KEY_RECORD] = "het sleutelrecord is onbruikbaar",
	[ZGL_DKIM_REASON_KEY_REVOKED] = "de sleutel is ingetrokken",
	[ZGL_DKIM_REASON_KEY_ALGORITHM] = "de sleutel is voor een ander algoritme dan de handtekening",
	[ZGL_DKIM_REASON_KEY_HASH] = "het sleutelrecord staat de hash van de handtekening niet toe",
	[ZGL_DKIM_REASON_KEY_STRICT] = "de sleutel is voor het domein zelf (t=s), de identiteit is een subdomein",
	[ZGL_DKIM_REASON_KEY_SMALL] = "de RSA-sleutel heeft te weinig bits om te vertrouwen",
	[ZGL_DKIM_REASON_KEY_LARGE] = "de RSA-sleutel heeft meer bits dan worden bekeken",
	[ZGL_DKIM_REASON_DNS_MALFORMED] = "wat DNS over de sleutel antwoordt, klopt niet",
	[ZGL_DKIM_REASON_DNS] = "de sleutel kon niet uit DNS worden opgehaald",
	[ZGL_DKIM_REASON_DNS_BOGUS] = "het sleutelrecord doorstond de DNSSEC-controle niet",
};

static const char *const warning_nl[ZGL_DKIM_WARNINGS] = {
	[ZGL_DKIM_WARNING_BODY_LENGTH] = "de handtekening heeft l=: aan het bericht kan ongemerkt tekst worden toegevoegd",
	[ZGL_DKIM_WARNING_UNSIGNED_BODY] = "het einde van de inhoud is niet ondertekend (l=)",
	[ZGL_DKIM_WARNING_TESTING] = "het domein zegt dat het DKIM nog test (t=y)",
	[ZGL_DKIM_WARNING_SHA1] = "rsa-sha1 is met een optie toegestaan",
	[ZGL_DKIM_WARNING_KEY_SMALL] = "een RSA-sleutel onder 1024 bits is met een optie toegestaan",
	[ZGL_DKIM_WARNING_SEVERAL_KEYS] = "de selector heeft meer dan één TXT-record",
	[ZGL_DKIM_WARNING_FROM_UNSIGNED] = "het bericht heeft een From-veld dat niet is ondertekend",
};

static const char *const author_nl[] = {
	[ZGL_AUTHORFAULT_NONE] = "From heeft één domein",
	[ZGL_AUTHORFAULT_NO_FROM] = "het bericht heeft geen From-veld",
	[ZGL_AUTHORFAULT_TWO_FROM] = "het bericht heeft meer dan één From-veld",
	[ZGL_AUTHORFAULT_MALFORMED] = "From heeft een verkeerde vorm",
	[ZGL_AUTHORFAULT_NO_ADDRESS] = "From bevat geen adres",
	[ZGL_AUTHORFAULT_LITERAL] = "From heeft een IP-adres in plaats van een domein",
	[ZGL_AUTHORFAULT_DOMAIN] = "wat in From het domein moet zijn, is geen domeinnaam",
	[ZGL_AUTHORFAULT_ONE_LABEL] = "het domein in From bestaat uit maar één label",
	[ZGL_AUTHORFAULT_SEVERAL] = "From bevat adressen in verschillende domeinen",
};

static const char *const dmarc_nl[ZGL_DMARC_REASONS] = {
	[ZGL_DMARC_REASON_ALIGNED] = "een geauthenticeerd domein komt overeen met het domein in From",
	[ZGL_DMARC_REASON_NOT_ALIGNED] = "wat geauthenticeerd is, komt niet overeen met het domein in From",
	[ZGL_DMARC_REASON_NOT_AUTHENTICATED] = "SPF noch DKIM heeft een domein geauthenticeerd",
	[ZGL_DMARC_REASON_NO_RECORD] = "het domein in From heeft geen DMARC-record",
	[ZGL_DMARC_REASON_UNUSABLE] = "het DMARC-record heeft geen geldig beleid, en geen adres voor rapporten",
	[ZGL_DMARC_REASON_AUTHOR] = "From heeft niet één domein dat te beoordelen is",
	[ZGL_DMARC_REASON_DNS_MALFORMED] = "wat DNS over het DMARC-record antwoordt, klopt niet",
	[ZGL_DMARC_REASON_DNS] = "het DMARC-record kon niet uit DNS worden opgehaald",
	[ZGL_DMARC_REASON_DNS_BOGUS] = "het DMARC-record doorstond de DNSSEC-controle niet",
	[ZGL_DMARC_REASON_UNDECIDED] = "een controle die had kunnen slagen, liep op een tijdelijke fout",
};

static const char *const cause_nl[] = {
	[ZGL_CAUSE_NOTHING] = "er is niets tegen het bericht in te brengen",
	[ZGL_CAUSE_AUTHOR] = "From zegt niet van wie het bericht is",
	[ZGL_CAUSE_DMARC] = "het bericht slaagt niet voor DMARC, en de eigenaar heeft daar beleid voor",
	[ZGL_CAUSE_SPF] = "eigen beleid voor SPF",
	[ZGL_CAUSE_HELO] = "eigen beleid voor SPF van de HELO-naam",
	[ZGL_CAUSE_DKIM] = "eigen beleid voor DKIM",
};

static const char *const override_nl[ZGL_OVERRIDES] = {
	[ZGL_OVERRIDE_LOCAL_POLICY] = "eigen beleid beslist anders",
	[ZGL_OVERRIDE_MAILING_LIST] = "het bericht kwam via een mailinglijst",
	[ZGL_OVERRIDE_OTHER] = "een controle die had kunnen slagen, kon niet worden gedaan",
	[ZGL_OVERRIDE_POLICY_TEST_MODE] = "de eigenaar test het beleid nog (t=y)",
	[ZGL_OVERRIDE_TRUSTED_FORWARDER] = "een vertrouwde doorstuurder heeft het bericht verstuurd",
};

static const char *const languages[ZGL_LANGS] = {
	[ZGL_LANG_EN] = "en",
	[ZGL_LANG_NL] = "nl",
};
// clang-format on

bool zgl_lang_read(const char *word, enum zgl_lang *lang_r)
{
	for (size_t i = 0; i < ZGL_LANGS; i++) {
		if (strcmp(word, languages[i]) != 0)
			continue;
		*lang_r = (enum zgl_lang)i;
		return true;
	}
	return false;
}

const char *zgl_explainwords(enum zgl_words words, enum zgl_lang lang)
{
	return sentences[words][lang];
}

/* A reason that is new in the library has no Dutch yet: better English than
 * nothing. The tests see to it that there is none. */
static const char *pick(const char *const *dutch, size_t count, size_t at,
	enum zgl_lang lang, const char *english)
{
	return lang == ZGL_LANG_NL && at < count && dutch[at] != NULL
		? dutch[at]
		: english;
}

const char *zgl_explainwords_spf(enum zgl_spf_reason why, enum zgl_lang lang)
{
	return pick(spf_nl, ZGL_COUNT(spf_nl), why, lang,
		zgl_spf_reason_sentence(why));
}

const char *zgl_explainwords_dkim(enum zgl_dkim_reason why, enum zgl_lang lang)
{
	return pick(dkim_nl, ZGL_COUNT(dkim_nl), why, lang,
		zgl_dkim_reason_sentence(why));
}

const char *zgl_explainwords_warning(
	enum zgl_dkim_warning warning, enum zgl_lang lang)
{
	return pick(warning_nl, ZGL_COUNT(warning_nl), warning, lang,
		zgl_dkim_warning_sentence(warning));
}

const char *zgl_explainwords_author(
	enum zgl_authorfault fault, enum zgl_lang lang)
{
	return pick(author_nl, ZGL_COUNT(author_nl), fault, lang,
		zgl_authorfault_sentence(fault));
}

const char *zgl_explainwords_dmarc(
	enum zgl_dmarc_reason why, enum zgl_lang lang)
{
	return pick(dmarc_nl, ZGL_COUNT(dmarc_nl), why, lang,
		zgl_dmarc_reason_sentence(why));
}

const char *zgl_explainwords_cause(enum zgl_cause cause, enum zgl_lang lang)
{
	return pick(cause_nl, ZGL_COUNT(cause_nl), cause, lang,
		zgl_cause_sentence(cause));
}

const char *zgl_explainwords_override(
	enum zgl_override override, enum zgl_lang lang)
{
	return pick(override_nl, ZGL_COUNT(override_nl), override, lang,
		zgl_override_sentence(override));
}
