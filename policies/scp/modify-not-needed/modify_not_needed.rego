# METADATA
# title: The right to delete, where nothing is deleted or overwritten
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["modify-not-needed"]

import data.tokenlint.lib.scope

findings contains {
	"rule": "SCP002",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"witness": sprintf("#/credential/items/%d/witness", [i]),
		"ask_for": scope.ask_for(item),
		"instead": scope.instead(i, item),
	},
} if {
	some i, item in input.credential.items
	item.kind == "capability"
	scope.modify_not_needed(item)
	not scope.path_missing(item)
}
