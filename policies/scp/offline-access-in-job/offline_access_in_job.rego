# METADATA
# title: A refresh token where jobs run
# schemas:
#   - input: schema["policy-input"]
package tokenlint.scp["offline-access-in-job"]

findings contains {
	"rule": "SCP014",
	"at": [sprintf("/credential/items/%d", [i]), "/workflow"],
	"args": {"what": sprintf("#/credential/items/%d", [i])},
} if {
	_reaches_a_job
	some i, item in input.credential.items
	item.kind == "refresh"
}

findings contains {
	"rule": "SCP014",
	"at": ["/workflow/refresh", "/workflow"],
	"args": {"what": "the refresh token"},
} if {
	input.workflow.refresh.requested
	input.workflow.refresh.held_by_worker
	not _asked_by_scope
}

_asked_by_scope if {
	some item in input.credential.items
	item.kind == "refresh"
}

_reaches_a_job if {
	input.workflow.refresh.requested
	input.workflow.refresh.held_by_worker
}

# Where the declaration says that a service keeps the refresh token, the job has none.
_reaches_a_job if {
	input.workflow.runs_on_worker
	not input.workflow.refresh.requested
}
