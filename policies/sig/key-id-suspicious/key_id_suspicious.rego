# METADATA
# title: The key id looks like an attack
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["key-id-suspicious"]

findings contains {
	"rule": "SIG009",
	"at": ["/credential/token/header/key_id"],
	"args": {"key_id": "#/credential/token/header/key_id"},
} if {
	input.credential.token.header.key_id == "suspicious"
}
