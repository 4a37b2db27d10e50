//! Suricata's EVE, read as `importer` says.

#![no_main]

mod importer;

const BEGINNINGS: &[&str] = &[
    "{\"event_type\":\"stats\"}\n",
    "{\"event_type\":\"flow\",\"src_ip\":\"10.0.0.1\",\"dest_ip\":\"10.0.0.2\",\"flow\":{\"start\":\"2016-07-08T05:00:00.000000+0000\"}}\n",
];

libfuzzer_sys::fuzz_target!(|input: &[u8]| importer::look(BEGINNINGS, input));
