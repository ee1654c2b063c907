"""What goes wrong with a CRM, in words: what happened, and what an administrator can do about it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.connectors.interface import Fault

#: Problems Baton itself names, and codes of vendors that say little.
PROBLEMS: dict[str, str | Promise] = {
    "inner_address": gettext_lazy("its address leads into your own network, which Baton does not call"),
    "certificate": gettext_lazy("its certificate is not valid"),
    "address": gettext_lazy("its address is not a web address"),
    "unreachable": gettext_lazy("it can't be reached"),
    "no_answer": gettext_lazy("it did not answer in time"),
    "answer_too_long": gettext_lazy("its answer is longer than Baton takes"),
    "no_json": gettext_lazy("something in between answered in its place"),
    "no_result": gettext_lazy("it did not say what became of it"),
    "page_repeated": gettext_lazy("it gave the same page again and again"),
    "settings": gettext_lazy("something it needs was not filled in"),
    "region": gettext_lazy("its data centre or environment is none that Baton knows"),
    "no_sandbox": gettext_lazy("its data centre has no sandbox that Baton knows"),
    "secrets_unreadable": gettext_lazy("what was filled in can't be decrypted any more; fill it in again"),
    "vendor_unknown": gettext_lazy("this version of Baton does not know this CRM"),
    "token_awaited": gettext_lazy("another worker is still signing in there"),
    "stopped": gettext_lazy("Baton itself made a mistake; the log of the worker names it"),
    "switched_off": gettext_lazy("it was switched off"),
    "nobody_there": gettext_lazy("the owner here is nobody there"),
    "inactive_there": gettext_lazy("the owner here is not active there"),
    "high_sea": gettext_lazy("nobody owns it there; somebody has to take it from the high sea first"),
    "unchanged": gettext_lazy("it took the change and changed nothing"),
    "unknown_employee": gettext_lazy("the employee in whose name Baton calls is not there, or has left"),
    "old_ids": gettext_lazy("it names people by ids of its older way of calling, which no record has"),
    "unknown_cloud": gettext_lazy("its cloud is none that Baton knows"),
    "no_token": gettext_lazy("it let Baton in without giving it an access token"),
    "no_code": gettext_lazy("it answered without saying whether it worked"),
    "no_list": gettext_lazy("it answered without a list of records"),
    "no_description": gettext_lazy("it did not say which fields its records have"),
    "no_such_place": gettext_lazy("the place in its list where Baton stopped reading is not known any more"),
    "not_settled": gettext_lazy("it takes too many calls to tell which records it refuses; the rest follows"),
    "other_owner": gettext_lazy("somebody else has it there by now"),
    "gone": gettext_lazy("it is deleted there"),
    "not_offered": gettext_lazy("it does not offer this"),
    "no_my_domain": gettext_lazy("its address is not a firm’s own at Salesforce, which ends in my.salesforce.com"),
    "api_version": gettext_lazy("the version of its API is not a number such as 62.0"),
    "limit_near": gettext_lazy("almost all its calls of 24 hours are used up, and the rest is left to others"),
    "REQUEST_LIMIT_EXCEEDED": gettext_lazy("its calls of 24 hours are used up"),
    "INVALID_SESSION_ID": gettext_lazy("it does not take the access token it gave"),
    "UNABLE_TO_LOCK_ROW": gettext_lazy("somebody else is changing the record just now"),
    "INACTIVE_OWNER_OR_USER": gettext_lazy("the old or the new owner is not active there"),
    "TEN_SECONDLY_ROLLING": gettext_lazy("it got more calls in ten seconds than it takes"),
    "SECONDLY": gettext_lazy("it got more searches in a second than it takes"),
    "DAILY": gettext_lazy("its calls of the day are used up"),
    "RATE_LIMITS": gettext_lazy("it got more calls than it takes"),
    "INVALID_AUTHENTICATION": gettext_lazy("it does not take the access token"),
    "nobody_has_it": gettext_lazy("nobody has the customer there who could hand it over"),
    "nobody_has_customers": gettext_lazy("nobody whom its app sees may have customers"),
    "no_record": gettext_lazy("it knows nothing of the request"),
    "no_such_customer": gettext_lazy("it does not know the customer"),
    "not_their_customer": gettext_lazy("the customer there is not of whom it should come from"),
    "no_such_member": gettext_lazy("one of the two is no member there"),
    "same_member": gettext_lazy("both owners are the same member there"),
    "taker_not_verified": gettext_lazy("the new owner has not verified their name there"),
    "no_customer_contact": gettext_lazy("one of the two may not have customers there"),
    "no_right_on_member": gettext_lazy("its app may not act for one of the two"),
    "handed_over_too_often": gettext_lazy("the customer was handed over twice within 90 days already"),
}


class Trouble(NamedTuple):
    """What some codes of vendors have in common: what happened, and what an administrator can do, if anything."""

    codes: tuple[str, ...]
    words: str | Promise
    deed: str | Promise = ""


_KEYS_AGAIN = gettext_lazy("Take the keys anew from the CRM’s own console, fill them in under Settings, and save.")
TROUBLES = (
    Trouble(
        (
            *("invalid_client", "invalid_client_id", "invalid_client_secret", "invalid_code", "invalid_grant"),
            *("INVALID_TOKEN", "AUTHENTICATION_FAILURE", "10006", "20005", "20015", "20016"),
            *("40001", "40013", "40014", "42001"),
        ),
        gettext_lazy("it does not take the keys that were filled in"),
        _KEYS_AGAIN,
    ),
    Trouble(
        ("OAUTH_SCOPE_MISMATCH", "NO_PERMISSION", "MISSING_SCOPES", "HTTP 403", "48002", "60011", "84074"),
        gettext_lazy("its app, or the user it runs as, may not do what Baton asks"),
        gettext_lazy("Give them the rights that the form under Settings names, then try the connection."),
    ),
    Trouble(
        ("20021", "20022", "60020"),
        gettext_lazy("it does not let this server in"),
        gettext_lazy("Name this server in the CRM’s own console as one it trusts, then try the connection."),
    ),
    Trouble(
        ("TOO_MANY_REQUESTS", "access_denied", "14001", "30004", "45009", "45033"),
        gettext_lazy("it got more calls than it takes"),
    ),
    Trouble(("30002",), gettext_lazy("its calls of the day are used up")),
    Trouble(
        ("30003",),
        gettext_lazy("the firm has bought no calls by API there"),
        gettext_lazy("Buy calls by API there, then try the connection."),
    ),
    Trouble(
        ("INTERNAL_ERROR", "INTERNAL_SERVER_ERROR", "-1", "50009", "HTTP 500", "HTTP 502", "HTTP 503", "HTTP 504"),
        gettext_lazy("it has trouble of its own"),
    ),
    Trouble(
        ("PAGINATION_LIMIT_EXCEEDED",),
        gettext_lazy("it has more records of one kind than it lists"),
        gettext_lazy("Have records that nobody needs put away there, then read everything again."),
    ),
    Trouble(("NOT_FOUND",), gettext_lazy("it does not know the version of its API that was filled in")),
    Trouble(("RECORD_LOCKED",), gettext_lazy("the record is locked there")),
    Trouble(("RECORD_MODIFIED",), gettext_lazy("somebody changed the record there just then")),
    Trouble(("TRANSFER_REQUIRES_READ",), gettext_lazy("the new owner may not see the record there")),
)
#: The same by code; the vendor's own words follow in brackets.
_TROUBLES = {code: each for each in TROUBLES for code in each.codes}
#: What an administrator can do about what Baton itself names.
_DEEDS: dict[str, str | Promise] = {
    **dict.fromkeys(("INVALID_AUTHENTICATION", "INVALID_SESSION_ID"), _KEYS_AGAIN),
    "settings": gettext_lazy("Fill in what is missing under Settings, and save."),
    "secrets_unreadable": gettext_lazy("Fill in the secrets again under Settings, and save."),
    "unknown_employee": gettext_lazy("Name a CRM administrator under Settings who is still there, and save."),
    "nobody_has_customers": gettext_lazy("Let those in sales have customer contact in WeCom, then try the connection."),
    "vendor_unknown": gettext_lazy("Run the version of Baton that knows it."),
}


def problem(code: str, detail: str = "") -> str:
    """Why something did not work, as the end of a sentence; nothing for no code."""
    if not code:
        return ""
    if code in PROBLEMS:
        return str(PROBLEMS[code])
    said = f"{code}: {detail}" if detail else code
    if code in _TROUBLES:
        return _("%(problem)s (%(said)s)") % {"problem": _TROUBLES[code].words, "said": said}
    return _("it says %(said)s") % {"said": said}


def deed(code: str, fault: Fault = Fault.CONFIG) -> str:
    """What the reader can do about it, as a sentence."""
    if fault is Fault.LATER:
        return _("It may work later: try it again in a few minutes.")
    trouble = _TROUBLES.get(code)
    told = _DEEDS.get(code) or (trouble.deed if trouble else "")
    return str(told or _("Look at what is filled in under Settings, then try the connection."))
