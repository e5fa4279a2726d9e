# METADATA
# title: A scope that another one already grants
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["redundant-scope"]

import data.tokenlint.lib.scope

# Where the wider item is itself too much (SCP002, SCP007), the narrow one is the one to keep.
findings contains {
	"rule": "SCP006",
	"at": [sprintf("/credential/items/%d", [i]), sprintf("/credential/items/%d", [item.covered_by])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"wider": sprintf("#/credential/items/%d", [item.covered_by]),
	},
} if {
	some i, item in input.credential.items
	item.kind == "capability"
	wider := input.credential.items[item.covered_by]
	not scope.too_much(wider)
}
