# METADATA
# title: Data can be destroyed without a scope for it
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["deletion-without-modify"]

import data.tokenlint.lib.service

findings contains {
	"rule": "SVC001",
	"at": [place],
	"args": {"witness": sprintf("#%s", [place]), "by": sprintf("#%s/by", [place])},
} if {
	some i, deletion in input.service.deletions
	deletion.sure
	service.by_anyone(deletion)
	place := sprintf("/service/deletions/%d", [i])
}
