"""latam-evra-ocpi 0.5.0 as a client of the Rust server.

    latam_evra.py BASE_URL
"""

import asyncio
import sys

import httpx
from latam_evra_ocpi import OcpiClient, OcpiError
from latam_evra_ocpi.models.locations import LocationInput
from score import ERRORS, Score

TOKEN = "interop"
PARTY = ("NL", "TNM")
# Two of the package's methods send no token.
HEADERS = {"Authorization": f"Token {TOKEN}"}


async def outcome(call):
    try:
        return await call
    except Exception as error:  # Whatever the package raises is compared.
        return error


def is_error(read, code, http_status):
    return isinstance(read, OcpiError) and (read.status_code, read.http_status) == (
        code,
        http_status,
    )


async def read_errors(score, root, http):
    for path in ["errors", "errors-with-data"]:
        for code, http_status in ERRORS:
            client = OcpiClient(f"{root}/{path}/{code}/{http_status}", http_client=http)
            read = await outcome(client.get_location(TOKEN, *PARTY, "LOC1"))
            message = f"requested {code}"
            is_expected = is_error(read, code, http_status) and read.status_message == message
            score.check(f"{path}: {code} with HTTP {http_status}", is_expected, read)


async def read_objects(score, base, http):
    client = OcpiClient(f"{base}/2.2.1", http_client=http)
    modules = {
        "location": (client.get_locations, client.get_location, "LOC1"),
        "session": (client.get_sessions, client.get_session, "SESSION1"),
        "cdr": (client.get_cdrs, client.get_cdr, "CDR1"),
        "tariff": (client.get_tariffs, client.get_tariff, "TARIFF1"),
        "token": (client.get_tokens, client.get_token, "TOKEN1"),
    }
    for name, (get_list, get_one, id) in modules.items():
        read = await outcome(get_list(TOKEN))
        score.check(f"list of {name}s", getattr(read, "total", None) == 2, read)
        read = await outcome(get_list(TOKEN, offset=2, limit=2))
        score.check(f"last page of {name}s", getattr(read, "total", None) == 1, read)
        read = await outcome(get_list(TOKEN, offset=-1))
        score.check(f"{name}s with a bad offset", is_error(read, 2001, 200), read)
        read = await outcome(get_list("wrong"))
        score.check(f"{name}s with a wrong token", is_error(read, 2000, 401), read)
        read = await outcome(get_one(TOKEN, *PARTY, id))
        found = getattr(read, "uid" if name == "token" else "id", None)
        score.check(name, found == id, read)
        read = await outcome(get_one(TOKEN, *PARTY, "NONE"))
        score.check(f"unknown {name}", is_error(read, 2000, 404), read)


async def write(score, base, http):
    client = OcpiClient(f"{base}/2.2.1", http_client=http)
    location = LocationInput(
        id="LOC1",
        publish=True,
        address="F.Rooseveltlaan 3A",
        city="Gent",
        country="BEL",
        coordinates={"latitude": "51.047599", "longitude": "3.729944"},
    )
    read = await outcome(client.put_location(TOKEN, *PARTY, "LOC1", location))
    # The package does not send `last_updated`.
    score.check("PUT without last_updated", is_error(read, 2001, 200), read)
    read = await outcome(client.delete_tariff(TOKEN, *PARTY, "TARIFF1"))
    score.check("method that is not allowed", is_error(read, 2000, 405), read)
    read = await outcome(client.list_hub_client_info(TOKEN))
    score.check("module that does not exist", is_error(read, 2000, 404), read)


async def register(score, base, http):
    read = await outcome(OcpiClient(base).get_versions())
    score.check("versions without a token", is_error(read, 2000, 401), read)
    read = await outcome(OcpiClient(base, http_client=http).get_versions())
    score.check("versions", isinstance(read, list) and len(read) == 3, read)
    client = OcpiClient(f"{base}/2.2.1", http_client=http)
    read = await outcome(client.get_details())
    score.check("details", len(getattr(read, "endpoints", [])) == 6, read)

    roles = [{"role": "CPO", "party_id": "CHG", "country_code": "CL"}]
    url = "https://partner.example/ocpi/versions"
    read = await outcome(client.renew_credentials(TOKEN))
    score.check("renewal before registration", is_error(read, 2000, 405), read)
    for name, call in [
        ("registration", client.register_credentials(TOKEN, url, roles)),
        ("renewal", client.renew_credentials(TOKEN)),
    ]:
        read = await outcome(call)
        score.check(name, getattr(read, "token", None) == TOKEN, read)
    read = await outcome(client.register_credentials(TOKEN, url, roles))
    score.check("second registration", is_error(read, 2000, 405), read)
    read = await outcome(client.terminate_credentials(TOKEN))
    score.check("termination", read is None, read)
    read = await outcome(client.terminate_credentials(TOKEN))
    score.check("second termination", is_error(read, 2000, 405), read)


async def main(base):
    score = Score()
    async with httpx.AsyncClient(headers=HEADERS) as http:
        await read_errors(score, base.removesuffix("/ocpi"), http)
        await read_objects(score, base, http)
        await write(score, base, http)
        await register(score, base, http)
    score.finish("latam-evra-ocpi 0.5.0", least=300)


asyncio.run(main(sys.argv[1]))
