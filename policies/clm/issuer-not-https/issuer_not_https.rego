# METADATA
# title: The issuer is not an https address
# schemas:
#   - input: schema["policy-input"]
package tokenlint.clm["issuer-not-https"]

findings contains {
	"rule": "CLM003",
	"at": ["/credential/token/claims/issuer"],
	"args": {"issuer": "#/credential/token/claims/issuer", "state": _words[input.credential.token.claims.issuer.form]},
}

findings contains {
	"rule": "CLM003",
	"at": ["/workflow/issuer"],
	"args": {"issuer": "#/workflow/issuer", "state": _words[input.workflow.issuer.form]},
} if {
	not input.credential.captured
	input.workflow.derived == false # SVC011 says it of the configuration
}

_words := {
	"http": "an address without encryption",
	"not-a-url": "no address",
	"wrong-type": "not even a string",
}
