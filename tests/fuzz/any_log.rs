//! Files of any kind, packed ones too, read as `importer` says.

#![no_main]

mod importer;

const BEGINNINGS: &[&str] = &[];

libfuzzer_sys::fuzz_target!(|input: &[u8]| importer::look(BEGINNINGS, input));
