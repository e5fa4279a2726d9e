# METADATA
# title: A service of this repository does not list the audience
# schemas:
#   - input: schema["policy-input"]
package tokenlint.wkf["audience-refused"]

findings contains {
	"rule": "WKF005",
	"at": [place, sprintf("/workflow/refusals/%d", [k])],
	"args": {"audience": sprintf("#%s", [place]), "service": sprintf("#/workflow/refusals/%d", [k])},
} if {
	some k, refusal in input.workflow.refusals
	place := sprintf("/credential/audience/entries/%d", [refusal.entry])
}
