"""What Schemathesis is told beyond the document: which token asks, and what it must leave alone."""

import json
import os

import schemathesis

TOKENS = json.loads(os.environ["TENURE_TOKENS"])
# The run would lock itself out: its own members, roles and tokens are not to be suspended or revoked.
SPARED = set(json.loads(os.environ["TENURE_SPARED"]))
NOBODY = "019ab4d2-0000-7000-8000-000000000000"
# The role that holds a permission; everything else an administrator does.
ROLES = {
    "route.switch": "operator",
    "route.kill": "operator",
    "promotion.approve": "reviewer",
}


def requirements(case):
    """The operation's alternatives of who may ask, as the document says them."""
    return case.operation.definition.raw.get("security") or [{}]


def role(case):
    """The role whose token asks; None where no token is taken."""
    for requirement in requirements(case):
        if "token" in requirement:
            return ROLES.get(requirement["token"][0], "admin")
    return None


@schemathesis.auth(cache_by_key=lambda case, _context: role(case))
class ByPermission:
    """A machine of the role that the operation needs."""

    def get(self, case, _context):
        return TOKENS.get(role(case), "")

    def set(self, case, token, _context):
        if token:
            case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """Whoever tries to end the run's own members, roles or tokens tries it on nobody."""
    if case.method != "GET":
        for name, value in (case.path_parameters or {}).items():
            if value in SPARED:
                case.path_parameters[name] = NOBODY
