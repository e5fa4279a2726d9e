# METADATA
# title: A pattern matches more than it was written for
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["pattern-not-anchored"]

findings contains {
	"rule": "SVC012",
	"at": [place],
	"args": {
		"pattern": sprintf("#%s", [place]),
		"also": sprintf("#%s/also", [place]),
		"missing": concat(" and ", sort({_missing[defect] | some defect in pattern.defects})),
	},
} if {
	some i, pattern in input.service.patterns
	pattern.proven
	some open in pattern.defects
	_missing[open]
	place := sprintf("/service/patterns/%d", [i])
}

_missing := {
	"open-start": "a beginning (^)",
	"open-issuer": "an end of the issuer (a comma)",
	"open-end": "an end ($)",
}
