# METADATA
# title: Scope policies as the documentation of opa-iam describes them
# description: |
#   Written for the tests from opa-iam, doc/policies.md at 0b22f04, and the table of evaluation:
#   accounts and clients, then groups, then everybody; a permission wins within a level;
#   EQ is equality, PATH a beginning; what no policy is about is permitted.
package tokenlint_tests.iam

import rego.v1

permitted contains scope if {
	some scope in input.scopes
	answer(scope) == "PERMIT"
}

levels := ["subject", "group", "everybody"]

answer(scope) := "DENY" if {
	said := [rules | some level in levels; rules := said_at(level, scope); count(rules) > 0]
	said[0] == {"DENY"}
} else := "PERMIT"

said_at(level, scope) := {policy.rule |
	some policy in input.policies
	applies(policy)
	level_of(policy) == level
	matches(policy, scope)
}

matches(policy, scope) if {
	policy.matchingPolicy == "EQ"
	scope in listed(policy)
}

matches(policy, scope) if {
	policy.matchingPolicy == "PATH"
	some beginning in listed(policy)
	startswith(scope, beginning)
}

listed(policy) := [scope | some scope in policy.scopes]

kind_of(policy) := policy.actor.type if policy.actor.type

kind_of(policy) := "account" if policy.account.uuid

kind_of(policy) := "group" if policy.group.uuid

level_of(policy) := "group" if {
	kind_of(policy) == "group"
} else := "subject" if {
	kind_of(policy) in {"account", "client"}
} else := "everybody"

applies(policy) if level_of(policy) == "everybody"

applies(policy) if input.user.id in {policy.account.uuid}

applies(policy) if policy.group.uuid in input.user.groups

applies(policy) if {
	policy.actor.type == "account"
	policy.actor.id == input.user.id
}

applies(policy) if {
	policy.actor.type == "group"
	policy.actor.id in input.user.groups
}

applies(policy) if {
	policy.actor.type == "client"
	policy.actor.id == input.client.id
}
