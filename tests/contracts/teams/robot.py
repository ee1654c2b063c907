"""A Teams workflow that posts what its webhook gets: HTTP 202 without a body; a wrong signature is 401.

https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7
"""

from tests.contracts.simulator import Call, Reply, Simulator, reply

HOST = "prod-161.westeurope.logic.azure.com"
WORKFLOW, SIGNATURE = "643e69f83c8944", "KODuebWbDGYFr0z0eu"
PATH = f"/workflows/{WORKFLOW}/triggers/manual/paths/invoke"
ADDRESS = f"https://{HOST}{PATH}?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SIGNATURE}"

BUSY = reply({"error": {"code": "WorkflowRunActionRepetitionQuotaExceeded"}}, 429, Retry_After="20")


def _answer(call: Call) -> Reply:
    if call.query.get("sig") != SIGNATURE:
        return reply({"error": {"code": "DirectApiAuthorizationRequired"}}, 401)
    if call.path != PATH:
        return reply({"error": {"code": "WorkflowNotFound"}}, 404)
    return reply("", 202) if call.body.get("attachments") else reply({"error": {"code": "InvalidRequest"}}, 400)


def robot() -> Simulator:
    """A workflow at `PATH`."""
    return Simulator(_answer, HOST)
