# METADATA
# title: A storage scope without a path
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["scope-path-missing"]

import data.tokenlint.lib.scope

findings contains {
	"rule": "SCP004",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {"item": sprintf("#/credential/items/%d", [i])},
} if {
	some i, item in input.credential.items
	scope.path_missing(item)
}
