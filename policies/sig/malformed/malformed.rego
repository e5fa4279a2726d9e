# METADATA
# title: Not the form that a token has
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig.malformed

findings contains {
	"rule": "SIG011",
	"at": [sprintf("/credential/token/anomalies/%d", [i])],
	"args": {"what": sprintf("#/credential/token/anomalies/%d", [i])},
} if {
	some i, anomaly in input.credential.token.anomalies
	kind := anomaly.kind
	not kind in {"duplicate-member", "encrypted", "oversize"}
}
