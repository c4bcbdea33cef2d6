#[ocpi(version = "2.2.1", code = 2001)]
enum LocationError {
    #[ocpi(message = "the body is empty")]
    Empty,
    #[ocpi(code = 3001, message = "{host} did not answer within {millis:>6} ms: {self} ({host:?})")]
    Unreachable { host: String, millis: u64 },
    #[ocpi(message = "{0:é^+#08.3?} {0:>2x} {0:X} {0:o} {0:b} {0:e} {0:E} {{{0:x?}}} {0:{<3} {0:}>3} <{0}>")]
    Formats(u8),
    Other,
}
