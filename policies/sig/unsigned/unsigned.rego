# METADATA
# title: Nobody signed this token
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig.unsigned

findings contains {"rule": "SIG001", "at": ["/credential/token/header/algorithm"], "args": {}} if {
	_unsigned
}

_unsigned if input.credential.token.header.algorithm == "none"

_unsigned if input.credential.token.form == "unsecured"
