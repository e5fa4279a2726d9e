# METADATA
# title: A list is cut at other signs, and so is one entry
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["list-in-one-piece"]

findings contains {"rule": "SVC050", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name in {"authorizedaudiences", "authorizedvo"}
	contains(setting.value, ",")
	place := sprintf("/service/settings/%d", [i])
}
