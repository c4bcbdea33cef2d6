"""Runs py-ocpi or extrawest-ocpi, both of which are the module `py_ocpi`, on a free port of the
loopback interface, and prints the URL. The objects are those of the Rust server, in memory."""

import copy
import importlib
import json
import pathlib
import socket

import uvicorn
from py_ocpi.core.enums import Action, ModuleID, RoleEnum
from py_ocpi.core.exceptions import NotFoundOCPIError
from py_ocpi.main import get_application
from py_ocpi.modules.versions.enums import VersionNumber

TOKEN = "interop"
OBJECTS = pathlib.Path(__file__).parent.parent / "peer" / "objects" / "2.2.1.json"
MODULES = {
    ModuleID.locations: "locations",
    ModuleID.sessions: "sessions",
    ModuleID.cdrs: "cdrs",
    ModuleID.tariffs: "tariffs",
    ModuleID.tokens: "tokens",
}
CREDENTIALS = {
    "token": TOKEN,
    "url": "https://partner.example/ocpi/versions",
    "roles": [
        {
            "role": "CPO",
            "business_details": {"name": "Partner"},
            "party_id": "TNM",
            "country_code": "NL",
        }
    ],
}


class Crud:
    raises = False
    objects = json.loads(OBJECTS.read_text(encoding="utf-8"))

    @classmethod
    def find(cls, module, id):
        for found in cls.objects[MODULES[module]]:
            # Both packages write ids in lower case.
            if found.get("id", found.get("uid")).lower() == str(id).lower():
                return found
        return None

    @classmethod
    async def get(cls, module, role, id, *args, **kwargs):
        if module == ModuleID.credentials_and_registration:
            return CREDENTIALS
        if module == ModuleID.commands:
            return None
        found = cls.find(module, id)
        # py-ocpi expects this for "not found"; extrawest-ocpi expects `None`.
        if found is None and cls.raises:
            raise NotFoundOCPIError
        return copy.deepcopy(found)

    @classmethod
    async def list(cls, module, role, filters, *args, **kwargs):
        found = cls.objects[MODULES[module]]
        end = filters["offset"] + filters["limit"]
        return copy.deepcopy(found[filters["offset"] : end]), len(found), end >= len(found)

    @classmethod
    async def create(cls, module, role, data, *args, **kwargs):
        return data

    @classmethod
    async def update(cls, module, role, data, id, *args, **kwargs):
        return data

    @classmethod
    async def delete(cls, module, role, id, *args, **kwargs):
        if cls.find(module, id) is None:
            raise NotFoundOCPIError

    @classmethod
    async def do(cls, module, role, action, *args, data=None, **kwargs):
        if action == Action.authorize_token and data["location_reference"]:
            return {"allowed": "ALLOWED", "token": copy.deepcopy(cls.objects["tokens"][0])}
        return TOKEN if action == Action.get_client_token else None


def adapter():
    """Makes the adapter that extrawest-ocpi has and py-ocpi leaves to the application."""

    def method(module, model):
        schemas = importlib.import_module(f"py_ocpi.modules.{module}.v_2_2_1.schemas")
        return staticmethod(lambda data, *args: getattr(schemas, model)(**data))

    return type("Adapter", (), {
        "location_adapter": method("locations", "Location"),
        "session_adapter": method("sessions", "Session"),
        "cdr_adapter": method("cdrs", "Cdr"),
        "tariff_adapter": method("tariffs", "Tariff"),
        "token_adapter": method("tokens", "Token"),
        "authorization_adapter": method("tokens", "AuthorizationInfo"),
        "credentials_adapter": method("credentials", "Credentials"),
    })


def application():
    options = {
        "version_numbers": [VersionNumber.v_2_2_1],
        "roles": [RoleEnum.cpo, RoleEnum.emsp],
        "crud": Crud,
    }
    try:
        from py_ocpi.core.authentication.authenticator import Authenticator
    except ImportError:
        Crud.raises = True
        return get_application(adapter=adapter(), **options)

    class Partner(Authenticator):
        @classmethod
        async def get_valid_token_c(cls):
            return [TOKEN]

        @classmethod
        async def get_valid_token_a(cls):
            return []

    return get_application(
        modules=[*MODULES, ModuleID.credentials_and_registration, ModuleID.commands],
        authenticator=Partner,
        **options,
    )


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(application(), log_level="warning"))
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
