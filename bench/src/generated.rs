//! Generated sources for the rows about compiling, and their builds.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;
use serde_json::Value;

/// The impls of a generated enum.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `Debug` alone.
    Plain,
    Thiserror,
    /// Minimal `Display` and `Error`; the inner error is an `OcpiError`.
    Error,
    /// The same and `derive(OcpiError)`.
    OcpiStatus,
    /// The same and `impl OcpiError` by hand.
    ByHand,
    /// thiserror, and `derive(OcpiError)`.
    Both,
}

impl Style {
    const fn is_ocpi(self) -> bool {
        !matches!(self, Self::Plain | Self::Thiserror)
    }
}

/// Writes enums of the same kind. Of ten variants, two have a `message`, one an HTTP status, and
/// one is `transparent`.
pub(crate) fn source(style: Style, enums: usize, variants: usize) -> String {
    let mut source = String::new();
    for number in 0..enums {
        let body = module(style, variants).replace('\n', "\n    ");
        let _ = write!(source, "pub mod m{number} {{{body}\n}}\n");
    }
    source
}

fn module(style: Style, variants: usize) -> String {
    let mut source = String::from(
        "
#[derive(Debug)]
pub struct Inner;
impl std::fmt::Display for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(\"inner\") }
}
impl std::error::Error for Inner {}",
    );
    if style.is_ocpi() {
        source.push_str(
            "
impl ocpi_status::OcpiError for Inner {
    fn status_code(&self) -> ocpi_status::ErrorCode { ocpi_status::ErrorCode::SERVER_ERROR }
}",
        );
    }
    source.push_str(match style {
        Style::Plain | Style::Error | Style::ByHand => "\n#[derive(Debug)]",
        Style::Thiserror => "\n#[derive(Debug, thiserror::Error)]",
        Style::OcpiStatus => "\n#[derive(Debug, ocpi_status::OcpiError)]",
        Style::Both => "\n#[derive(Debug, thiserror::Error, ocpi_status::OcpiError)]",
    });
    source.push_str("\npub enum Error {");
    for number in 0..variants {
        let Variant { fields, error, ocpi, .. } = &VARIANTS[number % VARIANTS.len()];
        if matches!(style, Style::Thiserror | Style::Both) {
            let _ = write!(source, "\n    #[error({error})]");
        }
        if matches!(style, Style::OcpiStatus | Style::Both) {
            let _ = write!(source, "\n    #[ocpi({ocpi})]");
        }
        let _ = write!(source, "\n    V{number}{fields},");
    }
    source.push_str("\n}");
    if matches!(style, Style::Error | Style::OcpiStatus | Style::ByHand) {
        source.push_str(
            "
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(\"error\") }
}
impl std::error::Error for Error {}",
        );
    }
    if style == Style::ByHand {
        by_hand(&mut source, variants);
    }
    source
}

struct Variant {
    fields: &'static str,
    error: &'static str,
    ocpi: &'static str,
    code: &'static str,
    http: &'static str,
    /// Names the variant's pattern and its message, if it has one.
    message: Option<[&'static str; 2]>,
}

const fn variant(
    fields: &'static str,
    error: &'static str,
    ocpi: &'static str,
    code: &'static str,
) -> Variant {
    Variant { fields, error, ocpi, code, http: "http::StatusCode::OK", message: None }
}

const VARIANTS: [Variant; 10] = [
    variant("(String)", "\"location {0} is not known\"", "code = 2003", "UNKNOWN_LOCATION"),
    variant("(String)", "\"token {0} is not known\"", "code = 2004", "UNKNOWN_TOKEN"),
    variant("", "\"a parameter is missing\"", "code = 2001", "INVALID_PARAMETERS"),
    Variant {
        message: Some([" { millis, .. }", "\"no answer within {millis} ms\""]),
        ..variant(
            " { host: String, millis: u64 }",
            "\"no answer from {host} within {millis} ms\"",
            "code = 3001, message = \"no answer within {millis} ms\"",
            "UNABLE_TO_USE_CLIENT_API",
        )
    },
    variant("(String, String)", "\"{0} of {1} is wrong\"", "code = 2001", "INVALID_PARAMETERS"),
    Variant {
        http: "http::StatusCode::NOT_FOUND",
        ..variant(
            " { uid: String }",
            "\"session {uid} is not known\"",
            "code = 2000, http = 404",
            "CLIENT_ERROR",
        )
    },
    variant("(u64)", "\"{0} connectors are too many\"", "code = 2002", "NOT_ENOUGH_INFORMATION"),
    Variant {
        message: Some(["", "\"try again later\""]),
        ..variant(
            "",
            "\"the database is full\"",
            "code = 3000, message = \"try again later\"",
            "SERVER_ERROR",
        )
    },
    variant("(String)", "\"cannot read {0}\"", "code = 3000", "SERVER_ERROR"),
    variant("(Inner)", "transparent", "transparent", ""),
];

/// Writes the impl by hand: each method is a `match` with an arm for each variant.
fn by_hand(source: &mut String, variants: usize) {
    source.push_str("\nuse ocpi_status::{ErrorCode, OcpiError, http};\nimpl OcpiError for Error {");
    let mut method = |head: &str, arm: &dyn Fn(usize, &Variant) -> String| {
        let _ = write!(source, "\n    fn {head} {{\n        match self {{");
        for number in 0..variants {
            let variant = &VARIANTS[number % VARIANTS.len()];
            let _ = write!(source, "\n            Self::V{number}{},", arm(number, variant));
        }
        source.push_str("\n        }\n    }");
    };
    let inner = |call: &str| format!("(inner) => inner.{call}");
    method("status_code(&self) -> ErrorCode", &|_, variant| match variant.code {
        "" => inner("status_code()"),
        code => format!(" {{ .. }} => ErrorCode::{code}"),
    });
    method("http_status(&self) -> http::StatusCode", &|_, variant| match variant.code {
        "" => inner("http_status()"),
        _ => format!(" {{ .. }} => {}", variant.http),
    });
    method(
        "fmt_message(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result",
        &|_, variant| match (variant.message, variant.code) {
            (_, "") => inner("fmt_message(f)"),
            (Some([pattern, message]), _) => format!("{pattern} => write!(f, {message})"),
            (None, "SERVER_ERROR") => " { .. } => f.write_str(\"server error\")".to_owned(),
            (None, _) => " { .. } => std::fmt::Display::fmt(self, f)".to_owned(),
        },
    );
    method("data(&self) -> Option<ocpi_status::Data<'_>>", &|_, variant| match variant.code {
        "" => inner("data()"),
        _ => " { .. } => None".to_owned(),
    });
    method("label(&self) -> &'static str", &|number, variant| match variant.code {
        "" => inner("label()"),
        _ => format!(" {{ .. }} => \"Error::V{number}\""),
    });
    source.push_str("\n}");
}

/// Returns the folder of generated packages and their builds.
pub(crate) fn dir() -> PathBuf {
    let program = env::current_exe().expect("this program has a path");
    let target = program.ancestors().nth(2).expect("target/release/bench");
    target.join("generated")
}

/// Writes a package; its versions are those of this workspace.
pub(crate) fn package(name: &str, dependencies: &str, file: &str, source: &str) -> PathBuf {
    let package = dir().join(name);
    fs::create_dir_all(package.join("src")).expect("the target directory can be written");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n{dependencies}"
    );
    write(&package.join("Cargo.toml"), &manifest);
    write(&package.join("src").join(file), source);
    fs::copy(bench_dir().join("Cargo.lock"), package.join("Cargo.lock")).expect("a lock file");
    package
}

pub(crate) fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("the target directory can be written");
}

/// Returns the dependency on this library, with features such as `"axum"`.
pub(crate) fn ocpi_status(features: &str) -> String {
    let path = bench_dir().join("../ocpi-status");
    format!("ocpi-status = {{ path = \"{}\", features = [{features}] }}\n", path.display())
}

fn bench_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a command that must succeed, and returns the CPU seconds of all its processes.
pub(crate) fn cpu_seconds(command: &mut Command) -> (f64, Output) {
    let before = children();
    let output = command.stderr(Stdio::piped()).output().expect("the command is installed");
    let after = children();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{log}");
    (after - before, output)
}

fn children() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts CPU time");
    (usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6
}

/// Runs cargo, and returns the CPU seconds and the libraries that it used.
pub(crate) fn cargo(args: &[&str], package: &Path, target: &Path) -> (f64, Vec<Artifact>) {
    let (seconds, output) = cpu_seconds(
        Command::new("cargo")
            .args(args)
            .args(["--ignore-rust-version", "--message-format=json", "--quiet"])
            .env("CARGO_TARGET_DIR", target)
            .current_dir(package),
    );
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let artifacts = lines.filter_map(|line| {
        let message: Value = serde_json::from_slice(line).expect("cargo writes JSON");
        Some(Artifact {
            package: message["package_id"].as_str()?.to_owned(),
            name: message["target"]["name"].as_str()?.to_owned(),
            file: message["filenames"][0].as_str()?.into(),
            is_fresh: message["fresh"].as_bool()?,
        })
    });
    (seconds, artifacts.collect())
}

pub(crate) struct Artifact {
    pub(crate) package: String,
    name: String,
    file: PathBuf,
    /// Whether cargo took it from an earlier build.
    pub(crate) is_fresh: bool,
}

/// Runs the compiler alone on generated sources.
pub(crate) struct Compiler {
    args: Vec<String>,
}

impl Compiler {
    /// Builds the dependencies of the sources with `cargo check` or `cargo build --release`.
    pub(crate) fn new(cargo_args: &[&str]) -> Self {
        let dependencies = format!("{}thiserror = \"2\"\n", ocpi_status(""));
        let package = package("dependencies", &dependencies, "lib.rs", "");
        let (_, artifacts) = cargo(cargo_args, &package, &dir().join("target"));
        let mut args: Vec<_> = ["--edition=2024", "--crate-type=lib"].map(str::to_owned).into();
        for artifact in artifacts {
            if artifact.name == "ocpi_status" || artifact.name == "thiserror" {
                let Artifact { name, file, .. } = artifact;
                let deps = file.parent().expect("a file in a directory");
                args.push(format!("-Ldependency={}", deps.display()));
                args.push(format!("--extern={name}={}", file.display()));
            }
        }
        Self { args }
    }

    pub(crate) fn command(&self, source: &Path, emit: &str, output: &Path) -> Command {
        let mut command = Command::new("rustc");
        command.args(&self.args).arg(format!("--emit={emit}={}", output.display())).arg(source);
        command
    }
}
