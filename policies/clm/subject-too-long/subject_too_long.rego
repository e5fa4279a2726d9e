# METADATA
# title: A subject outside the profile
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["subject-too-long"]

findings contains {
	"rule": "CLM010",
	"at": ["/credential/token/claims/subject"],
	"args": {"state": _words[input.credential.token.claims.subject]},
}

_words := {
	"too-long": "longer than 255 characters",
	"not-ascii": "not plain ASCII",
	"empty": "empty",
}
