# METADATA
# title: A scope path that services read differently
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["path-not-normalised"]

findings contains {
	"rule": "SCP005",
	"at": [sprintf("/credential/items/%d", [i])],
	"args": {
		"item": sprintf("#/credential/items/%d", [i]),
		"defects": concat(", ", sort(item.path.defects)),
	},
} if {
	some i, item in input.credential.items
	item.kind == "capability"
	item.path.state == "non-conforming"
}
