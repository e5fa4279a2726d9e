# METADATA
# title: Bearer tokens are taken over an open line
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["bearer-over-cleartext"]

findings contains {"rule": "SVC028", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name in {
		"webdav.macaroons.accept-over-unencrypted-channel",
		"frontend.macaroons.accept-over-unencrypted-channel",
	}
	setting.value == "true"
	place := sprintf("/service/settings/%d", [i])
}
