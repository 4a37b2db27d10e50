//! Tables of any kind, by the guess of what their columns mean, read as `importer` says.

#![no_main]

mod importer;

const BEGINNINGS: &[&str] = &[
    "when;from;to\n2016-07-08 05:00:00;10.0.0.1;192.0.2.1\n",
    "date,time,src,dst\n01/02/2016,5:00 PM,10.0.0.1,192.0.2.1\n",
    "1467954000.5|10.0.0.1|192.0.2.1\n",
    "start date;start time;end date;end time;src;dst;duration;bytes\n31/12/25;9:00;31/12/25;9:00:07,5;10.0.0.1;192.0.2.1;0,013;1.234\n",
];

libfuzzer_sys::fuzz_target!(|input: &[u8]| importer::look(BEGINNINGS, input));
