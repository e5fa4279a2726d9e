# METADATA
# title: One credential for data and for jobs
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["storage-and-compute-mixed"]

findings contains {
	"rule": "SCP010",
	"at": [sprintf("/credential/items/%d", [jobs[0]]), sprintf("/credential/items/%d", [files[0]])],
	"args": {
		"jobs": sprintf("#/credential/items/%d", [jobs[0]]),
		"files": sprintf("#/credential/items/%d", [files[0]]),
	},
} if {
	# The first of each; min() of numbers is not the same in every engine.
	indices := numbers.range(0, count(input.credential.items))
	jobs := [i | some i in indices; i in _jobs]
	files := [i | some i in indices; i in _files]
}

# Asking for the state of jobs or of files on tape is harmless beside the other.
# The jobs of a transfer service (scope `fts`) are transfers, which is no other trade.
_jobs contains i if {
	some i, item in input.credential.items
	item.vocabulary != "fts"
	some action in item.actions
	action in {"submit", "modify-job", "cancel"}
}

_files contains i if {
	some i, item in input.credential.items
	some action in item.actions
	action in {"stage", "read", "create", "modify"}
}
