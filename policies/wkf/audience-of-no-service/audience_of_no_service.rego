# METADATA
# title: No service of this repository has the host of the audience
# schemas:
#   - input: schema["policy-input"]
package tokenlint.wkf["audience-of-no-service"]

findings contains {"rule": "WKF006", "at": [place], "args": {"audience": sprintf("#%s", [place])}} if {
	some entry in input.workflow.strangers
	place := sprintf("/credential/audience/entries/%d", [entry])
}
