//! Looks for a body of `details` that the streaming reader takes for something else than a plain reader does, or for
//! something else when it is cut in other chunks.
//!
//! ```text
//! 05 80               7b 22 64 61 74 61 22 3a ...
//! `- chunk sizes --' `------ body -------------'
//! ```

#![no_main]

#[path = "../details_reference/mod.rs"]
mod details_reference;

use std::net::{IpAddr, Ipv4Addr};

use details_reference::{Expected, chunks, streamed};
use libfuzzer_sys::fuzz_target;

const SOUGHT: IpAddr = IpAddr::V4(Ipv4Addr::new(172, 30, 0, 46));

fuzz_target!(|input: &[u8]| {
    let Some((sizes, body)) = input.split_at_checked(2) else {
        return;
    };
    let sizes: Vec<usize> = sizes.iter().copied().map(usize::from).collect();
    let whole = streamed(SOUGHT, [body]);
    let expected = Expected::of(SOUGHT, body);
    assert!(expected.is_met_by(&whole), "expected {expected:#?}, got {whole:#?}");
    assert_eq!(streamed(SOUGHT, chunks(body, &sizes)), whole, "in chunks of {sizes:?} bytes");
    assert_eq!(streamed(SOUGHT, body.chunks(1)), whole, "byte by byte");
});
