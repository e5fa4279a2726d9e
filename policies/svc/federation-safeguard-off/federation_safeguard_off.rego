# METADATA
# title: A safeguard of a federation's server is switched off
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["federation-safeguard-off"]

findings contains {
	"rule": "SVC055",
	"at": [place],
	"args": {"setting": sprintf("#%s", [place]), "means": means},
} if {
	input.service.product == "pelican"
	not input.service.testing
	some i, setting in input.service.settings
	setting.known
	setting.written
	means := _means[setting.name][setting.value]
	place := sprintf("/service/settings/%d", [i])
}

_means := {
	"tlsskipverify": {"true": "the certificates of other servers are not verified"},
	"origin.multiuserminid": {"0": "files may be read and written as root and as accounts of the system"},
	"registry.requirekeychaining": {"false": "anybody may register a name below one that belongs to somebody else"},
}
