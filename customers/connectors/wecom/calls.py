"""The addresses of WeCom's interfaces that Baton calls."""

TOKEN = "/cgi-bin/gettoken"  # noqa: S105 - an address
MEMBERS = "/cgi-bin/user/list"
FOLLOWERS = "/cgi-bin/externalcontact/get_follow_user_list"
CUSTOMERS = "/cgi-bin/externalcontact/batch/get_by_user"
CUSTOMER = "/cgi-bin/externalcontact/get"
TAGS = "/cgi-bin/externalcontact/get_corp_tag_list"
UNASSIGNED = "/cgi-bin/externalcontact/get_unassigned_list"
#: Of somebody who has left, and of somebody who is still there.
GIVE_LEFT = "/cgi-bin/externalcontact/resigned/transfer_customer"
GIVE = "/cgi-bin/externalcontact/transfer_customer"
RESULT_LEFT = "/cgi-bin/externalcontact/resigned/transfer_result"
RESULT = "/cgi-bin/externalcontact/transfer_result"
