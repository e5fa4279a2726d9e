# METADATA
# title: A secret stands where every client can read it
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["secret-in-configuration-service"]

findings contains {
	"rule": "SVC060",
	"at": [sprintf("/service/settings/%d", [i])],
	"args": {"secret": _names[setting.value]},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "served credential"
}

_names := {
	"client": "the secret of a client",
	"exchange": "the key of the exchange with DiracX",
}
