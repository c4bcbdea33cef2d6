//! A client error does not send the text of its source. The errors that the derive refuses for that
//! reason are in `tests/ui/error-*.rs`.

use std::fmt::{self, Display, Formatter};

use ocpi_status::{ErrorCode, OcpiError, Reply};
use tests::answer;

const SECRET: &str = "postgres:hunter2";

#[derive(Debug, thiserror::Error)]
#[error("{SECRET}")]
struct Secret;

#[derive(Debug, thiserror::Error, OcpiError)]
#[error("storage: {SECRET}")]
#[ocpi(code = 3000, http = 503)]
struct Storage;

#[derive(Debug, thiserror::Error, OcpiError)]
#[ocpi(code = 2000)]
enum Error {
    #[error("bad input")]
    Hidden(#[from] Secret),
    #[error("bad input of {user}")]
    Named { user: &'static str, source: Secret },
    #[error("bad input of {}", .user.len())]
    Argument { user: &'static str, source: Secret },
    #[error("{0} and {{1}}")]
    OtherField(u8, #[source] Secret),
    #[error("{0}", user)]
    NumberOfArgument { user: &'static str, source: Secret },
    #[error("{}", user.source)]
    FieldOfField { user: User, source: Secret },
    #[error("{}", self.user())]
    Method { user: &'static str, source: Secret },
    #[error("failed: {0}")]
    #[ocpi(message = "bad input")]
    Message(#[source] Secret),
    #[error("failed: {0}")]
    #[ocpi(message = "{self}")]
    Meant(#[source] Public),
    #[error("failed: {0}")]
    #[ocpi(code = 3001)]
    Server(#[source] Secret),
    #[error("failed: {0}")]
    #[ocpi(code = ErrorCode::CONNECTION_PROBLEM)]
    ServerByConst(#[source] Secret),
    #[error(transparent)]
    #[ocpi(code = 3000)]
    TransparentServer(Secret),
    #[error(transparent)]
    #[ocpi(code = 2001, message = "bad input")]
    TransparentMessage(Secret),
    #[error(transparent)]
    #[ocpi(transparent)]
    Transparent(#[from] Storage),
    #[error("attempt {attempt}: {source}")]
    Context {
        attempt: u8,
        #[ocpi(transparent)]
        source: Storage,
    },
    #[error(fmt = written_elsewhere)]
    Unseen(#[source] Public),
}

impl Error {
    fn user(&self) -> &'static str {
        match self {
            Self::Method { user, .. } => user,
            _ => "nobody",
        }
    }
}

#[derive(Debug)]
struct User {
    source: &'static str,
}

#[derive(Debug, thiserror::Error)]
#[error("public")]
struct Public;

fn written_elsewhere(public: &Public, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "elsewhere {public}")
}

#[test]
fn sends_no_source_of_a_client_error() {
    let user = "user";
    let cases = [
        (Error::from(Secret), 2000, "bad input"),
        (Error::Named { user, source: Secret }, 2000, "bad input of user"),
        (Error::Argument { user, source: Secret }, 2000, "bad input of 4"),
        (Error::OtherField(7, Secret), 2000, "7 and {1}"),
        (Error::NumberOfArgument { user, source: Secret }, 2000, "user"),
        (Error::FieldOfField { user: User { source: "public" }, source: Secret }, 2000, "public"),
        (Error::Method { user, source: Secret }, 2000, "user"),
        (Error::Message(Secret), 2000, "bad input"),
        (Error::Meant(Public), 2000, "failed: public"),
        (Error::Server(Secret), 3001, "unable to use the client's API"),
        (Error::ServerByConst(Secret), 4003, "connection problem"),
        (Error::TransparentServer(Secret), 3000, "server error"),
        (Error::TransparentMessage(Secret), 2001, "bad input"),
        (Error::from(Storage), 3000, "server error"),
        (Error::Context { attempt: 2, source: Storage }, 3000, "server error"),
        (Error::Unseen(Public), 2000, "elsewhere public"),
    ];
    for (error, code, message) in cases {
        let http = if error.label() == "Storage" { 503 } else { 200 };
        assert_eq!(answer(&error), (code, http, message.to_owned()), "{error:?}");
        let body = Reply::from(error).into_body();
        assert!(!String::from_utf8(body).expect("UTF-8").contains(SECRET));
    }
}

#[test]
fn keeps_the_source_in_the_cause() {
    let cases = [
        Error::from(Secret),
        Error::Message(Secret),
        Error::Server(Secret),
        Error::from(Storage),
        Error::Context { attempt: 2, source: Storage },
    ];
    for error in cases {
        let reply = Reply::from(error);
        let cause = reply.cause().expect("a cause");
        assert!(cause.contains(SECRET), "{cause}");
    }
}

/// A handwritten `Display` is not checked, because the derive cannot see it.
#[derive(Debug, OcpiError)]
#[ocpi(code = 2001)]
struct ByHand {
    source: Public,
}

impl Display for ByHand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "by hand: {}", self.source)
    }
}

impl std::error::Error for ByHand {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[test]
fn sends_the_display_when_it_is_written_by_hand() {
    assert_eq!(answer(&ByHand { source: Public }), (2001, 200, "by hand: public".to_owned()));
}
