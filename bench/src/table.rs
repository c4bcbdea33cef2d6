//! The printed table.

/// One line of the table.
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) peer: String,
    pub(crate) unit: Unit,
    /// One value for each round.
    pub(crate) ours: Vec<f64>,
    pub(crate) theirs: Vec<f64>,
    /// Ours and theirs.
    pub(crate) instructions: Option<[f64; 2]>,
    /// The goal: the largest ratio.
    pub(crate) goal: Option<f64>,
    /// What the task takes at least. If that misses the goal too, the goal cannot be met.
    pub(crate) floor: Option<Floor>,
}

pub(crate) struct Floor {
    /// Follows the ratio in the table.
    pub(crate) name: String,
    /// One for each round.
    pub(crate) values: Vec<f64>,
    /// The goal instead: the largest ratio of ours to these.
    pub(crate) goal: f64,
}

#[derive(Clone, Copy)]
pub(crate) enum Unit {
    Nanoseconds,
    CpuSeconds,
    Bytes,
    Count,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Verdict {
    NoGoal,
    Met,
    /// Missed by less than the confidence interval of the median.
    Unclear,
    Missed,
    /// Missed by the floor too, by this ratio.
    BelowFloor(f64),
}

pub(crate) const HEAD: &str = "\
| what | ours | against | theirs | ratio | min to max | instructions | goal | met |
|---|--:|---|--:|--:|--:|--:|--:|---|";

impl Line {
    pub(crate) fn verdict(&self) -> Verdict {
        let ratios = ratios(&self.ours, &self.theirs);
        match self.goal {
            None => Verdict::NoGoal,
            Some(goal) if quantile(&ratios, 0.5) <= goal => Verdict::Met,
            Some(goal) if lowest_median(&ratios) <= goal => Verdict::Unclear,
            Some(goal) => self.missed(goal),
        }
    }

    fn missed(&self, goal: f64) -> Verdict {
        let Some(floor) = &self.floor else { return Verdict::Missed };
        let ratio = quantile(&ratios(&floor.values, &self.theirs), 0.5);
        if ratio > goal && quantile(&ratios(&self.ours, &floor.values), 0.5) <= floor.goal {
            Verdict::BelowFloor(ratio)
        } else {
            Verdict::Missed
        }
    }

    pub(crate) fn print(&self) {
        let ratios = ratios(&self.ours, &self.theirs);
        let instructions = self
            .instructions
            .map_or(String::new(), |[ours, theirs]| format!("{:.2}", ours / theirs));
        println!(
            "| {} | {} | {} | {} | **{:.2}** | {:.2} to {:.2} | {instructions} | {} | {} |",
            self.what,
            self.unit.show(quantile(&self.ours, 0.5)),
            self.peer,
            self.unit.show(quantile(&self.theirs, 0.5)),
            quantile(&ratios, 0.5),
            quantile(&ratios, 0.0),
            quantile(&ratios, 1.0),
            self.goal.map_or(String::new(), |goal| format!("{goal:.2}")),
            match self.verdict() {
                Verdict::NoGoal => String::new(),
                Verdict::Met => "yes".to_owned(),
                Verdict::Unclear => "within the spread".to_owned(),
                Verdict::Missed => "**no**".to_owned(),
                Verdict::BelowFloor(ratio) => {
                    let name = self.floor.as_ref().map_or("", |floor| &floor.name);
                    format!("**no**; {ratio:.2} {name}")
                }
            },
        );
    }
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Self::Nanoseconds if value >= 1e6 => format!("{:.2} ms", value / 1e6),
            Self::Nanoseconds if value >= 1e4 => format!("{:.1} us", value / 1e3),
            Self::Nanoseconds => format!("{value:.0} ns"),
            Self::CpuSeconds if value < 1.0 => format!("{:.0} ms", value * 1e3),
            Self::CpuSeconds => format!("{value:.1} s"),
            Self::Bytes => format!("{value:.0} B"),
            Self::Count => format!("{value:.0}"),
        }
    }
}

fn ratios(ours: &[f64], theirs: &[f64]) -> Vec<f64> {
    ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect()
}

/// Returns the lower end of the median's 95 % confidence interval. A quartile is not suitable: with
/// enough noise it meets any goal.
fn lowest_median(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    quantile(values, (0.5 - 0.98 / count.sqrt()).max(0.0))
}

fn quantile(values: &[f64], quantile: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let index = (values.len() - 1) as f64 * quantile;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to the length")]
    values[index.round() as usize]
}
