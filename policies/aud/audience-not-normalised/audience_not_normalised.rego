# METADATA
# title: The audience is not written in its normal form
# schemas:
#   - input: schema["policy-input"]
package tokenlint.aud["audience-not-normalised"]

import data.tokenlint.lib.audience

findings contains {"rule": "AUD004", "at": [place], "args": args} if {
	not audience.spelled_by_its_product
	some i, entry in input.credential.audience.entries
	not object.get(entry, "same_as", i) in audience.well_spelled
	defects := [words | some defect in entry.defects; _matters(entry, defect); words := _words[defect]]
	count(defects) > 0
	place := sprintf("/credential/audience/entries/%d", [i])
	args := {"audience": sprintf("#%s", [place]), "defects": concat(", ", defects)}
}

_matters(_, defect) if not defect in {"path", "trailing-slash"}

# Elsewhere an audience may well have a path (RFC 8707 section 2), as issuers do.
_matters(entry, _) if {
	input.credential.dialect == "wlcg"
	kind := entry.service
	not kind in {"issuer", "other"}
}

_words := {
	"default-port": "the usual port of its scheme",
	"http": "http instead of https",
	"not-normalised": "characters escaped that need it not",
	"path": "a path",
	"query-or-fragment": "a query or a fragment",
	"trailing-slash": "a slash at the end",
	"upper-case": "capital letters in scheme or host",
	"userinfo": "a user name before the host",
	"white-space": "white space",
}
