//! Where things stand in a chart, in shares of its height and width.

/// From and to, as shares of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// From the least to the greatest; nothing where there is nothing, or where it is too far apart to draw.
    pub(super) fn over(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut ends: Option<(f64, f64)> = None;
        for value in values.into_iter().filter(|value| value.is_finite()) {
            let (low, high) = ends.unwrap_or((value, value));
            ends = Some((low.min(value), high.max(value)));
        }
        ends.filter(|(low, high)| (high - low).is_finite()).map(|(low, high)| Self { low, high })
    }

    /// 0 at the low end, 1 at the high end; in the middle where both are the same.
    pub(super) fn share(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        if span > 0.0 { ((value - self.low) / span).clamp(0.0, 1.0) } else { 0.5 }
    }
}

/// A scale with round numbers at its lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    pub scale: Scale,
    /// The values of the lines, the lowest first.
    pub ticks: Vec<f64>,
    decimals: usize,
}

impl Axis {
    /// An axis that holds all values, with four to eight lines.
    pub(super) fn over(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let Scale { mut low, mut high } = Scale::over(values)?;
        let size = low.abs().max(high.abs());
        // Equal values, or such as floating point cannot tell apart: room on both sides.
        if high - low <= size * 1e-9 {
            let room = if size > 0.0 { size / 10.0 } else { 1.0 };
            (low, high) = (low - room, high + room);
        }
        let step = round_up((high - low) / 5.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let count = (last - first).round();
        if !(step.is_normal() && (1.0..=8.0).contains(&count)) {
            return None;
        }
        let ticks: Vec<f64> = (0_u8..=8)
            .map(f64::from)
            .take_while(|index| *index <= count)
            // Multiplied and not added up, so that nought is nought.
            .map(|index| (first + index) * step)
            .collect();
        let scale = Scale::over(ticks.iter().copied())?;
        Some(Self { scale, ticks, decimals: decimals(step) })
    }

    /// The number at a line, with as many decimals as the axis needs.
    pub(super) fn label(&self, tick: f64) -> String {
        // Adding nought turns "-0" into "0".
        let tick = tick + 0.0;
        if self.decimals > 6 || tick.abs() >= 1e7 {
            return format!("{tick:e}");
        }
        format!("{tick:.*}", self.decimals)
    }
}

/// The next of 1, 2, 5, 10, 20, 50 …
fn round_up(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    let lead = step / power;
    // A hair of tolerance, so that 0.2 stays 0.2.
    let round = [1.0, 2.0, 5.0].into_iter().find(|round| lead <= round + 1e-9).unwrap_or(10.0);
    round * power
}

fn decimals(step: f64) -> usize {
    let power = (step.log10() + 1e-9).floor();
    if power < 0.0 && power > -300.0 {
        (1..=300).find(|n| f64::from(*n) >= -power).map_or(0, |n: u16| n.into())
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64]) -> Vec<String> {
        let axis = Axis::over(values.iter().copied()).expect("an axis");
        axis.ticks.iter().map(|tick| axis.label(*tick)).collect()
    }

    #[test]
    fn shares_go_from_nought_to_one() {
        let scale = Scale::over([4.0, 2.0, 6.0]).expect("a scale");
        assert_eq!([2.0, 4.0, 6.0, 7.0, 1.0].map(|value| scale.share(value)), [0.0, 0.5, 1.0, 1.0, 0.0]);
        assert_eq!(Scale::over([3.0]).map(|scale| scale.share(3.0)), Some(0.5), "a single one");
        assert_eq!(Scale::over([3.0, 3.0]).map(|scale| scale.share(3.0)), Some(0.5), "equal ones");
        assert_eq!(Scale::over([]), None);
        assert_eq!(Scale::over([f64::NAN, f64::INFINITY]), None);
        assert_eq!(Scale::over([-1.7e308, 1.7e308]), None, "too far apart");
    }

    #[test]
    fn lines_stand_at_round_numbers() {
        assert_eq!(labels(&[118.0, 147.0]), ["110", "120", "130", "140", "150"]);
        assert_eq!(labels(&[5.1, 7.5]), ["5.0", "5.5", "6.0", "6.5", "7.0", "7.5"]);
        assert_eq!(labels(&[-2.0, 3.0]), ["-2", "-1", "0", "1", "2", "3"]);
        assert_eq!(labels(&[0.002, 0.004]), ["0.0020", "0.0025", "0.0030", "0.0035", "0.0040"]);
        assert_eq!(labels(&[0.0, 1e9])[1], "2e8");
    }

    #[test]
    fn one_value_has_room_on_both_sides() {
        for value in [5.0, 0.0, -7.0, 1e-12, 1e15, 0.1 + 0.2] {
            let axis = Axis::over([value]).expect("an axis");
            let share = axis.scale.share(value);
            assert!(share > 0.2 && share < 0.8, "{value}: {share}");
            assert!((3..=9).contains(&axis.ticks.len()), "{value}: {axis:?}");
        }
        let close = Axis::over([1e15, 1e15 + 1.0]).expect("an axis");
        assert!(close.ticks.len() >= 3, "{close:?}");
    }

    #[test]
    fn every_value_lies_on_its_axis() {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(seed) / f64::from(u32::MAX) - 0.5
        };
        for power in -30..30 {
            for _ in 0..50 {
                let (a, b) = (next() * 10_f64.powi(power), next() * 10_f64.powi(power));
                let axis = Axis::over([a, b]).expect("an axis");
                let (first, last) = (axis.ticks[0], axis.ticks[axis.ticks.len() - 1]);
                let hair = (last - first) * 1e-9;
                assert!(first <= a.min(b) + hair && last >= a.max(b) - hair, "{a} {b} {axis:?}");
                assert!((3..=9).contains(&axis.ticks.len()), "{a} {b} {axis:?}");
            }
        }
        assert_eq!(Axis::over([]), None);
        assert_eq!(Axis::over([-1.7e308, 1.7e308]), None);
    }
}
