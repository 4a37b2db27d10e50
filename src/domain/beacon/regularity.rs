//! How even numbers are: symmetric about their median, and close to it.

use super::real;

/// How even delays or sizes are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Regularity {
    /// 0 to 1: mean of the symmetry's score and the dispersion's.
    pub score: f64,
    /// Bowley skewness, -1 to 1: (Q1 + Q3 - 2 Q2) / (Q3 - Q1); 0 where it says nothing.
    pub skewness: f64,
    /// The number in the middle.
    pub median: u64,
    /// Median of the absolute deviations from the median.
    pub deviation: u64,
    /// The least and the most.
    pub bounds: (u64, u64),
}

/// Quantiles that lie closer together than this part of the median are as good as one.
const CLOSE: f64 = 0.1;

impl Regularity {
    /// Of numbers in ascending order; `None` of none.
    pub(super) fn of_sorted(sorted: &[u64]) -> Option<Self> {
        let bounds = (*sorted.first()?, *sorted.last()?);
        let median = quantile(sorted, 10);
        let mut deviations: Vec<u64> = sorted.iter().map(|number| number.abs_diff(median)).collect();
        let deviation = *deviations.select_nth_unstable(place(sorted.len(), 10)).1;
        let skewness = skewness(sorted, median);
        let closeness = match (deviation, median) {
            (0, _) => 1.0,
            (_, 0) => 0.0,
            _ => (1.0 - real(deviation) / real(median)).max(0.0),
        };
        let score = f64::midpoint(1.0 - skewness.abs(), closeness);
        Some(Self { score, skewness, median, deviation, bounds })
    }
}

/// The number of which `twentieths` of all are no greater, by the nearest rank; 0 of none.
fn quantile(sorted: &[u64], twentieths: usize) -> u64 {
    sorted.get(place(sorted.len(), twentieths)).copied().unwrap_or(0)
}

/// Where that one is, of so many in order.
fn place(count: usize, twentieths: usize) -> usize {
    (count.saturating_sub(1) * twentieths + 10) / 20
}

/// Bowley's. Where the median is one of the quartiles it jumps to 1, however near the other one is (pull request 69), and
/// taking 0 instead praises what comes in bursts (pull request 792). So the outer tenths stand in for the quartiles there.
fn skewness(sorted: &[u64], median: u64) -> f64 {
    let between = |low: u64, high: u64| {
        let (low, middle, high) = (real(low), real(median), real(high));
        if high - low <= CLOSE * middle { 0.0 } else { (low + high - 2.0 * middle) / (high - low) }
    };
    let (low, high) = (quantile(sorted, 5), quantile(sorted, 15));
    if low < median && median < high {
        return between(low, high);
    }
    between(quantile(sorted, 2), quantile(sorted, 18))
}
