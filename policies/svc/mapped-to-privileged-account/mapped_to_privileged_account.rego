# METADATA
# title: A token becomes a privileged account
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["mapped-to-privileged-account"]

findings contains {
	"rule": "SVC017",
	"at": [place],
	"args": {"mapping": sprintf("#%s", [place]), "account": sprintf("#%s/account", [place])},
} if {
	some i, mapping in input.service.mappings
	mapping.account_known
	mapping.privileged
	place := sprintf("/service/mappings/%d", [i])
}

# A door of dCache that acts for whoever comes in.
findings contains {
	"rule": "SVC017",
	"at": [place],
	"args": {"mapping": sprintf("#%s", [place]), "account": setting.value},
} if {
	some i, setting in input.service.settings
	setting.known
	setting.name == "xrootd.authz.user"
	setting.value == "root"
	place := sprintf("/service/settings/%d", [i])
}
