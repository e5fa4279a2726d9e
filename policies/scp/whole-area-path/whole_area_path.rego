# METADATA
# title: A capability on the whole area of the community
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["whole-area-path"]

import data.tokenlint.lib.scope

# storage.poll is left out: the profile made it so weak that it may be wide.
# With a need, an item that is too much is told by SCP002 or SCP007, which know what would do.
findings contains {
	"rule": "SCP003",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"allowed": scope.allowed(i, item),
	},
} if {
	some i, item in input.credential.items
	item.kind == "capability"
	item.path.root
	some action in item.actions
	action in {"stage", "read", "create", "modify"}
	not scope.path_missing(item)
	item.path.state != "non-conforming"
	not scope.too_much(item)
}
