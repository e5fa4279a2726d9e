# METADATA
# title: Who is not mapped runs as the service
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["unmapped-becomes-service-account"]

findings contains {"rule": "SVC037", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	_tokens
	some i, setting in input.service.settings
	setting.name == "arex.user"
	setting.known
	setting.value != "root"
	place := sprintf("/service/settings/%d", [i])
}

_tokens if {
	some setting in input.service.settings
	setting.name == "authtokens"
	setting.value == "on"
}
