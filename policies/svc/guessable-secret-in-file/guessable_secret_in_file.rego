# METADATA
# title: A secret that is easily guessed
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["guessable-secret-in-file"]

import data.tokenlint.lib.secrets

findings contains {"rule": "SVC048", "at": [place], "args": {"secret": sprintf("#%s", [place])}} if {
	some i, secret in input.secrets
	secret.well_known
	not secret.testing
	not secret.hashed
	not secrets.expired(secret)
	place := sprintf("/secrets/%d", [i])
}
