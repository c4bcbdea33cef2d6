"""ocpi-211-sdk 0.0.3 as a client of the Rust server.

    ocpi_211.py BASE_URL
"""

import sys

from ocpplab_ocpi_211 import OcpiClient
from ocpplab_ocpi_211.core.api_error import ApiError
from ocpplab_ocpi_211.types.business_details import BusinessDetails
from score import ERRORS, Score

TOKEN = "Token interop"
PARTY = ("NL", "TNM")


def outcome(call, *arguments, **options):
    """Returns what a call returns or raises. Without retries: the package waits between them."""
    try:
        return call(*arguments, request_options={"max_retries": 0}, **options)
    except Exception as error:  # Whatever the package raises is compared.
        return error


def code_of(read):
    """Returns OCPI's code of a response, or of the body of an exception."""
    body = read.body if isinstance(read, ApiError) else read
    return body.get("status_code") if isinstance(body, dict) else getattr(body, "status_code", None)


def is_error(read, code, http_status):
    is_http_error = isinstance(read, ApiError) and read.status_code == http_status
    return code_of(read) == code and (is_http_error or http_status == 200)


def read_errors(score, root):
    for path in ["errors", "errors-with-data"]:
        for code, http_status in ERRORS:
            client = OcpiClient(base_url=f"{root}/{path}/{code}/{http_status}", api_key=TOKEN)
            read = outcome(client.locations.get_location_by_location_id, "LOC1")
            name = f"{path}: {code} with HTTP {http_status}"
            score.check(name, is_error(read, code, http_status), read)


def read_objects(score, base):
    client = OcpiClient(base_url=f"{base}/2.1.1", api_key=TOKEN)
    stranger = OcpiClient(base_url=f"{base}/2.1.1", api_key="Token wrong")
    for module in ["locations", "sessions", "cdrs", "tariffs", "tokens"]:

        def get(client, module=module, **page):
            part = client.cd_rs if module == "cdrs" else getattr(client, module)
            return outcome(getattr(part, f"get_{module}"), **page)

        read = get(client)
        score.check(f"list of {module}", len(getattr(read, "data", None) or []) == 2, read)
        read = get(client, offset=2, limit=2)
        score.check(f"last page of {module}", len(getattr(read, "data", None) or []) == 1, read)
        read = get(client, offset=-1)
        score.check(f"{module} with a bad offset", is_error(read, 2001, 200), read)
        read = get(stranger)
        score.check(f"{module} with a wrong token", is_error(read, 2000, 401), read)

    read = outcome(client.locations.get_location_by_location_id, "LOC1")
    score.check("location", code_of(read) == 1000 and read.data.id == "LOC1", read)
    for name, call, arguments, id in [
        ("location", client.locations.get_receiver_location, PARTY, "LOC1"),
        ("session", client.sessions.get_session_by_id, PARTY, "SESSION1"),
        ("tariff", client.tariffs.get_receiver_tariff, PARTY, "TARIFF1"),
        ("token", client.tokens.get_token_by_id, PARTY, "TOKEN1"),
        ("CDR", client.cd_rs.get_cdr_by_id, (), "CDR1"),
    ]:
        read = outcome(call, *arguments, id)
        data = getattr(read, "data", None)
        score.check(f"{name} of a party", id in (getattr(data, "id", ""), getattr(data, "uid", "")), read)
        read = outcome(call, *arguments, "NONE")
        score.check(f"unknown {name}", is_error(read, 2000, 404), read)


def authorize(score, base):
    tokens = OcpiClient(base_url=f"{base}/2.1.1", api_key=TOKEN).tokens
    read = outcome(tokens.post_authorize, "TOKEN1", location_id="LOC1", evse_uids=["EVSE1"])
    score.check("authorization", code_of(read) == 1000 and read.data.allowed == "ALLOWED", read)
    read = outcome(tokens.post_authorize, "TOKEN1", location_id=5)
    score.check("bad authorization", is_error(read, 2001, 200), read)
    read = outcome(tokens.post_authorize, "NONE", location_id="LOC1")
    score.check("authorization of an unknown token", is_error(read, 2004, 404), read)


def register(score, base):
    read = outcome(OcpiClient(base_url=base, api_key=TOKEN).versions.get_versions)
    score.check("versions", len(getattr(read, "data", None) or []) == 3, read)
    read = outcome(OcpiClient(base_url=base, api_key=TOKEN).versions.get_version, "2.1.1")
    score.check("details", len(getattr(getattr(read, "data", None), "endpoints", [])) == 6, read)
    read = outcome(OcpiClient(base_url=base, api_key=TOKEN).versions.get_version, "9.9")
    score.check("unknown version", is_error(read, 2000, 404), read)

    credentials = OcpiClient(base_url=f"{base}/2.1.1", api_key=TOKEN).credentials
    party = {
        "token": "partner",
        "url": "https://partner.example/ocpi/versions",
        "business_details": BusinessDetails(name="Partner"),
        "party_id": "ABC",
        "country_code": "DE",
    }
    for name, call, options, code, http_status in [
        ("credentials", credentials.get_credentials, {}, 1000, 200),
        ("renewal before registration", credentials.put_credentials, party, 2000, 405),
        ("registration", credentials.post_credentials, party, 1000, 200),
        ("second registration", credentials.post_credentials, party, 2000, 405),
        ("renewal", credentials.put_credentials, party, 1000, 200),
        ("bad registration", credentials.post_credentials, party | {"token": 5}, 2001, 200),
        ("termination", credentials.delete_credentials, {}, 1000, 200),
        ("second termination", credentials.delete_credentials, {}, 2000, 405),
    ]:
        read = outcome(call, **options)
        score.check(name, is_error(read, code, http_status), read)


def main(base):
    score = Score()
    read_errors(score, base.removesuffix("/ocpi"))
    read_objects(score, base)
    authorize(score, base)
    register(score, base)
    score.finish("ocpi-211-sdk 0.0.3", least=300)


main(sys.argv[1])
