# METADATA
# title: The token names the account that it becomes
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["account-chosen-by-token"]

findings contains {"rule": "SVC026", "at": [place], "args": {"mapping": sprintf("#%s", [place])}} if {
	some i, mapping in input.service.mappings
	mapping.chosen_by_token
	not mapping.any_issuer
	place := sprintf("/service/mappings/%d", [i])
}
