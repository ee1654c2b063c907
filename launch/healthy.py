"""`python -m launch.healthy`: exit code 0 when the web server of this container is ready. Standard library only."""

import http.client
import os


def main() -> int:
    """Ask `/readyz` as the first allowed host; the exit code."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*")
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or "8000"), timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": host or "127.0.0.1"})
        return 0 if connection.getresponse().status == http.HTTPStatus.OK else 1
    except (OSError, http.client.HTTPException):
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
