//! Spot's raw flows, details and timeline, read as `importer` says.

#![no_main]

mod importer;

const BEGINNINGS: &[&str] = &[
    "tstart\tsrcip\tdstip\tsport\tdport\tproto\tflags\ttos\tbytes\tpkts\n",
    "firstseen\tlastseen\tsrcip\tdstip\tsport\tdport\tconns\tmaxpkts\tavgpkts\tmaxbytes\tavgbytes\n",
    "tstart\ttend\tsrcip\tdstip\tproto\tsport\tdport\tpkts\tbytes\n",
];

libfuzzer_sys::fuzz_target!(|input: &[u8]| importer::look(BEGINNINGS, input));
