# METADATA
# title: A workflow that does not say what it needs
# schemas:
#   - input: schema["policy-input"]
package tokenlint.wkf["need-not-declared"]

findings contains {
	"rule": "WKF002",
	"at": ["/workflow"],
	"args": {"what": concat(" and no ", sort(_undeclared))},
} if {
	input.workflow.derived == false
	count(_undeclared) > 0
}

_undeclared contains "operations" if count(input.workflow.operations) == 0

# Without a credential there is no lifetime to compare the time with.
_undeclared contains "time of use" if {
	input.workflow
	input.credential
	not input.workflow.usable_seconds
}
