//! Zeek's conn.log in columns, read as `importer` says.

#![no_main]

mod importer;

const BEGINNINGS: &[&str] = &[
    "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_bytes\tresp_bytes\tconn_state\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\n",
    "#fields\tts\tid.orig_h\tid.resp_h\torig_bytes\n",
    "#separator \\x2c\n#unset_field\t-\n#fields,ts,id.orig_h,id.resp_h,conn_state\n",
];

libfuzzer_sys::fuzz_target!(|input: &[u8]| importer::look(BEGINNINGS, input));
