# METADATA
# title: Tokens that somebody can obtain
# description: Questions that several rules ask about an offer and its scopes.
# schemas:
#   - input: schema["policy-input"]
package tokenlint.lib.offer

# Whoever holds it can overwrite and delete, or administer the issuer.
destroys(scope) if "modify" in scope.actions

destroys(scope) if scope.kind == "administration"

# It holds for a whole area, not for a part of it.
whole(scope) if scope.path.root

whole(scope) if scope.kind == "administration"

# These credentials are good for something by themselves; a device code or a session is not.
usable := {"access", "refresh", "idtoken", "mytoken", "vault"}

# What these hand out is judged as a request, too: the line says what is asked for.
requested := {"role", "credmon", "idtoken", "profile"}

# Whoever obtains tokens from these asks for scopes; the others hand out what their line says.
on_demand := {"client", "registration", "self-registration", "service"}

# A profile that bounds its holder in nothing (ISS023).
unbounded(each) if {
	each.kind == "profile"
	each.all_scopes
	each.audience.form == "free"
	count(each.narrowed) == 0
}
