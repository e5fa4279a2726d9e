# METADATA
# title: No key id
# schemas:
#   - input: schema["policy-input"]
package tokenlint.sig["key-id-missing"]

findings contains {"rule": "SIG004", "at": ["/credential/token/header/key_id"], "args": {}} if {
	input.credential.token.form == "signed"
	input.credential.token.profile != "htcondor"
	input.credential.token.header.key_id in {"missing", "empty", "wrong-type"}
	input.credential.token.header.algorithm != "none"
}
