# METADATA
# title: A secret stands in a file
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["secret-in-file"]

import data.tokenlint.lib.secrets

findings contains {"rule": "SVC047", "at": [place], "args": {"secret": sprintf("#%s", [place])}} if {
	some i, secret in input.secrets
	secrets.usable(secret)
	secrets.in_earnest(secret)
	place := sprintf("/secrets/%d", [i])
}
