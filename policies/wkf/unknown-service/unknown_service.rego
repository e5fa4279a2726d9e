# METADATA
# title: An operation at a service that no inventory names
# schemas:
#   - input: schema["policy-input"]
package tokenlint.wkf["unknown-service"]

# One finding with all places: a service is often used by many operations of a workflow.
findings contains {
	"rule": "WKF003",
	"at": [sprintf("/workflow/operations/%d", [index]) | some index in input.workflow.unknown_services],
	"args": {
		"target": sprintf("#/workflow/operations/%d", [input.workflow.unknown_services[0]]),
		"count": count(input.workflow.unknown_services),
	},
} if {
	count(input.workflow.unknown_services) > 0
}
