# METADATA
# title: A member stands twice
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["duplicate-member"]

findings contains {
	"rule": "SIG007",
	"at": [sprintf("/credential/token/anomalies/%d", [i])],
	"args": {"what": sprintf("#/credential/token/anomalies/%d", [i]), "part": anomaly.part},
} if {
	some i, anomaly in input.credential.token.anomalies
	anomaly.kind == "duplicate-member"
}
