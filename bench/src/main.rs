//! `bench/run`: compares ocpi-status with its peers and with the limit, in one table.

mod build;
mod compile;
mod data;
mod generated;
mod measure;
mod receive;
mod router;
mod send;
mod table;

use std::env;
use std::process::{Command, ExitCode};

use crate::measure::Side;
use crate::table::{Floor, HEAD, Line, Unit, Verdict};

/// A task that is done in several ways within this process. The first way is this library.
struct Row {
    sides: Vec<Side>,
    /// The number of runs while instructions are counted.
    instructions: u64,
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    if let [flag, what, side, times] = &args[..]
        && flag == measure::ONE_SIDE
    {
        let (_, row) = rows().find(|(name, _)| name == what).expect("a row");
        let row = row();
        let side = row.sides.iter().find(|it| it.name == side).expect("a side");
        side.repeat(times.parse().expect("a number"));
        return ExitCode::SUCCESS;
    }
    let filter = args.first().map_or("", String::as_str);

    if !measure::has_valgrind() {
        println!("Instructions are not counted: valgrind is not installed.\n");
    }
    println!("{HEAD}");
    let mut is_missed = false;
    let mut print = |line: &Line| {
        line.print();
        is_missed |= line.verdict() == Verdict::Missed;
    };
    for (what, row) in rows().filter(|(what, _)| what.contains(filter)) {
        row().measure(what, &mut print);
    }
    if ALLOCATIONS.contains(filter) {
        print(&allocations());
    }
    if compile::CHECK.contains(filter) {
        compile::check(&mut print);
    }
    if compile::SIZE.contains(filter) {
        compile::size(&mut print);
    }
    if build::COLD.contains(filter) {
        build::cold(&mut print);
    }
    if build::ADDED.contains(filter) {
        build::added(&mut print);
    }
    if build::WARM.contains(filter) {
        build::warm(&mut print);
    }
    ExitCode::from(u8::from(is_missed))
}

/// A row verifies its results when it is constructed.
type NamedRow = (&'static str, fn() -> Row);

fn rows() -> impl Iterator<Item = NamedRow> {
    send::ROWS.into_iter().chain(receive::ROWS).chain(router::ROWS)
}

const ALLOCATIONS: &str = "allocations of Reply::from_error, 2xxx without a source";

fn allocations() -> Line {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new(program.with_file_name("allocations")).output();
    let count = String::from_utf8(output.expect("it was built beside this").stdout);
    let count = count.expect("a number").trim().parse().expect("a number");
    Line {
        what: ALLOCATIONS.to_owned(),
        peer: "the body alone".to_owned(),
        unit: Unit::Count,
        ours: vec![count],
        theirs: vec![1.0],
        instructions: None,
        goal: Some(1.0),
        floor: None,
    }
}

impl Row {
    fn measure(&self, what: &str, print: &mut impl FnMut(&Line)) {
        let times = measure::nanoseconds(&self.sides);
        let instructions: Vec<_> = self
            .sides
            .iter()
            .map(|side| measure::instructions(what, side, self.instructions))
            .collect();
        let floor = self
            .sides
            .iter()
            .zip(&times)
            .find_map(|(side, values)| Some((side, values, side.floor?)));
        for (index, side) in self.sides.iter().enumerate().skip(1) {
            print(&Line {
                what: what.to_owned(),
                peer: side.name.to_owned(),
                unit: Unit::Nanoseconds,
                ours: times[0].clone(),
                theirs: times[index].clone(),
                instructions: instructions[0].zip(instructions[index]).map(Into::into),
                goal: side.goal,
                floor: floor.map(|(side, values, goal)| Floor {
                    name: format!("for {}", side.name),
                    values: values.clone(),
                    goal,
                }),
            });
        }
    }
}
