//! Zeek's conn.log in columns, told by its `#fields` lines.
//!
//! ```text
//! #separator \x09
//! #set_separator  ,
//! #empty_field  (empty)
//! #unset_field  -
//! #path  conn
//! #fields  ts  uid  id.orig_h  id.orig_p  id.resp_h  id.resp_p  proto  ...
//! #types  time  string  addr  port  addr  port  enum  ...
//! 1258617547.414887  VJuvCD37JK8  192.168.1.1  138  192.168.1.255  138  udp  ...
//! #close  2014-05-23-18-02-35
//! ```
//!
//! The header may come again, with other fields: where logs were put together. Source: Zeek's `writers/ascii`.

use super::cells::Cells;
use super::columns::Columns;
use super::notation::Notation;
use super::record::{self, Reading, Wrong};
use super::role::Role;
use super::zeek_usual::UsualLine;
use crate::domain::lines::WholeLines;
use crate::local::flow_block::PackedFlow;
use crate::local::flows::FlowTable;

/// Zeek's fields. Its `orig_bytes` are of the payload and reckoned from sequence numbers; the bytes of IP packets are
/// what all flow logs count, and what ECS takes.
pub const NAMES: [(Role, &str); 14] = [
    (Role::Start, "ts"),
    (Role::Duration, "duration"),
    (Role::Source, "id.orig_h"),
    (Role::Destination, "id.resp_h"),
    (Role::SourcePort, "id.orig_p"),
    (Role::DestinationPort, "id.resp_p"),
    (Role::Protocol, "proto"),
    (Role::BytesSent, "orig_ip_bytes"),
    (Role::BytesReceived, "resp_ip_bytes"),
    (Role::PayloadSent, "orig_bytes"),
    (Role::PayloadReceived, "resp_bytes"),
    (Role::PacketsSent, "orig_pkts"),
    (Role::PacketsReceived, "resp_pkts"),
    (Role::State, "conn_state"),
];

/// The fields that no other log of Zeek has, one of which shows that it is one of connections.
pub const OF_CONNECTIONS: [&str; 7] =
    ["conn_state", "orig_bytes", "resp_bytes", "orig_pkts", "resp_pkts", "orig_ip_bytes", "resp_ip_bytes"];

/// Reads the lines of such a log.
#[derive(Debug)]
pub struct ZeekTsv {
    separator: u8,
    unset: Vec<u8>,
    empty: Vec<u8>,
    columns: Columns,
    /// How many fields a line has; 0 before `#fields`.
    fields: usize,
    /// Whether the lines are those of connections.
    is_connections: bool,
    cells: Cells,
    /// The quick way, where the header allows for it.
    usual: Option<UsualLine>,
    /// Flows that are read the quick way: the memory for them.
    usual_flows: Vec<PackedFlow>,
}

/// So many flows are added to the table together.
const TOGETHER: usize = 64;

impl Default for ZeekTsv {
    fn default() -> Self {
        Self {
            separator: b'\t',
            unset: b"-".to_vec(),
            empty: b"(empty)".to_vec(),
            columns: Columns::default(),
            fields: 0,
            is_connections: true,
            cells: Cells::default(),
            usual: None,
            usual_flows: Vec::new(),
        }
    }
}

impl ZeekTsv {
    /// Whether a line is one of a header of Zeek's.
    #[must_use]
    pub fn begins(line: &[u8]) -> bool {
        [&b"#separator"[..], b"#set_separator", b"#path", b"#fields"].iter().any(|start| line.starts_with(start))
    }

    /// Reads a line that is not empty.
    #[inline]
    pub fn line<'a>(&mut self, line: &'a [u8], table: &mut FlowTable) -> Result<Reading, Wrong<'a>> {
        if line.first() == Some(&b'#') {
            self.header(line);
            return Ok(Reading::LeftOut);
        }
        if self.fields == 0 {
            return Err(Wrong::Misplaced("no #fields line stands before it"));
        }
        if !self.is_connections {
            return Ok(Reading::LeftOut);
        }
        self.cells.cut(line, self.separator);
        if self.cells.len() < self.fields {
            return Err(Wrong::TooFew(self.cells.len(), self.fields));
        }
        let cell = |role| {
            // Without quotes the fields are parts of the line itself.
            let cell = self.cells.part(line, self.columns.place(role)?)?;
            (!self.is_nothing(cell)).then_some(cell)
        };
        record::push(table, &record::flow(cell, Notation::default())?, cell, Notation::default())?;
        Ok(Reading::Flow)
    }

    /// Reads the usual lines at the beginning of `bytes`, up to one that is none.
    pub fn usual_lines(&mut self, bytes: &[u8], table: &mut FlowTable) -> WholeLines {
        let Some(usual) = &mut self.usual else { return WholeLines::default() };
        let mut read = WholeLines::default();
        while let Some((flow, length)) = bytes.get(read.bytes..).and_then(|rest| usual.flow(rest)) {
            self.usual_flows.push(flow);
            if self.usual_flows.len() == TOGETHER {
                table.push_ipv4(&mut self.usual_flows);
            }
            read = WholeLines { lines: read.lines + 1, bytes: read.bytes + length + 1 };
        }
        table.push_ipv4(&mut self.usual_flows);
        read
    }

    fn is_nothing(&self, cell: &[u8]) -> bool {
        cell.is_empty() || cell == self.unset.as_slice() || cell == self.empty.as_slice()
    }

    fn header(&mut self, line: &[u8]) {
        if let Some(separator) = line.strip_prefix(b"#separator ") {
            // What follows a new beginning is told anew.
            *self = Self { separator: unescaped(separator), cells: std::mem::take(&mut self.cells), ..Self::default() };
            return;
        }
        let mut parts = line.split(|&byte| byte == self.separator);
        let (name, values) = (parts.next().unwrap_or_default(), parts);
        match name {
            b"#unset_field" => self.unset = values.take(1).flatten().copied().collect(),
            b"#empty_field" => self.empty = values.take(1).flatten().copied().collect(),
            b"#fields" => {
                let values: Vec<&[u8]> = values.collect();
                self.fields = values.len();
                self.columns = Columns::default();
                for (role, name) in NAMES {
                    self.columns.assign(role, values.iter().position(|value| *value == name.as_bytes()));
                }
                let is_of_connections = |value: &&[u8]| OF_CONNECTIONS.iter().any(|name| *value == name.as_bytes());
                self.is_connections = values.iter().any(is_of_connections);
            }
            _ => {}
        }
        let is_usual = self.separator == b'\t' && self.unset == b"-" && self.empty == b"(empty)";
        self.usual = if is_usual { UsualLine::new(&self.columns, self.fields) } else { None };
    }
}

/// `\x09` as the byte that it names.
fn unescaped(text: &[u8]) -> u8 {
    let named = text.strip_prefix(b"\\x").and_then(|digits| std::str::from_utf8(digits.get(..2)?).ok());
    named.and_then(|digits| u8::from_str_radix(digits, 16).ok()).or_else(|| text.first().copied()).unwrap_or(b'\t')
}
