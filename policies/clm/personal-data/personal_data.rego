# METADATA
# title: Personal data in an access token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["personal-data"]

findings contains {
	"rule": "CLM005",
	"at": ["/credential/token/claims"],
	"args": {"claims": concat(", ", sort(_personal))},
} if {
	count(_personal) > 0
}

_personal contains name if some name in input.credential.token.claims.personal

_personal contains "sub" if input.credential.token.claims.subject_readable
