# METADATA
# title: Harvester does not verify the tokens that its front end takes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["front-end-takes-forged-tokens"]

findings contains {"rule": "SVC062", "at": [sprintf("/service/settings/%d", [i])], "args": {}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "frontend/verifytoken"
	setting.value == "false"
}
