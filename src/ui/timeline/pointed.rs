//! What is pointed at or chosen.

use crate::chart::hit::Hit;
use crate::chart::timeline::Spot;

/// What is pointed at or chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pointed {
    /// A lane.
    pub lane: Option<u32>,
    /// A stretch of it.
    pub spot: Option<Spot>,
    /// A bucket of the strip.
    pub bucket: Option<usize>,
    /// With what.
    pub by: By,
}

/// With what something was chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Mouse, pen or finger: gone when the pointer is.
    #[default]
    Pointer,
    /// The same on a lane's label: the lane itself is meant, whatever happened in it.
    Label,
    /// Keys: read aloud too.
    Keys,
}

impl Pointed {
    /// Nothing.
    pub fn is_nothing(self) -> bool {
        self.lane.is_none() && self.spot.is_none() && self.bucket.is_none()
    }

    /// Whether there is something to tell about it.
    pub fn tells(self) -> bool {
        self.spot.is_some() || self.bucket.is_some() || (self.lane.is_some() && self.by != By::Pointer)
    }

    /// What the pointer is on.
    pub fn from_hit(hit: Hit) -> Self {
        Self {
            lane: hit.lane(),
            spot: if let Hit::Spot(spot) = hit { Some(spot) } else { None },
            bucket: if let Hit::Bucket(bucket) = hit { Some(bucket) } else { None },
            by: if let Hit::Gutter(_) = hit { By::Label } else { By::Pointer },
        }
    }
}
