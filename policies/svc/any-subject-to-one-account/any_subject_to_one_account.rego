# METADATA
# title: Every token of an issuer becomes the same account
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["any-subject-to-one-account"]

import data.tokenlint.lib.advice

findings contains {
	"rule": "SVC008",
	"at": [place],
	"args": {"mapping": sprintf("#%s", [place]), "advice": advice.of("account")},
} if {
	some i, mapping in input.service.mappings
	mapping.subjects == "any"
	mapping.account_known
	not mapping.chosen_by_token
	not mapping.any_issuer
	not mapping.privileged
	not mapping.open_pattern
	not _after_the_scopes(mapping)
	place := sprintf("/service/mappings/%d", [i])
}

# The account of XRootD that files are written as, once a scope has let the request pass.
_after_the_scopes(mapping) if mapping.method == "default_user"

# The same, where the rights of accounts are not asked for when no scope fits.
_after_the_scopes(mapping) if {
	mapping.method == "name_mapfile"
	not _accounts_have_rights
}

_accounts_have_rights if {
	some issuer in input.service.issuers
	"account" in issuer.falls_through
}
