//! The cost of the derive in compile time and in machine code.

use std::process::Command;

use crate::generated::{Compiler, Style, cpu_seconds, dir, source, write};
use crate::table::{Line, Unit};

const ROUNDS: usize = 15;

/// The number of enums, the variants of each, and the goal. 1,000 variants in total take long
/// enough to measure, and show growth that is not linear.
const SHAPES: [(usize, usize, f64); 3] = [(100, 10, 0.75), (10, 100, 0.75), (1, 1000, 0.4)];

pub(crate) const CHECK: &str = "cargo check, the derive alone";

pub(crate) fn check(print: &mut impl FnMut(&Line)) {
    let compiler = Compiler::new(&["check"]);
    let styles = [Style::OcpiStatus, Style::Error, Style::Thiserror, Style::Plain];
    let shapes = SHAPES.map(|(enums, variants, _)| {
        styles.map(|style| {
            let file = dir().join(format!("check-{}-{variants}.rs", style as u8));
            write(&file, &source(style, enums, variants));
            file
        })
    });
    let mut costs: [[Vec<f64>; 2]; SHAPES.len()] = Default::default();
    for _ in 0..ROUNDS {
        for (files, [ours, theirs]) in shapes.iter().zip(&mut costs) {
            let [with, without, their_with, their_without] = files.each_ref().map(|file| {
                let output = file.with_extension("rmeta");
                cpu_seconds(&mut compiler.command(file, "metadata", &output)).0
            });
            ours.push(with - without);
            theirs.push(their_with - their_without);
        }
    }
    let line = |what, peer: &str, ours: &[f64], theirs: &[f64], goal| Line {
        what,
        peer: peer.to_owned(),
        unit: Unit::CpuSeconds,
        ours: ours.to_vec(),
        theirs: theirs.to_vec(),
        instructions: None,
        goal: Some(goal),
        floor: None,
    };
    for ((enums, variants, goal), [ours, theirs]) in SHAPES.iter().zip(&costs) {
        let what = format!("{CHECK}: {enums} x {variants} variants");
        print(&line(what, "thiserror's", ours, theirs, *goal));
    }
    let [[small, _], _, [large, _]] = &costs;
    print(&line(format!("{CHECK}: growth"), "100 x 10 variants", large, small, 1.0));
}

pub(crate) const SIZE: &str = "machine code for 100 variants";

pub(crate) fn size(print: &mut impl FnMut(&Line)) {
    let compiler = Compiler::new(&["build", "--release"]);
    for level in ["3", "s"] {
        let [base, derived, by_hand] =
            [Style::Error, Style::OcpiStatus, Style::ByHand].map(|style| {
                let file = dir().join(format!("size-{}.rs", style as u8));
                write(&file, &source(style, 1, 100));
                let output = file.with_extension("o");
                let mut command = compiler.command(&file, "obj", &output);
                let optimized = [format!("-Copt-level={level}"), "-Ccodegen-units=1".to_owned()];
                cpu_seconds(command.args(optimized));
                let (_, sections) = cpu_seconds(Command::new("size").arg("-A").arg(&output));
                text_size(&String::from_utf8_lossy(&sections.stdout))
            });
        print(&Line {
            what: format!("{SIZE}, opt-level {level}"),
            peer: "match by hand".to_owned(),
            unit: Unit::Bytes,
            ours: vec![derived - base],
            theirs: vec![by_hand - base],
            instructions: None,
            goal: Some(1.1),
            floor: None,
        });
    }
}

/// Adds up the code sections in the output of `size -A`, except those of `catalog`: a handwritten
/// impl has none, and a program that does not call it does not contain it.
fn text_size(sections: &str) -> f64 {
    let size = |line: &str| {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let is_text = name.starts_with(".text") && !name.contains("7catalog");
        words.next()?.parse::<f64>().ok().filter(|_| is_text)
    };
    sections.lines().filter_map(size).sum()
}
