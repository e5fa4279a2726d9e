"""Which rule is repaired by which function."""

from collections.abc import Callable, Mapping

from tokenlint.fix import audiences, comments, lifetimes, scopes, services
from tokenlint.fix.case import Case
from tokenlint.fix.edit import FixPlan

FIXERS: Mapping[str, Callable[[Case], FixPlan]] = {
    "AUD001": audiences.name_services,
    "AUD002": audiences.write_audience,
    "AUD003": audiences.drop_surplus,
    "AUD004": audiences.respell,
    "AUD005": audiences.respell,
    "AUD007": audiences.add_service,
    "IGN001": comments.drop_unused,
    "IGN002": comments.drop_expired,
    "ISS005": services.slash_behind,
    "ISS015": services.at_most("lifetime_maximum"),
    "ISS030": services.of_setting(
        sslrequired=services.becomes("external", "none"),
        iam_enablescopeauthz=services.switched_on,
    ),
    "ISS031": services.slash_behind,
    "ISS033": services.at_most(43_200),  # IAM's own limit
    "ISS038": services.switched_on,
    "ISS051": services.switched_off,
    "ISS060": services.issuer_spelling,
    "LIF003": lifetimes.at_least_minimum,
    "LIF008": lifetimes.as_needed,
    "LIF009": lifetimes.long_enough,
    "LIF011": lifetimes.refresh_at_most,
    "SCP002": scopes.narrow,
    "SCP004": scopes.narrow,
    "SCP005": scopes.resolve_path,
    "SCP006": scopes.drop_redundant,
    "SCP007": scopes.narrow,
    "SCP008": scopes.add_missing,
    "SCP009": scopes.in_words_of_the_profile,
    "SCP013": scopes.drop,
    "SCP014": scopes.drop,
    "SCP015": scopes.respell,
    "SCP016": scopes.add_missing,
    "SCP017": scopes.add_missing,
    "SVC009": services.known_key,
    "SVC010": services.drop_repeated,
    "SVC014": services.at_most("lifetime_maximum"),
    "SVC022": services.escaped_dots,
    "SVC028": services.switched_off,
    "SVC035": services.required,
    "SVC038": services.without_expiry,
    "SVC050": services.semicolons,
    "SVC052": services.switched_off,
    "SVC053": services.at_most(21_600),  # six hours, as the profile says
    "SVC055": services.switched_off,
    "SVC058": services.slash_behind,
    "SVC062": services.switched_on,
}
"""The rules whose findings `tokenlint fix` repairs; for all others no single text is right."""
