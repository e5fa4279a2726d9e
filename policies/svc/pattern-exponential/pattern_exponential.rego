# METADATA
# title: A pattern that some tokens make very slow
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["pattern-exponential"]

findings contains {"rule": "SVC023", "at": [place], "args": {"pattern": sprintf("#%s", [place])}} if {
	some i, pattern in input.service.patterns
	"exponential" in pattern.defects
	place := sprintf("/service/patterns/%d", [i])
}
