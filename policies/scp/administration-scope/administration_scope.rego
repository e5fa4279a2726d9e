# METADATA
# title: A scope that administers the issuer or a service
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["administration-scope"]

import data.tokenlint.lib.scope

findings contains {
	"rule": "SCP013",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"allowed": scope.allowed(i, item),
	},
} if {
	some i, item in input.credential.items
	item.kind == "administration"
}
