# METADATA
# title: A signature algorithm outside the profile
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["algorithm-not-allowed"]

findings contains {
	"rule": "SIG003",
	"at": ["/credential/token/header/algorithm"],
	"args": {"algorithm": "#/credential/token/header/algorithm"},
} if {
	input.credential.token.form == "signed"
	not input.credential.token.header.allowed
	algorithm := input.credential.token.header.algorithm
	not algorithm in {"none", "hmac"}
}
