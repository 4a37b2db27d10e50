//! Context files: one that makes its reader crash, or is read as something else when it is cut in other chunks, or whose
//! ranges do not come back as they are shown. The first byte says which file it is, the next two are sizes of chunks.

#![no_main]

#[allow(dead_code, reason = "its chunks alone are wanted")]
mod importer;

use investigation::domain::context::file::ContextFile;
use investigation::domain::ranges::AddressRange;
use investigation::engine::context_reader::{ContextReader, recognise};
use libfuzzer_sys::fuzz_target;

/// What was read of it, in words.
fn read<'a>(file: ContextFile, chunks: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut reader = ContextReader::new(file, "The file");
    let pushed = chunks.into_iter().try_for_each(|chunk| reader.push(chunk));
    format!("{:?}", pushed.and_then(|()| reader.finish()))
}

fuzz_target!(|input: &[u8]| {
    let Some((&[which, first, second], text)) = input.split_first_chunk::<3>() else {
        return;
    };
    let file = ContextFile::ALL[usize::from(which) % ContextFile::ALL.len()];
    let _ = recognise("a file", text);
    for field in String::from_utf8_lossy(text).split([',', '\n']) {
        if let Ok(range) = field.parse::<AddressRange>() {
            assert_eq!(range.to_string().parse(), Ok(range), "{field}");
        }
    }
    // A web page is told by the first piece, and what a damaged packing gives depends on the pieces.
    if text.trim_ascii_start().starts_with(b"<") || text.starts_with(b"\x1f\x8b") || text.get(1..3) == Some(b"\xb5\x2f")
    {
        return;
    }
    let whole = read(file, [text]);
    assert_eq!(read(file, importer::chunks(text, [first, second])), whole);
    assert_eq!(read(file, importer::chunks(text, [1, 1])), whole);
});
