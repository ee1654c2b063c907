"""gunicorn's logger without secrets: `gunicorn --logger-class config.gunicorn_logger.MaskingLogger`."""

from typing import Any

from gunicorn.glogging import Logger

from config.log_masking import masked


class MaskingLogger(Logger):
    """Writes the access log as gunicorn does, with masked addresses (request line, path, referer)."""

    def atoms(self, *given: Any) -> dict[str, Any]:
        """What a line of the access log is made from."""
        return {name: masked(atom) if isinstance(atom, str) else atom for name, atom in super().atoms(*given).items()}
