# METADATA
# title: A scope policy that changes nothing
# schemas:
#   - input: schema["policy-input"]
package tokenlint.iss["policy-without-effect"]

findings contains {
	"rule": "ISS002",
	"at": _places(each.kind, place),
	"args": {
		"policy": sprintf("#%s", [place]),
		"says": sprintf("#%s/says", [place]),
		"witness": sprintf("#%s/witness", [place]),
	},
} if {
	some i, each in input.service.scope_policies
	each.kind in {"redundant", "shadowed"}
	each.witnessed
	place := sprintf("/service/scope_policies/%d", [i])
}

# The policy that wins is shown beside the one that it beats.
_places("shadowed", place) := [place, sprintf("%s/by", [place])]

_places("redundant", place) := [place]
