# METADATA
# title: A token too large for some services
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm.oversized

findings contains {
	"rule": "CLM008",
	"at": ["/credential/token/size"],
	"args": {"size": "#/credential/token/size", "state": _words[input.credential.token.size]},
}

_words := {
	"over-recommended": "more than the recommended size",
	"over-limit": "more than common limits allow",
}
