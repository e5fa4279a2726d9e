# METADATA
# title: The signature could not be checked
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["signature-not-checked"]

findings contains {
	"rule": "SIG010",
	"at": ["/credential/token/header/key_id"],
	"args": {"state": input.credential.token.verification},
} if {
	input.credential.token.verification in {"no-matching-key", "unsupported"}
}
