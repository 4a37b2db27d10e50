//! Tables of any kind, by the guess of what their columns mean, read as `importer` says.

#![no_main]

mod importer;

const BEGINNINGS: &[&str] = &[
    "when;from;to\n2016-07-08 05:00:00;10.0.0.1;192.0.2.1\n",
    "date,time,src,dst\n01/02/2016,5:00 PM,10.0.0.1,192.0.2.1\n",
    "1467954000.5|10.0.0.1|192.0.2.1\n",
];

libfuzzer_sys::fuzz_target!(|input: &[u8]| importer::look(BEGINNINGS, input));
