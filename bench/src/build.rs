//! The cost of a dependency when an application is built.

use std::fs;
use std::path::{Path, PathBuf};

use crate::generated::{Artifact, Style, cargo, dir, ocpi_status, package, source, write};
use crate::table::{Floor, Line, Unit};

/// The number of builds. Fewer have no confidence interval of the median.
const COLD_ROUNDS: usize = 6;
const WARM_ROUNDS: usize = 15;

pub(crate) const COLD: &str = "cold build, default features";

pub(crate) fn cold(print: &mut impl FnMut(&Line)) {
    let ours = package("cold-ours", &ocpi_status(""), "lib.rs", "");
    let thiserror = package("cold-thiserror", "thiserror = \"2\"\n", "lib.rs", "");
    let kit = package("cold-kit", "ocpi-kit = \"=0.4.0\"\n", "lib.rs", "");
    let (seconds, crates) = build(&[ours, thiserror, kit]);
    for (peer, goal, index) in [("thiserror", 2.8, 1), ("ocpi-kit", 0.25, 2)] {
        let line = |what, unit, ours, theirs| Line {
            what: format!("{COLD}: {what}"),
            peer: peer.to_owned(),
            unit,
            ours,
            theirs,
            instructions: None,
            goal: Some(goal),
            floor: None,
        };
        let [ours, theirs] = [0, index].map(|index| seconds[index].clone());
        print(&line("CPU seconds", Unit::CpuSeconds, ours, theirs));
        let [ours, theirs] = [0, index].map(|index| vec![f64::from(crates[index])]);
        print(&line("crates", Unit::Count, ours, theirs));
    }
}

pub(crate) const ADDED: &str = "cold build, added to an application with axum";

pub(crate) fn added(print: &mut impl FnMut(&Line)) {
    // With the one feature that ocpi-status switches on in these, so that nothing is built twice.
    const APPLICATION: &str = "axum = \"0.8\"
serde = { version = \"1\", features = [\"derive\"] }
serde_json = { version = \"1\", features = [\"raw_value\"] }
thiserror = \"2\"
";
    let with = format!("{APPLICATION}{}", ocpi_status("\"axum\""));
    let with = package("cold-with", &with, "lib.rs", "");
    let application = package("cold-application", APPLICATION, "lib.rs", "");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut added, mut crates) = (0, 0);
    for _ in 0..COLD_ROUNDS {
        let (seconds, artifacts) = build_cold(&application);
        theirs.push(seconds);
        crates = count_packages(&artifacts) - 1;
        // The time of cargo itself and of an empty crate.
        write(&application.join("src/lib.rs"), "");
        let (nothing, _) = build_on(&application);
        let (seconds, artifacts) = build_on(&with);
        ours.push(seconds - nothing);
        added = count_packages(artifacts.iter().filter(|artifact| !artifact.is_fresh)) - 1;
    }
    let line = |what, unit, ours, theirs, goal| Line {
        what: format!("{ADDED}: {what}"),
        peer: "the application".to_owned(),
        unit,
        ours,
        theirs,
        instructions: None,
        goal,
        floor: None,
    };
    print(&line("CPU seconds", Unit::CpuSeconds, ours, theirs, Some(0.1)));
    print(&line("crates", Unit::Count, vec![f64::from(added)], vec![f64::from(crates)], None));
}

/// Builds the packages in turns, and returns the CPU seconds and the number of crates of each.
fn build<const N: usize>(packages: &[PathBuf; N]) -> ([Vec<f64>; N], [u32; N]) {
    let mut seconds = [const { Vec::new() }; N];
    let mut crates = [0; N];
    for _ in 0..COLD_ROUNDS {
        for (index, package) in packages.iter().enumerate() {
            let (time, artifacts) = build_cold(package);
            seconds[index].push(time);
            crates[index] = count_packages(&artifacts) - 1;
        }
    }
    (seconds, crates)
}

fn build_cold(package: &Path) -> (f64, Vec<Artifact>) {
    let target = cold_target();
    if target.exists() {
        fs::remove_dir_all(&target).expect("the target directory can be removed");
    }
    build_on(package)
}

/// Builds in the target directory as it is.
fn build_on(package: &Path) -> (f64, Vec<Artifact>) {
    // A path dependency would be built incrementally, unlike one from the registry.
    cargo(&["build", "--config=build.incremental=false"], package, &cold_target())
}

fn cold_target() -> PathBuf {
    dir().join("cold")
}

/// Counts packages. A package can have both a build script and a library.
fn count_packages<'a>(artifacts: impl IntoIterator<Item = &'a Artifact>) -> u32 {
    let mut packages: Vec<_> = artifacts.into_iter().map(|artifact| &artifact.package).collect();
    packages.sort_unstable();
    packages.dedup();
    u32::try_from(packages.len()).expect("a few crates")
}

pub(crate) const WARM: &str = "warm rebuild after an edit of the error enum";

pub(crate) fn warm(print: &mut impl FnMut(&Line)) {
    const OURS: &str = "mod errors;
fn main() {
    let error = errors::m0::Error::V1(\"012345678\".to_owned());
    println!(\"{}\", String::from_utf8_lossy(ocpi_status::Reply::from(error).body()));
}
";
    const THEIRS: &str = "mod errors;
fn main() {
    let error = errors::m0::Error::V1(\"012345678\".to_owned());
    println!(\"{error}\");
}
";
    // The library is linked, but the enum does not use it.
    const LINKED: &str = "mod errors;
#[derive(Debug)]
struct Unavailable;
impl std::fmt::Display for Unavailable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(\"error\") }
}
impl std::error::Error for Unavailable {}
impl ocpi_status::OcpiError for Unavailable {
    fn status_code(&self) -> ocpi_status::ErrorCode { ocpi_status::ErrorCode::SERVER_ERROR }
}
fn main() {
    let error = errors::m0::Error::V1(\"012345678\".to_owned());
    let reply = ocpi_status::Reply::from(Unavailable);
    println!(\"{error} {}\", String::from_utf8_lossy(reply.body()));
}
";
    let dependencies = format!("{}thiserror = \"2\"\n", ocpi_status(""));
    let sides = [
        (package("warm-ours", &dependencies, "main.rs", OURS), Style::Both),
        (package("warm-thiserror", "thiserror = \"2\"\n", "main.rs", THEIRS), Style::Thiserror),
        (package("warm-linked", &dependencies, "main.rs", LINKED), Style::Thiserror),
    ];
    let mut seconds: [Vec<f64>; 3] = Default::default();
    for round in 0..=WARM_ROUNDS {
        for ((package, style), seconds) in sides.iter().zip(&mut seconds) {
            let errors = format!("#![allow(dead_code)]\n{}", source(*style, 1, 20));
            let errors = errors.replace("is not known", &format!("is not known, {round}"));
            write(&package.join("src/errors.rs"), &errors);
            let (time, _) = cargo(&["build"], package, &dir().join("target"));
            // The first build is cold.
            if round > 0 {
                seconds.push(time);
            }
        }
    }
    let [ours, theirs, linked] = seconds;
    let floor = Floor { name: "without the derive".to_owned(), values: linked.clone(), goal: 1.15 };
    for (peer, theirs, floor) in [
        ("thiserror alone", theirs, Some(floor)),
        ("thiserror, with the library linked", linked, None),
    ] {
        print(&Line {
            what: WARM.to_owned(),
            peer: peer.to_owned(),
            unit: Unit::CpuSeconds,
            ours: ours.clone(),
            theirs,
            instructions: None,
            goal: Some(1.15),
            floor,
        });
    }
}
