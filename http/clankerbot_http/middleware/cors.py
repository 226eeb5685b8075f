"""Web pages of other origins; Starlette's, but for the form of a refusal."""

from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import Headers
from starlette.responses import Response

from clankerbot_engine.errors import ValidationFailed
from clankerbot_engine.execution.outcomes import as_api_error
from clankerbot_http.responses import failed


class Cors(CORSMiddleware):
    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        # "Disallowed CORS origin, method": words of Starlette's, with nothing in them of what was sent.
        what = bytes(response.body).decode().removeprefix("Disallowed CORS ")
        error = ValidationFailed(
            f"A web page may not send this: the {what} is not allowed here. "
            "CORS_ORIGINS names the origins that are; GET /docs lists what there is.",
            field="Origin" if "origin" in what else "Access-Control-Request-Method",
            details={"refused": list(what.split(", "))},
        )
        allowed = {name: value for name, value in response.headers.items() if name.startswith(("access-", "vary"))}
        return failed(as_api_error(error), status=response.status_code, headers=allowed)
