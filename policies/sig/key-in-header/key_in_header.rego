# METADATA
# title: The token brings its own key
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["key-in-header"]

findings contains {
	"rule": "SIG005",
	"at": [sprintf("/credential/token/header/%s", [member])],
	"args": {"member": member},
} if {
	some member in input.credential.token.header.key_carriers
}
