"""The addresses of Fxiaoke's interfaces that Baton calls; each has a limit of its own."""

TOKEN = "/oauth2.0/token"  # noqa: S105 - an address
USERS = "/cgi/user/list"
DESCRIBE = "/cgi/crm/v2/object/describe"
QUERY = "/cgi/crm/v2/data/query"
CHANGE_OWNER = "/cgi/crm/v2/data/changeOwner"
