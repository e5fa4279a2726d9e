# METADATA
# title: Whoever shows any token may submit
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["no-group-asked-for"]

findings contains {"rule": "SVC036", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	_tokens
	some i, setting in input.service.settings
	setting.name == "arex/ws/jobs.allowaccess"
	setting.known
	not setting.written
	place := sprintf("/service/settings/%d", [i])
}

_tokens if {
	some setting in input.service.settings
	setting.name == "authtokens"
	setting.value == "on"
}
