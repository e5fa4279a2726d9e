# METADATA
# title: A profile version that services reject
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["profile-version"]

findings contains {
	"rule": "CLM002",
	"at": ["/credential/token/claims/version"],
	"args": {"version": "#/credential/token/claims/version", "state": _words[input.credential.token.claims.version]},
}

_words := {
	"newer-minor": "newer than services know",
	"unknown-major": "of another generation",
	"malformed": "not two numbers with a dot",
	"wrong-type": "not a string",
}
