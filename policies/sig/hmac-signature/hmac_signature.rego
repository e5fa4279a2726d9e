# METADATA
# title: Signed with a shared secret
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["hmac-signature"]

findings contains {
	"rule": "SIG002",
	"at": ["/credential/token/header/algorithm"],
	"args": {"algorithm": "#/credential/token/header/algorithm"},
} if {
	input.credential.token.header.algorithm == "hmac"
	input.credential.token.profile != "htcondor"
}
