# METADATA
# title: Data may be destroyed without a scope, depending on more
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["deletion-undecided"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC019",
	"at": [place],
	"args": {"witness": sprintf("#%s", [place]), "depends": sprintf("#%s/depends", [place])},
} if {
	some i, deletion in input.service.deletions
	not deletion.sure
	service.by_anyone(deletion)
	place := sprintf("/service/deletions/%d", [i])
}
