# METADATA
# title: Credentials of jobs may come from any Vault server
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["any-vault-trusted"]

findings contains {"rule": "SVC034", "at": [place], "args": {"setting": sprintf("#%s", [place])}} if {
	some i, setting in input.service.settings
	setting.name == "trusted_vault_hosts"
	setting.known
	setting.value == ""
	place := sprintf("/service/settings/%d", [i])
}
