//! Times and instruction counts of the sides of a row.

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

/// Something that is measured: a way to get from the same input to the same result.
pub(crate) struct Side {
    pub(crate) name: &'static str,
    /// The largest ratio of ours to this that is wanted.
    pub(crate) goal: Option<f64>,
    repeat: Box<dyn Fn(u64)>,
}

impl Side {
    /// Results are dropped within the measured time, and nothing of them can be optimised away.
    pub(crate) fn new<R>(name: &'static str, run: impl Fn() -> R + 'static) -> Self {
        let repeat = move |times| {
            for _ in 0..times {
                black_box(run());
            }
        };
        Self { name, goal: None, repeat: Box::new(repeat) }
    }

    pub(crate) fn goal(self, goal: f64) -> Self {
        Self { goal: Some(goal), ..self }
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
/// Less than the slice of time after which another process has its turn.
const ROUND: Duration = Duration::from_millis(1);

/// Returns the nanoseconds per run of each side in each round. The sides take turns, so that what
/// disturbs the machine disturbs all of them.
pub(crate) fn nanoseconds(sides: &[Side]) -> Vec<Vec<f64>> {
    let times: Vec<_> = sides.iter().map(times_per_round).collect();
    let mut all = vec![Vec::with_capacity(ROUNDS); sides.len()];
    for round in 0..ROUNDS {
        for turn in 0..sides.len() {
            // Nobody always goes first.
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

/// The argument with which this program runs one side and nothing else.
pub(crate) const ONE_SIDE: &str = "--one-side";

pub(crate) fn has_valgrind() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok()
}

/// Returns the instructions per run, or `None` where there is no valgrind.
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
    // What it takes to start the program is in both.
    Some((count(2 * times)? - count(times)?) / times as f64)
}
