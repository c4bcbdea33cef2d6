//! Every shape of enum and struct, and its response.

use std::convert::Infallible;
use std::sync::Arc;

use ocpi_status::{ErrorCode, OcpiError, Reply};
use serde::Serialize;
use serde_json::json;
use tests::{answer, data};

#[test]
fn derives_on_variants_of_every_shape() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    enum Error {
        #[ocpi(code = 2000)]
        Unit,
        #[ocpi(code = 2001, http = 404)]
        Tuple(u8, &'static str),
        #[ocpi(code = 2002, message = "{first} {second}")]
        Struct { first: u8, second: &'static str },
        #[ocpi(code = 2003)]
        EmptyTuple(),
        #[ocpi(code = 2004, http = 401)]
        EmptyStruct {},
        #[ocpi(code = 3001, http = 503, message = "{1} {0}")]
        Both(u8, &'static str),
        #[ocpi(code = 4001, http = 404)]
        TrailingComma,
    }

    assert_eq!(answer(&Error::Unit), (2000, 200, "display".to_owned()));
    assert_eq!(answer(&Error::Tuple(1, "a")), (2001, 404, "display".to_owned()));
    assert_eq!(answer(&Error::Struct { first: 1, second: "a" }), (2002, 200, "1 a".to_owned()));
    assert_eq!(answer(&Error::EmptyTuple()), (2003, 200, "display".to_owned()));
    assert_eq!(answer(&Error::EmptyStruct {}), (2004, 401, "display".to_owned()));
    assert_eq!(answer(&Error::Both(1, "a")), (3001, 503, "a 1".to_owned()));
    assert_eq!(answer(&Error::TrailingComma), (4001, 404, "unknown receiver".to_owned()));
}

#[test]
fn derives_on_structs_of_every_shape() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("unit")]
    #[ocpi(code = 2001)]
    struct Unit;

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("tuple")]
    #[ocpi(code = 3001, http = 500, message = "{0}")]
    struct Tuple(u8);

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("named")]
    #[ocpi(code = 4002, message = "{host}", version = "2.2")]
    struct Named {
        host: &'static str,
        #[ocpi(data)]
        tries: u8,
    }

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("outer")]
    #[ocpi(transparent)]
    struct Outer(Named);

    assert_eq!(answer(&Unit), (2001, 200, "unit".to_owned()));
    assert_eq!(answer(&Tuple(7)), (3001, 500, "7".to_owned()));
    let named = || Named { host: "example.com", tries: 3 };
    assert_eq!(answer(&named()), (4002, 200, "example.com".to_owned()));
    assert_eq!(data(&named()), Some(json!(3)));
    assert_eq!(answer(&Outer(named())), answer(&named()));
    assert_eq!(data(&Outer(named())), Some(json!(3)));
}

#[test]
fn derives_on_enums_without_variants() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    enum Empty {}

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[ocpi(version = "2.2.1", code = 2001, web = false)]
    enum EmptyWithDefault {}

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    enum Uninhabited {
        #[ocpi(code = 2001)]
        Never(Infallible),
        #[ocpi(code = 2002, message = "{never:?}")]
        NeverShown { never: Infallible },
        #[ocpi(transparent)]
        NeverInner(Empty),
        #[ocpi(code = 2003)]
        Known,
    }

    fn is_ocpi_error<E: OcpiError>() {}
    is_ocpi_error::<Empty>();
    is_ocpi_error::<EmptyWithDefault>();
    let _: fn(Infallible) -> Uninhabited = Uninhabited::Never;
    let _: fn(Infallible) -> Uninhabited = |never| Uninhabited::NeverShown { never };
    let _: fn(Empty) -> Uninhabited = Uninhabited::NeverInner;
    assert_eq!(Uninhabited::Known.status_code(), 2003);
}

#[test]
fn ignores_attributes_of_the_language() {
    #[derive(Clone, Copy, Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    #[non_exhaustive]
    #[repr(u16)]
    enum Error {
        #[ocpi(code = 2001)]
        First = 3001,
        #[non_exhaustive]
        #[cfg_attr(all(), ocpi(code = 2002))]
        Second = 1000,
        #[cfg(any())]
        #[ocpi(code = 404)]
        Absent,
        /// Documented.
        #[doc(alias = "ocpi")]
        #[ocpi(code = 2003)]
        #[ocpi(http = 404)]
        Third = 4,
    }

    assert_eq!((Error::First as u16, Error::First.status_code().as_u16()), (3001, 2001));
    assert_eq!((Error::Second as u16, Error::Second.status_code().as_u16()), (1000, 2002));
    assert_eq!(answer(&Error::Third), (2003, 404, "display".to_owned()));
}

#[test]
#[expect(non_camel_case_types, reason = "keywords are lower-case")]
fn derives_when_identifiers_are_raw() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    enum r#enum {
        #[ocpi(code = 2001, message = "{type} {match:?}")]
        r#struct { r#type: u8, r#match: &'static str },
        #[ocpi(code = 2002)]
        r#fn {
            #[ocpi(data)]
            r#use: u8,
        },
        #[ocpi(transparent)]
        r#mod { r#impl: r#async },
    }

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("inner")]
    #[ocpi(code = r#async::r#CODE)]
    struct r#async;

    impl r#async {
        const CODE: ErrorCode = ErrorCode::UNKNOWN_LOCATION;
    }

    let error = r#enum::r#struct { r#type: 1, r#match: "a" };
    assert_eq!(answer(&error), (2001, 200, "1 \"a\"".to_owned()));
    assert_eq!(data(&r#enum::r#fn { r#use: 5 }), Some(json!(5)));
    assert_eq!(answer(&r#enum::r#mod { r#impl: r#async }), (2003, 200, "inner".to_owned()));
}

#[test]
fn derives_when_variants_shadow_the_prelude() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    enum Prelude {
        #[ocpi(code = 2001)]
        None,
        #[ocpi(code = 2002)]
        Some(u8),
        #[ocpi(code = 2003)]
        Ok,
        #[ocpi(code = 2004)]
        Err,
        #[ocpi(code = 3000)]
        Error,
        #[ocpi(code = 3001)]
        Code,
        #[ocpi(code = 3002)]
        Self_,
        #[ocpi(code = 3003)]
        Output(#[ocpi(data)] Option<u8>),
    }

    let errors = [
        Prelude::None,
        Prelude::Some(1),
        Prelude::Ok,
        Prelude::Err,
        Prelude::Error,
        Prelude::Code,
        Prelude::Self_,
        Prelude::Output(None),
    ];
    let codes = errors.each_ref().map(|error| error.status_code().as_u16());
    assert_eq!(codes, [2001, 2002, 2003, 2004, 3000, 3001, 3002, 3003]);
}

#[test]
fn uses_the_code_of_the_enum_when_a_variant_has_none() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    #[ocpi(code = 3000)]
    enum Error {
        Default,
        #[ocpi(http = 503)]
        DefaultWithHttp,
        #[ocpi(message = "public")]
        DefaultWithMessage,
        #[ocpi(code = 2001)]
        Own,
        #[ocpi(transparent)]
        Inner(Inner),
    }

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("inner")]
    #[ocpi(code = ErrorCode::UNKNOWN_RECEIVER, version = "2.2", http = 404)]
    struct Inner;

    assert_eq!(answer(&Error::Default), (3000, 200, "server error".to_owned()));
    assert_eq!(answer(&Error::DefaultWithHttp), (3000, 503, "server error".to_owned()));
    assert_eq!(answer(&Error::DefaultWithMessage), (3000, 200, "public".to_owned()));
    assert_eq!(answer(&Error::Own), (2001, 200, "display".to_owned()));
    assert_eq!(answer(&Error::Inner(Inner)), (4001, 404, "unknown receiver".to_owned()));
}

/// The first and the last custom code of each class, and a code that two variants share.
#[test]
fn accepts_codes_at_the_edges_of_the_custom_ranges() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    #[ocpi(version = "2.2")]
    enum Error {
        #[ocpi(code = 2900)]
        A,
        #[ocpi(code = 2999)]
        B,
        #[ocpi(code = 3900)]
        C,
        #[ocpi(code = 3999, http = 599)]
        D,
        #[ocpi(code = 4900, http = 500)]
        E,
        #[ocpi(code = 4999)]
        F,
        #[ocpi(code = 4999, http = 200)]
        G,
    }

    assert_eq!(answer(&Error::A), (2900, 200, "display".to_owned()));
    assert_eq!(answer(&Error::B), (2999, 200, "display".to_owned()));
    assert_eq!(answer(&Error::C), (3900, 200, "server error".to_owned()));
    assert_eq!(answer(&Error::D), (3999, 599, "server error".to_owned()));
    assert_eq!(answer(&Error::E), (4900, 500, "hub error".to_owned()));
    assert_eq!(answer(&Error::F), (4999, 200, "hub error".to_owned()));
    assert_eq!(answer(&Error::G), (4999, 200, "hub error".to_owned()));
}

mod codes {
    use ocpi_status::ErrorCode;

    pub(crate) const CODE: ErrorCode = ErrorCode::INVALID_PARAMETERS;

    pub(crate) mod inner {
        use ocpi_status::{ErrorCode, OcpiError};

        const CODE: ErrorCode = ErrorCode::NOT_ENOUGH_INFORMATION;

        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("display")]
        #[allow(unused_qualifications, reason = "the path is what is tested")]
        pub(crate) enum Error {
            #[ocpi(code = CODE)]
            Plain,
            #[ocpi(code = self::CODE)]
            SelfPath,
            #[ocpi(code = super::CODE)]
            SuperPath,
            #[ocpi(code = crate::codes::CODE)]
            CratePath,
            #[ocpi(code = ::ocpi_status::ErrorCode::SERVER_ERROR)]
            Absolute,
        }
    }
}

#[test]
fn accepts_paths_of_constants_as_codes() {
    use codes::inner::Error as Inner;

    const CODE: ErrorCode = ErrorCode::UNKNOWN_TOKEN;

    trait Known<T, U> {
        const CODE: ErrorCode;
    }

    struct Generic<T, U>(T, U);

    impl<T, U> Generic<T, U> {
        const CODE: ErrorCode = ErrorCode::UNKNOWN_RECEIVER;
    }

    impl<T, U> Known<T, U> for u8 {
        const CODE: ErrorCode = ErrorCode::CONNECTION_PROBLEM;
    }

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    enum Error {
        #[ocpi(code = CODE, http = 404)]
        Local,
        #[ocpi(code = Error::OWN)]
        Own,
        #[ocpi(code = Generic::<u8, Vec<Vec<u8>>>::CODE, http = 500)]
        Generic,
        #[ocpi(code = <u8 as Known<u8, Vec<u8>>>::CODE, http = 404)]
        Qualified,
        #[ocpi(code = codes::CODE, message = "public")]
        Module,
    }

    impl Error {
        const OWN: ErrorCode = match ErrorCode::new(2950) {
            Some(code) => code,
            None => ErrorCode::CLIENT_ERROR,
        };
    }

    let inner =
        [Inner::Plain, Inner::SelfPath, Inner::SuperPath, Inner::CratePath, Inner::Absolute];
    let codes = inner.each_ref().map(|error| error.status_code().as_u16());
    assert_eq!(codes, [2002, 2002, 2001, 2001, 3000]);

    assert_eq!(answer(&Error::Local), (2004, 404, "display".to_owned()));
    assert_eq!(answer(&Error::Own), (2950, 200, "display".to_owned()));
    assert_eq!(answer(&Error::Generic), (4001, 500, "unknown receiver".to_owned()));
    assert_eq!(answer(&Error::Qualified), (4003, 404, "connection problem".to_owned()));
    assert_eq!(answer(&Error::Module), (2001, 200, "public".to_owned()));
}

#[test]
fn sends_the_field_that_is_marked_as_data() {
    #[derive(Debug, Serialize)]
    struct Problem {
        path: &'static str,
    }

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("display")]
    #[ocpi(code = 2001)]
    enum Error {
        List(#[ocpi(data)] Vec<Problem>),
        Option {
            other: u8,
            #[ocpi(data)]
            problem: Option<Problem>,
        },
        Borrowed(#[ocpi(data)] &'static str),
        Boxed(#[ocpi(data)] Box<[u8]>),
        Nothing(#[ocpi(data)] ()),
        Without,
    }

    let problem = || Problem { path: "/uid" };
    assert_eq!(data(&Error::List(vec![problem()])), Some(json!([{ "path": "/uid" }])));
    assert_eq!(data(&Error::List(vec![])), Some(json!([])));
    let error = Error::Option { other: 1, problem: Some(problem()) };
    assert_eq!(data(&error), Some(json!({ "path": "/uid" })));
    assert_eq!(data(&Error::Option { other: 1, problem: None }), None);
    assert_eq!(data(&Error::Borrowed("text")), Some(json!("text")));
    assert_eq!(data(&Error::Boxed(Box::new([1, 2]))), Some(json!([1, 2])));
    assert_eq!(data(&Error::Nothing(())), None);
    assert_eq!(data(&Error::Without), None);
}

#[test]
fn responds_for_the_inner_error_behind_any_pointer() {
    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("inner display")]
    #[ocpi(code = 4001, http = 404, message = "inner {id}")]
    struct Inner {
        #[ocpi(data)]
        id: u8,
    }

    type Erased = Arc<dyn OcpiError + Send + Sync>;

    #[derive(Debug, thiserror::Error, OcpiError)]
    #[error("outer display")]
    enum Outer<'a> {
        #[ocpi(transparent)]
        Plain(Inner),
        #[ocpi(transparent)]
        Boxed(Box<Inner>),
        #[ocpi(transparent)]
        Shared { source: Arc<Inner> },
        #[ocpi(transparent)]
        Borrowed(&'a Inner),
        #[ocpi(transparent)]
        Erased(Erased),
        #[ocpi(transparent)]
        BorrowedErased(&'a (dyn OcpiError + Send + Sync)),
    }

    let inner = || Inner { id: 5 };
    let borrowed = inner();
    let outer = [
        Outer::Plain(inner()),
        Outer::Boxed(Box::new(inner())),
        Outer::Shared { source: Arc::new(inner()) },
        Outer::Borrowed(&borrowed),
        Outer::Erased(Arc::new(inner())),
        Outer::BorrowedErased(&borrowed),
    ];
    for error in &outer {
        assert_eq!(answer(error), (4001, 404, "inner 5".to_owned()), "{error:?}");
        assert_eq!(data(error), Some(json!(5)), "{error:?}");
    }

    let erased: Erased = Arc::new(inner());
    assert_eq!(answer(&erased), answer(&inner()));
    assert_eq!(Reply::from(erased).status_code(), 4001);
    assert_eq!(Reply::from(Box::new(inner())).status_code(), 4001);
}

/// Declares an enum with a few hundred variants.
macro_rules! many {
    ($($code:literal: $($variant:ident)*;)*) => {
        #[derive(Debug, thiserror::Error, OcpiError)]
        #[error("display")]
        enum Many {
            $($(#[ocpi(code = $code, message = "{0}")] $variant(u16),)*)*
        }

        const CODES: &[(fn(u16) -> Many, u16)] = &[$($((Many::$variant, $code),)*)*];
    };
}

many! {
    2900:
        V0 V1 V2 V3 V4 V5 V6 V7 V8 V9 V10 V11 V12 V13 V14 V15 V16 V17 V18 V19 V20 V21 V22 V23
        V24 V25 V26 V27 V28 V29 V30 V31 V32 V33 V34 V35 V36 V37 V38 V39 V40 V41 V42 V43 V44 V45
        V46 V47 V48 V49 V50 V51 V52 V53 V54 V55 V56 V57 V58 V59 V60 V61 V62 V63 V64 V65 V66 V67
        V68 V69 V70 V71 V72 V73 V74 V75 V76 V77 V78 V79 V80 V81 V82 V83 V84 V85 V86 V87 V88 V89
        V90 V91 V92 V93 V94 V95 V96 V97 V98 V99;
    2901:
        V100 V101 V102 V103 V104 V105 V106 V107 V108 V109 V110 V111 V112 V113 V114 V115 V116
        V117 V118 V119 V120 V121 V122 V123 V124 V125 V126 V127 V128 V129 V130 V131 V132 V133
        V134 V135 V136 V137 V138 V139 V140 V141 V142 V143 V144 V145 V146 V147 V148 V149 V150
        V151 V152 V153 V154 V155 V156 V157 V158 V159 V160 V161 V162 V163 V164 V165 V166 V167
        V168 V169 V170 V171 V172 V173 V174 V175 V176 V177 V178 V179 V180 V181 V182 V183 V184
        V185 V186 V187 V188 V189 V190 V191 V192 V193 V194 V195 V196 V197 V198 V199;
    3900:
        V200 V201 V202 V203 V204 V205 V206 V207 V208 V209 V210 V211 V212 V213 V214 V215 V216
        V217 V218 V219 V220 V221 V222 V223 V224 V225 V226 V227 V228 V229 V230 V231 V232 V233
        V234 V235 V236 V237 V238 V239 V240 V241 V242 V243 V244 V245 V246 V247 V248 V249 V250
        V251 V252 V253 V254 V255 V256 V257 V258 V259 V260 V261 V262 V263 V264 V265 V266 V267
        V268 V269 V270 V271 V272 V273 V274 V275 V276 V277 V278 V279 V280 V281 V282 V283 V284
        V285 V286 V287 V288 V289 V290 V291 V292 V293 V294 V295 V296 V297 V298 V299;
    4900:
        V300 V301 V302 V303 V304 V305 V306 V307 V308 V309 V310 V311 V312 V313 V314 V315 V316
        V317 V318 V319 V320 V321 V322 V323 V324 V325 V326 V327 V328 V329 V330 V331 V332 V333
        V334 V335 V336 V337 V338 V339 V340 V341 V342 V343 V344 V345 V346 V347 V348 V349 V350
        V351 V352 V353 V354 V355 V356 V357 V358 V359 V360 V361 V362 V363 V364 V365 V366 V367
        V368 V369 V370 V371 V372 V373 V374 V375 V376 V377 V378 V379 V380 V381 V382 V383 V384
        V385 V386 V387 V388 V389 V390 V391 V392 V393 V394 V395 V396 V397 V398 V399;
    2001:
        V400 V401 V402 V403 V404 V405 V406 V407 V408 V409 V410 V411 V412 V413 V414 V415 V416
        V417 V418 V419 V420 V421 V422 V423 V424 V425 V426 V427 V428 V429 V430 V431 V432 V433
        V434 V435 V436 V437 V438 V439 V440 V441 V442 V443 V444 V445 V446 V447 V448 V449 V450
        V451 V452 V453 V454 V455 V456 V457 V458 V459 V460 V461 V462 V463 V464 V465 V466 V467
        V468 V469 V470 V471 V472 V473 V474 V475 V476 V477 V478 V479 V480 V481 V482 V483 V484
        V485 V486 V487 V488 V489 V490 V491 V492 V493 V494 V495 V496 V497 V498 V499;
}

#[test]
fn derives_on_500_variants() {
    assert_eq!(CODES.len(), 500);
    for (number, (variant, code)) in (0..).zip(CODES) {
        assert_eq!(answer(&variant(number)), (*code, 200, number.to_string()));
    }
}
