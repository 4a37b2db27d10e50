//! Zeek's conn.log in JSON, read as `importer` says.

#![no_main]

mod importer;

const BEGINNINGS: &[&str] =
    &["{\"ts\":1,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"10.0.0.2\",\"conn_state\":\"SF\"}\n"];

libfuzzer_sys::fuzz_target!(|input: &[u8]| importer::look(BEGINNINGS, input));
