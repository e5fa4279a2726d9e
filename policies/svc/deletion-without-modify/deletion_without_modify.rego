# METADATA
# title: Data can be destroyed without a scope for it
# schemas:
#   - input: schema["policy-input"]
package tokenlint.svc["deletion-without-modify"]

import data.tokenlint.lib.advice
import data.tokenlint.lib.service

findings contains {
	"rule": "SVC001",
	"at": array.concat([place], _libraries),
	"args": {
		"witness": sprintf("#%s", [place]),
		"by": sprintf("#%s/by", [place]),
		"advice": advice.of("deletion"),
	},
} if {
	not service.takes_no_tokens
	some i, deletion in input.service.deletions
	deletion.sure
	service.by_anyone(deletion)
	place := sprintf("/service/deletions/%d", [i])
}

# Where XRootD asks no library, the lines that load one show what was meant.
_libraries := [place |
	some i in numbers.range(0, count(input.service.settings))
	i in _never_asked
	place := sprintf("/service/settings/%d", [i])
]

_never_asked contains i if {
	service.asks_no_library
	some i, setting in input.service.settings
	setting.name == "ofs.authlib"
	setting.value != "none"
}
