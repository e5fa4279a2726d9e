# METADATA
# title: No rule asks for a token to read
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["read-asks-for-no-token"]

# Where the same line also lets files be destroyed, SVC001 speaks of it.
findings contains {"rule": "SVC057", "at": [place], "args": {"way": sprintf("#%s", [place])}} if {
	input.service.product == "alice-token"
	some i, way in input.service.ways
	way.kind == "anonymous"
	way.sure
	"read" in way.operations
	not way.destructive
	place := sprintf("/service/ways/%d", [i])
}
