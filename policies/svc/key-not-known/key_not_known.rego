# METADATA
# title: A key that the product does not know
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["key-not-known"]

findings contains {"rule": "SVC021", "at": [place], "args": {"key": sprintf("#%s", [place])}} if {
	some i, key in input.service.unknown_keys
	not key.suggested
	place := sprintf("/service/unknown_keys/%d", [i])
}
