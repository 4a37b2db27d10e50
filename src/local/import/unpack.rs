//! Plain, gzip or zstd: told by the first bytes, and unpacked as it arrives.

use std::io::Write;

use flate2::write::MultiGzDecoder;

use super::zstd::Zstd;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// A frame of zstd that is to be skipped begins so, but for the lowest four bits of the first byte.
const ZSTD_SKIPPED: [u8; 3] = [0x2a, 0x4d, 0x18];

/// Gzipped bytes are handed over in such pieces: a thousand times of it is what they can make at most.
const GZIP_PIECE_BYTES: usize = 4 * 1024;
/// zstd hands over each block, and keeps what is begun: about a block at once.
const ZSTD_PIECE_BYTES: usize = 64 * 1024;

/// A file's bytes on their way out of what it is packed in.
#[derive(Default)]
pub struct Unpack {
    /// Packed bytes that have arrived.
    taken: u64,
    kind: Kind,
}

#[derive(Default)]
enum Kind {
    /// The first bytes, too few to tell.
    #[default]
    Unknown,
    Few(Vec<u8>),
    Plain,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
    Zstd(Box<Zstd>),
    /// What arrives from here on is of no use, and why.
    Damaged(String),
}

impl Unpack {
    /// Takes the next bytes of the file; what they make goes to `read`, in parts.
    pub fn push(&mut self, bytes: &[u8], mut read: impl FnMut(&[u8])) {
        if bytes.is_empty() {
            return;
        }
        match &mut self.kind {
            Kind::Unknown if bytes.len() >= ZSTD.len() => self.start(bytes, &mut read),
            Kind::Unknown => self.kind = Kind::Few(bytes.to_vec()),
            Kind::Few(first) => {
                first.extend_from_slice(bytes);
                if first.len() >= ZSTD.len() {
                    let first = std::mem::take(first);
                    self.start(&first, &mut read);
                }
            }
            _ => self.unpack(bytes, &mut read),
        }
    }

    fn start(&mut self, bytes: &[u8], read: &mut impl FnMut(&[u8])) {
        self.kind = if bytes.starts_with(&GZIP) {
            Kind::Gzip(Box::new(MultiGzDecoder::new(Vec::new())))
        } else if bytes.starts_with(&ZSTD)
            || matches!(bytes, [first, rest @ ..] if first >> 4 == 5 && rest.starts_with(&ZSTD_SKIPPED))
        {
            Kind::Zstd(Box::default())
        } else {
            Kind::Plain
        };
        self.unpack(bytes, read);
    }

    fn unpack(&mut self, bytes: &[u8], read: &mut impl FnMut(&[u8])) {
        if let Kind::Plain = self.kind {
            self.taken += bytes.len() as u64;
            return read(bytes);
        }
        let piece_bytes = if let Kind::Zstd(_) = self.kind { ZSTD_PIECE_BYTES } else { GZIP_PIECE_BYTES };
        for piece in bytes.chunks(piece_bytes) {
            let is_good = match &mut self.kind {
                Kind::Gzip(decoder) => {
                    let is_good = decoder.write_all(piece).is_ok();
                    let unpacked = decoder.get_mut();
                    read(unpacked);
                    unpacked.clear();
                    is_good
                }
                Kind::Zstd(zstd) => zstd.push(piece, read).is_ok(),
                _ => return,
            };
            if !is_good {
                self.kind =
                    Kind::Damaged("It is damaged: not all of it can be unpacked. What was before is there.".to_owned());
                return;
            }
            self.taken += piece.len() as u64;
        }
    }

    /// The file has ended. Tells what is wrong with how it did: then the last line may be cut off.
    pub fn finish(mut self, mut read: impl FnMut(&[u8])) -> Option<String> {
        let is_whole = match &mut self.kind {
            Kind::Unknown | Kind::Plain => true,
            Kind::Few(bytes) => {
                read(bytes);
                true
            }
            Kind::Gzip(decoder) => {
                let is_whole = decoder.try_finish().is_ok();
                read(decoder.get_ref());
                is_whole
            }
            Kind::Zstd(zstd) => zstd.finish(&mut read).unwrap_or(false),
            Kind::Damaged(notice) => return Some(std::mem::take(notice)),
        };
        (!is_whole).then(|| {
            format!("It is cut off: after its {} bytes more should follow. What was before is there.", self.taken)
        })
    }
}
