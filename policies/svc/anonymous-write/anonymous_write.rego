# METADATA
# title: A door takes every operation from everybody
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["anonymous-write"]

findings contains {"rule": "SVC030", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	endswith(setting.name, ".authz.anonymous-operations")
	setting.value == "full"
	place := sprintf("/service/settings/%d", [i])
}
