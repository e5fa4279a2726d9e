# METADATA
# title: The signature is wrong
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["signature-invalid"]

findings contains {"rule": "SIG008", "at": ["/credential/token/header"], "args": {}} if {
	input.credential.token.verification == "invalid"
}
