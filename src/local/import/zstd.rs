//! zstd as it arrives: frames one after the other, their blocks one by one.
//!
//! ```text
//! frame:  header (up to 18 bytes)  block ... last block  [checksum, 4 bytes]
//! block:  header, 3 bytes: is last (1 bit), type (2 bits), size (21 bits)  content
//! ```
//!
//! Source: RFC 8878. The decoder reads from a source that waits for more; none waits here, so a block is handed over when all
//! of it is there: 128 KiB at most.

use std::io::Read;

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

const LONGEST_HEADER_BYTES: usize = 18;
const CHECKSUM_BYTES: usize = 4;

/// Unpacks zstd.
pub struct Zstd {
    decoder: FrameDecoder,
    /// What arrived and is not unpacked.
    waiting: Vec<u8>,
    stage: Stage,
    /// Whether frames end with a checksum.
    has_checksum: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Header,
    Blocks,
    /// Bytes of a frame that is to be skipped.
    Skipping(u64),
}

/// What is packed cannot be unpacked.
#[derive(Debug)]
pub struct Damaged;

impl Default for Zstd {
    fn default() -> Self {
        Self { decoder: FrameDecoder::new(), waiting: Vec::new(), stage: Stage::Header, has_checksum: false }
    }
}

impl Zstd {
    /// Takes the next bytes; what they make goes to `read`.
    pub fn push(&mut self, bytes: &[u8], read: &mut impl FnMut(&[u8])) -> Result<(), Damaged> {
        self.waiting.extend_from_slice(bytes);
        self.unpack(LONGEST_HEADER_BYTES, read)
    }

    /// There are no more; whether the last frame is whole.
    pub fn finish(&mut self, read: &mut impl FnMut(&[u8])) -> Result<bool, Damaged> {
        // A short frame's header may be shorter.
        self.unpack(1, read)?;
        Ok(self.stage == Stage::Header && self.waiting.is_empty())
    }

    fn unpack(&mut self, header_bytes: usize, read: &mut impl FnMut(&[u8])) -> Result<(), Damaged> {
        let waiting = std::mem::take(&mut self.waiting);
        let mut rest = waiting.as_slice();
        while self.step(&mut rest, header_bytes, read)? {}
        self.waiting = rest.to_vec();
        Ok(())
    }

    /// Takes the next part from the beginning of `rest`; `false` where it is not all there.
    fn step(&mut self, rest: &mut &[u8], header_bytes: usize, read: &mut impl FnMut(&[u8])) -> Result<bool, Damaged> {
        match self.stage {
            Stage::Header if rest.len() < header_bytes => Ok(false),
            Stage::Header => self.header(rest).map(|()| true),
            Stage::Skipping(left) => {
                let skipped = rest.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                *rest = rest.get(skipped..).unwrap_or_default();
                let left = left - skipped as u64;
                self.stage = if left == 0 { Stage::Header } else { Stage::Skipping(left) };
                Ok(left == 0)
            }
            Stage::Blocks => self.block(rest, read),
        }
    }

    fn header(&mut self, rest: &mut &[u8]) -> Result<(), Damaged> {
        // Bit 2 of the byte behind the magic number.
        self.has_checksum = rest.get(4).is_some_and(|descriptor| descriptor & 4 != 0);
        self.stage = match self.decoder.reset(&mut *rest) {
            Ok(()) => Stage::Blocks,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                Stage::Skipping(u64::from(length))
            }
            Err(_) => return Err(Damaged),
        };
        Ok(())
    }

    fn block(&mut self, rest: &mut &[u8], read: &mut impl FnMut(&[u8])) -> Result<bool, Damaged> {
        const REPEATED_BYTE: u32 = 1;
        let Some(&[low, middle, high]) = rest.first_chunk::<3>() else {
            return Ok(false);
        };
        let header = u32::from_le_bytes([low, middle, high, 0]);
        let is_last = header & 1 != 0;
        let content = if header >> 1 & 3 == REPEATED_BYTE { 1 } else { (header >> 3) as usize };
        let checksum = if is_last && self.has_checksum { CHECKSUM_BYTES } else { 0 };
        if rest.len() < 3 + content + checksum {
            return Ok(false);
        }
        self.decoder.decode_blocks(&mut *rest, BlockDecodingStrategy::UptoBlocks(1)).map_err(|_| Damaged)?;
        let mut buffer = [0; 16 * 1024];
        while self.decoder.can_collect() > 0 {
            let count = self.decoder.read(&mut buffer).map_err(|_| Damaged)?;
            if count == 0 {
                break;
            }
            read(buffer.get(..count).unwrap_or_default());
        }
        if is_last {
            self.stage = Stage::Header;
            let stored = self.decoder.get_checksum_from_data();
            if stored.is_some() && stored != self.decoder.get_calculated_checksum() {
                return Err(Damaged);
            }
        }
        Ok(true)
    }
}
