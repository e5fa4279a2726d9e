# METADATA
# title: Tokens are written into a log
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["token-requests-logged"]

findings contains {"rule": "SVC052", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "logtokenrequests"
	setting.value == "true"
	place := sprintf("/service/settings/%d", [i])
}
