# METADATA
# title: The key to act as any user is one that everybody knows
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["exchange-key-published"]

findings contains {"rule": "ISS057", "at": [sprintf("/service/settings/%d", [i])], "args": {}} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "legacy exchange key"
	setting.value == "published"
}
