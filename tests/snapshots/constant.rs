#[ocpi(code = codes::TARIFF_UNKNOWN, http = 404, crate = crate::ocpi, web = false)]
pub(crate) struct UnknownTariff(String);
