"""The requests of a client, and those with the expected outcome."""

import sys


class Score:
    def __init__(self):
        self.requests = 0
        self.right = 0

    def check(self, name, is_expected, read):
        self.requests += 1
        if is_expected:
            self.right += 1
        else:
            print(f"FAILED  {name}: the client read {repr(read)[:200]}")

    def finish(self, client, least):
        print(f"{client}, answered by ocpi-status: {self.requests} requests, {self.right} right")
        sys.exit(0 if self.right == self.requests >= least else 1)


# Every code that the standard defines and the ends of the custom ranges, each with HTTP statuses
# that go with it.
ERRORS = [
    (code, http_status)
    for codes, http_statuses in [
        (
            [*range(2000, 2005), 2900, 2999],
            [200, 400, 401, 403, 404, 405, 408, 411, 413, 415, 429],
        ),
        ([*range(3000, 3004), 3900, 3999], [200, 500, 501, 502, 503, 504, 599]),
        ([*range(4000, 4004), 4900, 4999], [200, 404, 500, 502, 503, 504, 599]),
    ]
    for code in codes
    for http_status in http_statuses
]
