//! The positions, and the expected response at each.

use std::path::{Path, PathBuf};

use crate::case::{Case, Expected};
use crate::document::Document;
use crate::item::{
    Attributes, RIGHT, a_struct, an_enum, generic, macro_rules, renamed, with_thiserror,
};

struct Table {
    user: PathBuf,
    renamed: PathBuf,
    cases: Vec<Case>,
}

impl Table {
    fn add(&mut self, text: String, place: &str, expected: Expected) {
        let document = Document::new(&self.user, text, place);
        self.cases.push(Case { document, expected });
    }

    fn add_renamed(&mut self, text: String, place: &str, expected: Expected) {
        let document = Document::new(&self.renamed, text, place);
        self.cases.push(Case { document, expected });
    }
}

pub(crate) fn cases(fixture: &Path) -> Vec<Case> {
    let mut table = Table {
        user: fixture.join("user/src/lib.rs"),
        renamed: fixture.join("renamed/src/lib.rs"),
        cases: Vec::new(),
    };
    table.keys();
    table.values();
    table.every_value();
    table.fields();
    table.renames();
    table.half_typed();
    table.diagnostics();
    table.generic();
    table.macro_rules();
    table.renamed();
    table.with_thiserror();
    table.cases
}

const CODE: &str = "the OCPI status code: four digits, or the path of a `const`";
const ENUM_KEYS: &[&str] = &["code", "version", "web"];
const STRUCT_KEYS: &[&str] = &["code", "doc", "http", "message", "transparent", "version", "web"];
const VARIANT_KEYS: &[&str] = &["code", "doc", "http", "message", "transparent"];
const FIELD_KEYS: &[&str] = &["data", "header", "transparent"];

impl Table {
    fn keys(&mut self) {
        for (place, text) in [
            ("ver$0sion =", "codes must exist in this version"),
            ("co$0de = codes", "for variants without one"),
            ("we$0b", "no error trait of the web frameworks"),
            ("[ocpi(co$0de = TARIFF", CODE),
            ("ht$0tp", "the HTTP status"),
            ("mess$0age", "what the peer reads"),
            ("#[ocpi(da$0ta", "this field is the `data`"),
        ] {
            self.add(an_enum(RIGHT), place, Expected::Hover(vec![text]));
        }
        self.add(an_enum(RIGHT), "ht$0tp", Expected::Definition("pub const http"));
        self.add(an_enum(RIGHT), "ht$0tp", Expected::RenameRefused);
        let transparent = Attributes { variant: "transparent", ..Attributes::default() };
        let text = an_enum(transparent).replace(", millis: u64", "").replace(", millis: time", "");
        self.add(text, "trans$0parent", Expected::Hover(vec!["are those of the one field"]));

        let on_struct = Attributes {
            container: r#"crate = ::ocpi_status, version = "2.2", code = 3001, web = true"#,
            ..Attributes::default()
        };
        for (place, text) in [
            ("cra$0te =", "if it was renamed"),
            ("vers$0ion", "codes must exist in this version"),
            ("co$0de = 3001", CODE),
        ] {
            self.add(a_struct(on_struct), place, Expected::Hover(vec![text]));
        }
        self.add(a_struct(on_struct), "we$0b", Expected::Definition("pub const web"));
    }

    fn values(&mut self) {
        let constant = "pub const TARIFF: ErrorCode";
        self.add(an_enum(RIGHT), "code = TAR$0IFF,", Expected::Hover(vec![constant]));
        self.add(an_enum(RIGHT), "code = TAR$0IFF,", Expected::Definition(constant));
        self.add(an_enum(RIGHT), "codes::BU$0SY,", Expected::Hover(vec!["pub const BUSY"]));
        self.add(an_enum(RIGHT), "code = co$0des::", Expected::Definition("pub mod codes"));
        self.add(an_enum(RIGHT), "http = 4$004", Expected::Hover(vec!["404 Not Found"]));
        self.add(an_enum(RIGHT), "http = 4$004", Expected::Definition("NOT_FOUND"));
        self.add(an_enum(RIGHT), "\"2.2$0.1\"", Expected::Hover(vec!["OCPI 2.2.1."]));
        self.add(an_enum(RIGHT), "\"2.2$0.1\"", Expected::Definition("V2_2_1"));
        let associated =
            Attributes { container: "code = <Local as Coded>::CODE", ..Attributes::default() };
        self.add(a_struct(associated), ">::CO$0DE", Expected::Definition("const CODE"));
        self.add(a_struct(associated), "<Lo$0cal as", Expected::Hover(vec!["struct Local"]));
        let number = Attributes { variant: "code = 2004", ..Attributes::default() };
        self.add(an_enum(number), "code = 20$004", Expected::Definition("UNKNOWN_TOKEN"));
        self.add(an_enum(number), "code = 20$004", Expected::RenameRefused);
    }

    /// Every code with its meaning and its version, every HTTP status, every version.
    fn every_value(&mut self) {
        for (code, texts) in [
            ("2000", vec!["CLIENT_ERROR", "2000: a client error"]),
            ("2001", vec!["INVALID_PARAMETERS", "2001: invalid or missing parameters"]),
            ("2002", vec!["NOT_ENOUGH_INFORMATION", "2002: not enough information", "OCPI 2.1"]),
            ("2003", vec!["UNKNOWN_LOCATION", "2003: unknown Location", "OCPI 2.1"]),
            ("2004", vec!["UNKNOWN_TOKEN", "2004: unknown Token", "OCPI 2.2"]),
            ("2900", vec!["2900 to 2999", "OCPI 2.2"]),
            ("3000", vec!["SERVER_ERROR", "3000: a server error"]),
            ("3001", vec!["UNABLE_TO_USE_CLIENT_API", "3001: unable to use the client's API"]),
            ("3002", vec!["UNSUPPORTED_VERSION", "3002: unsupported version"]),
            ("3003", vec!["NO_MATCHING_ENDPOINTS", "3003: no matching endpoints"]),
            ("3999", vec!["3900 to 3999", "OCPI 2.2"]),
            ("4000", vec!["HUB_ERROR", "4000: a hub error", "OCPI 2.2.1"]),
            ("4001", vec!["UNKNOWN_RECEIVER", "4001: unknown receiver", "OCPI 2.2"]),
            ("4002", vec!["FORWARDED_REQUEST_TIMEOUT", "4002: timeout", "OCPI 2.2"]),
            ("4003", vec!["CONNECTION_PROBLEM", "4003: connection problem", "OCPI 2.2"]),
            ("4950", vec!["4900 to 4999", "OCPI 2.2"]),
        ] {
            let text = a_struct(Attributes { container: "code = HERE", ..Attributes::default() });
            let text = text.replace("HERE", code);
            let (first, rest) = code.split_at(2);
            self.add(text, &format!("code = {first}$0{rest}"), Expected::Hover(texts));
        }
        for (http, text) in [
            ("400", "400 Bad Request"),
            ("401", "401 Unauthorized"),
            ("403", "403 Forbidden"),
            ("404", "404 Not Found"),
            ("405", "405 Method Not Allowed"),
            ("408", "408 Request Timeout"),
            ("411", "411 Length Required"),
            ("413", "413 Payload Too Large"),
            ("415", "415 Unsupported Media Type"),
            ("429", "429 Too Many Requests"),
            ("500", "500 Internal Server Error"),
            ("501", "501 Not Implemented"),
            ("502", "502 Bad Gateway"),
            ("503", "503 Service Unavailable"),
            ("504", "504 Gateway Timeout"),
            ("505", "505 HTTP Version Not Supported"),
            ("506", "506 Variant Also Negotiates"),
            ("507", "507 Insufficient Storage"),
            ("508", "508 Loop Detected"),
            ("510", "510 Not Extended"),
            ("511", "511 Network Authentication Required"),
        ] {
            let code = if http < "500" { "2001" } else { "3000" };
            let document = a_struct(Attributes { container: "HERE", ..Attributes::default() });
            let document = document.replace("HERE", &format!("code = {code}, http = {http}"));
            let (first, rest) = http.split_at(1);
            let place = format!("http = {first}$0{rest}");
            self.add(document, &place, Expected::Hover(vec![text]));
        }
        for (version, variant) in [
            ("2.0", "V2_0,"),
            ("2.1", "V2_1,"),
            ("2.1.1", "V2_1_1,"),
            ("2.2", "V2_2,"),
            ("2.2.1", "V2_2_1,"),
            ("2.3.0", "V2_3_0,"),
        ] {
            let text = a_struct(Attributes { container: "HERE", ..Attributes::default() });
            let text = text.replace("HERE", &format!("version = \"{version}\", code = 2000"));
            let (first, rest) = version.split_at(1);
            let place = format!("version = \"{first}$0{rest}");
            self.add(text, &place, Expected::Definition(variant));
        }
    }

    fn fields(&mut self) {
        self.add(an_enum(RIGHT), "{ho$0st}", Expected::Hover(vec!["host: &String"]));
        self.add(an_enum(RIGHT), "{mil$0lis:", Expected::Hover(vec!["millis: &u64"]));
        self.add(an_enum(RIGHT), "{mil$0lis:", Expected::Definition("host: String, millis: u64"));
        let of_struct = Attributes {
            container: r#"code = 2001, message = "{host} {self}""#,
            ..Attributes::default()
        };
        self.add(a_struct(of_struct), "{ho$0st} {", Expected::Definition("pub host: String"));
        self.add(a_struct(of_struct), "{se$0lf}", Expected::Hover(vec!["self: &Failure"]));
        // The impl is found from its uses.
        let method = vec!["fn status_code(&self)", "Returns the OCPI status code"];
        self.add(an_enum(RIGHT), "failure.status$0_code()", Expected::Hover(method));
        // The derive does not change what the item itself shows.
        self.add(an_enum(RIGHT), "ho$0st: String", Expected::Hover(vec!["host: String"]));
        self.add(an_enum(RIGHT), "enum Fail$0ure", Expected::Hover(vec!["enum Failure"]));
        self.add(an_enum(RIGHT), "Unreach$0able {", Expected::Hover(vec!["Unreachable {"]));
        self.add(an_enum(RIGHT), "millis: u6$04", Expected::Hover(vec!["u64"]));
        self.add(an_enum(RIGHT), "host: Str$0ing", Expected::Definition("pub struct String"));
    }

    fn renames(&mut self) {
        for (place, word) in [
            ("const TAR$0IFF", "TARIFF"),
            ("code = TAR$0IFF,", "TARIFF"),
            ("code = TAR$0IFF)", "TARIFF"),
            ("const BU$0SY", "BUSY"),
            ("codes::BU$0SY", "BUSY"),
            ("mod co$0des", "codes"),
            ("code = co$0des", "codes"),
            ("enum Fail$0ure", "Failure"),
            ("Unreach$0able {", "Unreachable"),
            ("Unknown$0Tariff", "UnknownTariff"),
            ("millis$0: u64", "millis"),
            ("ho$0st: String", "host"),
        ] {
            self.add(an_enum(RIGHT), place, Expected::Rename(word));
        }
        let of_struct = Attributes {
            container: r#"code = <Local as Coded>::CODE, message = "{host}""#,
            field: "data",
            ..Attributes::default()
        };
        for (place, word) in [
            ("struct Fail$0ure", "Failure"),
            ("pub ho$0st", "host"),
            ("struct Lo$0cal", "Local"),
            ("trait Co$0ded", "Coded"),
            ("const CO$0DE: ErrorCode;", "CODE"),
            (">::CO$0DE", "CODE"),
        ] {
            self.add(a_struct(of_struct), place, Expected::Rename(word));
        }
    }

    fn half_typed(&mut self) {
        let variant = |variant| an_enum(Attributes { variant, ..Attributes::default() });
        let container = |container| an_enum(Attributes { container, ..RIGHT });
        let of_struct = |container| a_struct(Attributes { container, ..Attributes::default() });
        let field = |field| an_enum(Attributes { field, variant: "code = 2001", container: "" });

        // Keys.
        for (text, place) in [
            (variant(" "), "#[ocpi( $0)]"),
            (variant("c"), "#[ocpi(c$0)]"),
            (variant("code = 2004, "), "2004, $0)]"),
            (variant("code = 2004, ht"), "ht$0)]"),
            (variant("code = 2004 ht"), "ht$0)]"),
            (variant("code = , mes, http = 404"), "mes$0,"),
            (variant("ht = 404, code = 2009"), "ht$0 ="),
            (variant("data, tr"), "tr$0)]"),
        ] {
            self.add(text, place, Expected::Completions(VARIANT_KEYS.to_vec()));
        }
        self.add(container(" "), "#[ocpi( $0)]", Expected::Completions(ENUM_KEYS.to_vec()));
        self.add(container("ver"), "ver$0)]", Expected::Completions(ENUM_KEYS.to_vec()));
        self.add(of_struct("me"), "me$0)]", Expected::Completions(STRUCT_KEYS.to_vec()));
        self.add(
            of_struct("code = 2001, "),
            "2001, $0)]",
            Expected::Completions(STRUCT_KEYS.to_vec()),
        );
        self.add(field(" "), "#[ocpi( $0)]", Expected::Completions(FIELD_KEYS.to_vec()));
        self.add(field("d"), "#[ocpi(d$0)]", Expected::Completions(FIELD_KEYS.to_vec()));
        self.add(
            variant("ht"),
            "#[ocpi(ht$0)]",
            Expected::CompletionDocumented("http", "the HTTP status"),
        );

        // Constants.
        let constants = ["UNKNOWN_TOKEN", "INVALID_PARAMETERS", "SERVER_ERROR", "HUB_ERROR"];
        for (text, place) in [
            (variant("code = ErrorCode::"), "code = ErrorCode::$0"),
            (variant("code = ErrorCode::UN"), "code = ErrorCode::UN$0"),
            (variant("code = ErrorCode::, http = 404"), "code = ErrorCode::$0"),
            (
                variant("code = ocpi_status::ErrorCode::, http = 409"),
                "= ocpi_status::ErrorCode::$0",
            ),
            (variant("http = 404, code = ErrorCode::"), "code = ErrorCode::$0"),
            (container("code = ErrorCode::"), "code = ErrorCode::$0"),
            (of_struct("code = ErrorCode::"), "code = ErrorCode::$0"),
        ] {
            self.add(text, place, Expected::CompletionsWith(constants.to_vec()));
        }
        self.add(
            variant("code = ErrorCode::UNK"),
            "code = ErrorCode::UNK$0",
            Expected::CompletionDocumented("UNKNOWN_TOKEN", "2004: unknown Token"),
        );
        for (text, place, label) in [
            (variant("code = T"), "code = T$0)]", "TARIFF"),
            (variant("code = "), "code = $0)]", "TARIFF"),
            (variant("code = codes::"), "codes::$0)]", "BUSY"),
            (variant("code = codes::B, http = 404"), "codes::B$0,", "BUSY"),
            (variant("code = crate::"), "crate::$0)]", "TARIFF"),
            (of_struct("code = <Local as Coded>::"), "Coded>::$0)]", "CODE(as Coded)"),
        ] {
            self.add(text, place, Expected::CompletionsWith(vec![label]));
        }

        // Fields.
        for (text, place) in [
            (variant(r#"code = 2004, message = "{""#), r#""{$0""#),
            (variant(r#"code = 2004, message = "{mi""#), r#""{mi$0""#),
            (variant(r#"code = 2004, message = "no {host} in {mi}""#), "in {mi$0}"),
            (variant(r#"code = , message = "{mi}""#), "{mi$0}"),
            (variant(r#"message = "{mi}", code = 2009"#), "{mi$0}"),
        ] {
            self.add(text, place, Expected::CompletionsWith(vec!["host", "millis"]));
        }
        self.add(
            of_struct(r#"code = 2004, message = "{}""#),
            r#""{$0}""#,
            Expected::CompletionsWith(vec!["host"]),
        );

        // Items with a mistake.
        let wrong = variant(r#"code = TARIFF, htp = 404, message = "{host}""#);
        self.add(wrong.clone(), "code = TAR$0IFF,", Expected::Hover(vec!["TARIFF"]));
        self.add(wrong.clone(), "code = TAR$0IFF,", Expected::Definition("pub const TARIFF"));
        self.add(wrong.clone(), "const TAR$0IFF", Expected::Rename("TARIFF"));
        self.add(wrong.clone(), "millis$0: u64", Expected::Rename("millis"));
        self.add(wrong.clone(), "ho$0st: String", Expected::Rename("host"));
        self.add(wrong.clone(), "mess$0age", Expected::Hover(vec!["what the peer reads"]));
        self.add(wrong, "{ho$0st}", Expected::Hover(vec!["host: &String"]));
        let half = variant("code = , http = 404");
        self.add(half.clone(), "co$0de = ,", Expected::Hover(vec![CODE]));
        self.add(half.clone(), "http = 4$004", Expected::Hover(vec!["404 Not Found"]));
        self.add(half, "const TAR$0IFF", Expected::Rename("TARIFF"));
    }

    fn diagnostics(&mut self) {
        let none = || Expected::Diagnostics(vec![]);
        let start = "$0#[ocpi";
        let container =
            r#"version = "2.2.1", code = 2004, http = 404, message = "{host}", web = true"#;
        self.add(an_enum(RIGHT), start, none());
        self.add(a_struct(Attributes { container, field: "data", variant: "" }), start, none());
        self.add(a_struct(Attributes { container: "crate = ocpi_status", ..RIGHT }), start, {
            Expected::Diagnostics(vec![("ocpi_status", "expected an absolute path")])
        });
        let trailing = Attributes { variant: "code = 2004, ", ..Attributes::default() };
        self.add(an_enum(trailing), start, none());

        let bare = an_enum(trailing).replace("#[ocpi(code = 2004, )]", "#[ocpi]");
        self.add(bare, start, {
            Expected::Diagnostics(vec![("ocpi", "expected parentheses: `#[ocpi(code = 2001)]`")])
        });
        for (variant, at, text) in [
            ("code = 2009", "2009", "OCPI assigns no meaning to 2009"),
            ("code = ", "=", "expected `code = 2001`"),
            ("code = 2004, htp = 404", "htp", "unknown `ocpi` key `htp`"),
            ("code = 2004, http = 409", "409", "HTTP 409 does not go with 2004"),
            ("code = 2004 http = 404", "http", "expected `,` before `http`"),
            ("code = 2004, data", "data", "`data` belongs on a field"),
            ("code = TEXT", "TEXT", "expected ErrorCode, found &str"),
            (
                r#"code = 2004, message = "{hots}""#,
                r#""{hots}""#,
                "no field `hots`; write `{host}`",
            ),
            (r#"code = 2004, message = "{""#, r#""{""#, "unmatched `{`"),
            ("code = ErrorCode::", "ErrorCode", "expected a status code"),
        ] {
            let document = an_enum(Attributes { variant, ..Attributes::default() });
            self.add(document, &format!("$0{variant}"), Expected::Diagnostics(vec![(at, text)]));
        }
    }

    fn generic(&mut self) {
        let attributes = Attributes {
            container: "code = 2000",
            variant: r#"code = TARIFF, message = "{host} of {self}""#,
            field: "",
        };
        self.add(generic(attributes), "$0#[ocpi", Expected::Diagnostics(vec![]));
        self.add(generic(attributes), "code = TAR$0IFF", Expected::Definition("pub const TARIFF"));
        self.add(generic(attributes), "const TAR$0IFF", Expected::Rename("TARIFF"));
        self.add(generic(attributes), "{ho$0st}", Expected::Hover(vec!["host: &T"]));
        self.add(generic(attributes), "ho$0st: T", Expected::Rename("host"));
        self.add(generic(attributes), "co$0de = 2000", Expected::Hover(vec!["without one"]));
        let half = Attributes { variant: r#"message = "{}", code = "#, ..attributes };
        self.add(generic(half), "\"{$0}", Expected::CompletionsWith(vec!["host", "name"]));
    }

    fn macro_rules(&mut self) {
        let right = r#"Failure, TARIFF, 404, "no {host}""#;
        self.add(macro_rules(right), "$0#[ocpi", Expected::Diagnostics(vec![]));
        let qualified = r#"Failure, codes::BUSY, 500, "no {host}""#;
        self.add(macro_rules(qualified), "$0#[ocpi", Expected::Diagnostics(vec![]));
        self.add(macro_rules(qualified), "codes::BU$0SY,", Expected::Definition("const BUSY"));
        self.add(macro_rules(right), "Failure, TAR$0IFF", Expected::Hover(vec!["TARIFF"]));
        self.add(macro_rules(right), "Failure, TAR$0IFF", Expected::Definition("const TARIFF"));
        self.add(macro_rules(right), "const TAR$0IFF", Expected::Rename("TARIFF"));
        self.add(macro_rules(right), "declare!(Fail$0ure", Expected::Rename("Failure"));
        self.add(
            macro_rules(r#"Failure, codes::B, 404, "no {host}""#),
            "codes::B$0,",
            Expected::CompletionsWith(vec!["BUSY"]),
        );
        self.add(
            macro_rules(r#"Failure, TARIFF, 409, "no {host}""#),
            "$0#[ocpi",
            Expected::Diagnostics(vec![("409", "HTTP 409 does not go with an error")]),
        );
    }

    fn renamed(&mut self) {
        let right = r#"crate = ::status, code = TARIFF, http = 404, message = "{host}""#;
        let reexport = "crate = crate::reexport, code = 2004";
        let none = || Expected::Diagnostics(vec![]);
        self.add_renamed(renamed(right), "$0#[ocpi", none());
        self.add_renamed(renamed(right), "code = TAR$0IFF", Expected::Hover(vec!["TARIFF"]));
        self.add_renamed(renamed(right), "const TAR$0IFF", Expected::Rename("TARIFF"));
        self.add_renamed(renamed(right), "ht$0tp", Expected::Hover(vec!["the HTTP status"]));
        self.add_renamed(renamed(right), "http = 4$004", Expected::Hover(vec!["404 Not Found"]));
        self.add_renamed(renamed(right), "{ho$0st}", Expected::Hover(vec!["host: &String"]));
        self.add_renamed(renamed(right), "cra$0te =", Expected::Hover(vec!["if it was renamed"]));
        self.add_renamed(renamed(right), "::sta$0tus,", Expected::Hover(vec!["extern crate"]));
        self.add_renamed(renamed(reexport), "$0#[ocpi", none());
        self.add_renamed(renamed(reexport), "= crate::reex$0port", {
            Expected::Definition("pub mod reexport")
        });
        self.add_renamed(renamed(reexport), "mod reex$0port", Expected::Rename("reexport"));
        self.add_renamed(renamed(reexport), "= crate::reex$0port", Expected::Rename("reexport"));
        self.add_renamed(renamed(reexport), "code = 20$004", Expected::Hover(vec!["2004"]));
        self.add_renamed(renamed("crate = crate::, code = 2004"), "= crate::$0", {
            Expected::CompletionsWith(vec!["reexport"])
        });
        self.add_renamed(
            renamed("crate = ::status, code = ErrorCode::"),
            "code = ErrorCode::$0",
            Expected::CompletionsWith(vec!["UNKNOWN_TOKEN"]),
        );
        self.add_renamed(renamed("crate = ::status, code = 2004, "), "2004, $0)]", {
            Expected::Completions(STRUCT_KEYS.to_vec())
        });
    }

    fn with_thiserror(&mut self) {
        let text = || with_thiserror("at {place}");
        self.add(text(), "$0#[ocpi", Expected::Diagnostics(vec![]));
        self.add(text(), "const TAR$0IFF", Expected::Rename("TARIFF"));
        self.add(text(), "code = TAR$0IFF", Expected::Rename("TARIFF"));
        self.add(text(), "pla$0ce: String", Expected::Rename("place"));
        self.add(text(), "enum Fail$0ure", Expected::Rename("Failure"));
        self.add(text(), "const INN$0ER", Expected::Rename("INNER"));
        self.add(text(), "code = INN$0ER", Expected::Definition("const INNER"));
        self.add(text(), "ht$0tp", Expected::Hover(vec!["the HTTP status"]));
        self.add(text(), "[ocpi(da$0ta", Expected::Hover(vec!["this field is the `data`"]));
        let half = with_thiserror("at {pl}");
        self.add(half, "{pl$0}", Expected::CompletionsWith(vec!["place"]));
    }
}
