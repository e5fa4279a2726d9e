# METADATA
# title: Expired
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lif.expired

findings contains {"rule": "LIF005", "at": ["/credential/lifetime"], "args": {"lifetime": "#/credential/lifetime"}} if {
	input.credential.lifetime.form == "bounded"
	input.credential.lifetime.state == "expired"
}
