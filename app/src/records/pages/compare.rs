//! How a number lies to its usual range. It compares numbers and judges nothing.

use crate::records::{
    details::{Bounds, Comparator, Measured, Quantity, Value},
    series::{self, Point, Series},
};

/// On which side of a range a number lies, for certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    Above,
}

/// The numbers of a range; one of them may be open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl Limits {
    /// Nothing where the range has no numbers, or where they are limits themselves or the wrong way round.
    pub(super) fn of(bounds: &Bounds) -> Option<Self> {
        let number = |limit: &Option<Quantity>| match limit {
            None => Some(None),
            Some(Quantity { value: Some(value), comparator: None, .. }) => value.to_f64().map(Some),
            Some(_) => None,
        };
        let (low, high) = (number(&bounds.low)?, number(&bounds.high)?);
        let sound = match (low, high) {
            (Some(low), Some(high)) => low <= high,
            (low, high) => low.is_some() || high.is_some(),
        };
        sound.then_some(Self { low, high })
    }

    /// The side on which a number lies; none where it lies inside or may do so.
    pub(super) fn side(&self, value: f64, comparator: Option<Comparator>) -> Option<Side> {
        let below = self.low.is_some_and(|low| match comparator {
            None | Some(Comparator::AtMost) => value < low,
            Some(Comparator::Below) => value <= low,
            Some(Comparator::AtLeast | Comparator::Above) => false,
        });
        let above = self.high.is_some_and(|high| match comparator {
            None | Some(Comparator::AtLeast) => value > high,
            Some(Comparator::Above) => value >= high,
            Some(Comparator::AtMost | Comparator::Below) => false,
        });
        match (below, above) {
            (true, _) => Some(Side::Below),
            (_, true) => Some(Side::Above),
            _ => None,
        }
    }
}

/// How a result lies to the range that came with it.
pub(super) fn side(measured: &Measured) -> Option<Side> {
    let Some(Value::Quantity(quantity)) = &measured.value else { return None };
    let value = quantity.value.as_ref()?.to_f64()?;
    Limits::of(series::range(measured, quantity)?)?.side(value, quantity.comparator)
}

/// How a point lies to its own range, else to that of the series; with the range it was compared with.
pub(super) fn point<'a>(line: &'a Series, point: &'a Point) -> Option<(Side, &'a Bounds)> {
    let own = point.range.as_ref().filter(|bounds| Limits::of(bounds).is_some());
    let bounds = own.or(line.range.as_ref())?;
    let side = Limits::of(bounds)?.side(point.value.to_f64()?, point.comparator)?;
    Some((side, bounds))
}
