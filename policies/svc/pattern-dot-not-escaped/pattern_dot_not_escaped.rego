# METADATA
# title: A dot in a pattern stands for any sign
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["pattern-dot-not-escaped"]

findings contains {
	"rule": "SVC022",
	"at": [place],
	"args": {"pattern": sprintf("#%s", [place]), "also": sprintf("#%s/also", [place])},
} if {
	some i, pattern in input.service.patterns
	pattern.defects == ["any-sign"]
	pattern.proven
	place := sprintf("/service/patterns/%d", [i])
}
