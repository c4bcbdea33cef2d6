//! Times and instruction counts of the sides of a row.

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

/// One way to do the task of a row.
pub(crate) struct Side {
    pub(crate) name: &'static str,
    /// The goal: the largest ratio of this library to this side.
    pub(crate) goal: Option<f64>,
    /// If this is what the task takes at least: the goal that replaces one that this misses.
    pub(crate) floor: Option<f64>,
    repeat: Box<dyn Fn(u64)>,
}

impl Side {
    /// The result is dropped within the measured time, and cannot be optimized away.
    pub(crate) fn new<R>(name: &'static str, run: impl Fn() -> R + 'static) -> Self {
        let repeat = move |times| {
            for _ in 0..times {
                black_box(run());
            }
        };
        Self { name, goal: None, floor: None, repeat: Box::new(repeat) }
    }

    pub(crate) fn goal(self, goal: f64) -> Self {
        Self { goal: Some(goal), ..self }
    }

    pub(crate) fn floor(self, goal: f64) -> Self {
        Self { floor: Some(goal), ..self }
    }

    pub(crate) fn repeat(&self, times: u64) {
        (self.repeat)(times);
    }

    fn time(&self, times: u64) -> Duration {
        let start = Instant::now();
        self.repeat(times);
        start.elapsed()
    }
}

const ROUNDS: usize = 201;
/// The time of one turn, shorter than a time slice of the scheduler.
const ROUND: Duration = Duration::from_millis(1);

/// Returns the nanoseconds per run of each side in each round. The sides take turns, so that other
/// load on the machine affects all of them.
pub(crate) fn nanoseconds(sides: &[Side]) -> Vec<Vec<f64>> {
    let times: Vec<_> = sides.iter().map(times_per_round).collect();
    let mut all = vec![Vec::with_capacity(ROUNDS); sides.len()];
    for round in 0..ROUNDS {
        for turn in 0..sides.len() {
            // A different side goes first in each round.
            let index = (round + turn) % sides.len();
            let time = sides[index].time(times[index]);
            all[index].push(time.as_secs_f64() * 1e9 / times[index] as f64);
        }
    }
    all
}

fn times_per_round(side: &Side) -> u64 {
    let mut times = 1;
    while side.time(times) < ROUND / 2 {
        times *= 2;
    }
    times
}

/// The argument that makes this program run a single side.
pub(crate) const ONE_SIDE: &str = "--one-side";

pub(crate) fn has_valgrind() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// Returns the instructions per run, or `None` without valgrind.
pub(crate) fn instructions(row: &str, side: &Side, times: u64) -> Option<f64> {
    let count = |times: u64| {
        let program = std::env::current_exe().expect("this program has a path");
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(program)
            .args([ONE_SIDE, row, side.name, &times.to_string()])
            .output()
            .ok()?;
        let log = String::from_utf8_lossy(&output.stderr);
        log.lines().find_map(|line| line.split_once("Collected : ")?.1.parse::<f64>().ok())
    };
    // Both counts include the start of the program.
    Some((count(2 * times)? - count(times)?) / times as f64)
}
