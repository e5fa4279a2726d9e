# METADATA
# title: A pattern that the product cannot compile
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["pattern-broken"]

findings contains {"rule": "SVC046", "at": [place], "args": {"pattern": sprintf("#%s", [place])}} if {
	some i, pattern in input.service.patterns
	"broken" in pattern.defects
	place := sprintf("/service/patterns/%d", [i])
}
