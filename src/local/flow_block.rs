//! Flows in columns, in blocks that never move: see `domain::block` for why.

use crate::domain::details::PeerId;
use crate::domain::outcome::Outcome;

/// What a flow does not have: its column holds 0 then. The same bits as in the demo's file.
pub(super) const NO_SOURCE_PORT: u8 = 1;
pub(super) const NO_DESTINATION_PORT: u8 = 2;
pub(super) const NO_PROTOCOL: u8 = 4;
/// The flow stands for more than one connection.
pub(super) const IS_SUMMARY: u8 = 8;
// 16 and 32 are `told_ways`. The outcome is in the two highest bits.
const OUTCOME_SHIFT: u32 = 6;

/// A flow as the columns have it: 54 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedFlow {
    pub source: PeerId,
    pub destination: PeerId,
    pub start: u32,
    pub start_us: u32,
    pub end: u32,
    pub end_us: u32,
    pub source_port: u16,
    pub destination_port: u16,
    pub marks: u8,
    pub protocol: u8,
    pub bytes_sent: u64,
    pub bytes_received: u64,
    pub packets_sent: u32,
    pub packets_received: u32,
}

/// A beginning in milliseconds since 1970.
pub(super) fn start_ms(start: u32, start_us: u32) -> u64 {
    u64::from(start) * 1_000 + u64::from(start_us / 1_000)
}

/// The marks that tell `outcome`.
pub(super) fn outcome_marks(outcome: Outcome) -> u8 {
    let code: u8 = match outcome {
        Outcome::Unknown => 0,
        Outcome::Established => 1,
        Outcome::Unanswered => 2,
        Outcome::Refused => 3,
    };
    code << OUTCOME_SHIFT
}

/// The outcome that `marks` tell.
pub(super) fn outcome_of(marks: u8) -> Outcome {
    match marks >> OUTCOME_SHIFT {
        1 => Outcome::Established,
        2 => Outcome::Unanswered,
        3 => Outcome::Refused,
        _ => Outcome::Unknown,
    }
}

/// A column: of a length that the compiler knows, so that one look at it lets a flow into all columns.
type Column<T> = Box<[T; FlowBlock::FLOWS]>;

/// Up to [`FlowBlock::FLOWS`] flows.
#[derive(Clone, Debug)]
pub struct FlowBlock {
    len: usize,
    /// The first and the last second in which a flow began.
    starts: (u32, u32),
    source: Column<PeerId>,
    destination: Column<PeerId>,
    start: Column<u32>,
    start_us: Column<u32>,
    end: Column<u32>,
    end_us: Column<u32>,
    source_port: Column<u16>,
    destination_port: Column<u16>,
    marks: Column<u8>,
    protocol: Column<u8>,
    bytes_sent: Column<u64>,
    bytes_received: Column<u64>,
    packets_sent: Column<u32>,
    packets_received: Column<u32>,
}

// On the stack it would be as large as that.
#[allow(clippy::unnecessary_box_returns)]
fn column<T: Copy + Default>() -> Column<T> {
    match vec![T::default(); FlowBlock::FLOWS].into_boxed_slice().try_into() {
        Ok(column) => column,
        Err(_) => unreachable!("it has as many flows as a block"),
    }
}

impl Default for FlowBlock {
    fn default() -> Self {
        Self {
            len: 0,
            starts: (u32::MAX, 0),
            source: column(),
            destination: column(),
            start: column(),
            start_us: column(),
            end: column(),
            end_us: column(),
            source_port: column(),
            destination_port: column(),
            marks: column(),
            protocol: column(),
            bytes_sent: column(),
            bytes_received: column(),
            packets_sent: column(),
            packets_received: column(),
        }
    }
}

impl FlowBlock {
    /// Flows of a full block: a power of two, so that finding one is a shift and a mask.
    pub const FLOWS: usize = 1 << 14;

    /// Bytes of one flow in all columns.
    pub const BYTES_PER_FLOW: usize = 6 * 4 + 2 * 2 + 2 + 2 * 8 + 2 * 4;

    /// Adds a flow. A full block takes none.
    #[inline]
    pub(super) fn push(&mut self, flow: &PackedFlow) {
        let at = self.len;
        if at < Self::FLOWS {
            self.source[at] = flow.source;
            self.destination[at] = flow.destination;
            self.start[at] = flow.start;
            self.start_us[at] = flow.start_us;
            self.end[at] = flow.end;
            self.end_us[at] = flow.end_us;
            self.source_port[at] = flow.source_port;
            self.destination_port[at] = flow.destination_port;
            self.marks[at] = flow.marks;
            self.protocol[at] = flow.protocol;
            self.bytes_sent[at] = flow.bytes_sent;
            self.bytes_received[at] = flow.bytes_received;
            self.packets_sent[at] = flow.packets_sent;
            self.packets_received[at] = flow.packets_received;
            self.starts = (self.starts.0.min(flow.start), self.starts.1.max(flow.start));
            self.len = at + 1;
        }
    }

    /// Adds flows, column by column, and gives back those for which there is no room.
    pub(super) fn extend<'a>(&mut self, flows: &'a [PackedFlow]) -> &'a [PackedFlow] {
        fn fill<T>(column: &mut [T], flows: &[PackedFlow], value: impl Fn(&PackedFlow) -> T) {
            column.iter_mut().zip(flows).for_each(|(slot, flow)| *slot = value(flow));
        }
        let at = self.len;
        let (added, rest) = flows.split_at(flows.len().min(Self::FLOWS - at));
        fill(&mut self.source[at..], added, |flow| flow.source);
        fill(&mut self.destination[at..], added, |flow| flow.destination);
        fill(&mut self.start[at..], added, |flow| flow.start);
        fill(&mut self.start_us[at..], added, |flow| flow.start_us);
        fill(&mut self.end[at..], added, |flow| flow.end);
        fill(&mut self.end_us[at..], added, |flow| flow.end_us);
        fill(&mut self.source_port[at..], added, |flow| flow.source_port);
        fill(&mut self.destination_port[at..], added, |flow| flow.destination_port);
        fill(&mut self.marks[at..], added, |flow| flow.marks);
        fill(&mut self.protocol[at..], added, |flow| flow.protocol);
        fill(&mut self.bytes_sent[at..], added, |flow| flow.bytes_sent);
        fill(&mut self.bytes_received[at..], added, |flow| flow.bytes_received);
        fill(&mut self.packets_sent[at..], added, |flow| flow.packets_sent);
        fill(&mut self.packets_received[at..], added, |flow| flow.packets_received);
        let starts = added.iter().map(|flow| flow.start);
        self.starts = starts.fold(self.starts, |(first, last), start| (first.min(start), last.max(start)));
        self.len = at + added.len();
        rest
    }

    /// Marks the flow that was added last.
    pub(super) fn mark_last(&mut self, mark: u8) {
        if let Some(marks) = self.len.checked_sub(1).and_then(|at| self.marks.get_mut(at)) {
            *marks |= mark;
        }
    }

    /// Flow `at` of this block.
    #[inline]
    pub(super) fn flow(&self, at: usize) -> PackedFlow {
        let at = at % Self::FLOWS;
        PackedFlow {
            source: self.source[at],
            destination: self.destination[at],
            start: self.start[at],
            start_us: self.start_us[at],
            end: self.end[at],
            end_us: self.end_us[at],
            source_port: self.source_port[at],
            destination_port: self.destination_port[at],
            marks: self.marks[at],
            protocol: self.protocol[at],
            bytes_sent: self.bytes_sent[at],
            bytes_received: self.bytes_received[at],
            packets_sent: self.packets_sent[at],
            packets_received: self.packets_received[at],
        }
    }

    /// How many flows there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn is_full(&self) -> bool {
        self.len == Self::FLOWS
    }

    /// The first and the last second in which a flow of it began; the first is the later one in an empty block.
    #[must_use]
    pub fn starts(&self) -> (u32, u32) {
        self.starts
    }

    /// The flows' originators.
    #[must_use]
    pub fn source(&self) -> &[PeerId] {
        &self.source[..self.len]
    }

    /// The flows' responders.
    #[must_use]
    pub fn destination(&self) -> &[PeerId] {
        &self.destination[..self.len]
    }

    /// The seconds in which the flows began, since 1970.
    #[must_use]
    pub fn start(&self) -> &[u32] {
        &self.start[..self.len]
    }

    /// When flow `at` began, in milliseconds since 1970.
    pub(super) fn start_ms(&self, at: usize) -> u64 {
        start_ms(self.start[at], self.start_us[at])
    }
}
