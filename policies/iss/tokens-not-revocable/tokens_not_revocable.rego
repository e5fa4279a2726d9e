# METADATA
# title: Tokens cannot be revoked
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["tokens-not-revocable"]

findings contains {"rule": "ISS038", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "features.token_revocation.enabled"
	setting.value == "false"
	place := sprintf("/service/settings/%d", [i])
}
