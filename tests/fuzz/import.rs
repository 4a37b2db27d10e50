//! Looks for a flow log that makes its reader crash, or that is read as something else when it is cut in other chunks.
//!
//! ```text
//! 03        05 80             31 34 36 37 ...
//! `- format `- chunk sizes    `------ what follows the beginning of such a file
//! ```
//!
//! From 12 on the file is what follows alone: of any format, or packed.

#![no_main]

use investigation::local::flows::{Flow, FlowTable};
use investigation::local::import::{Columns, Header, ImportError, Importer, Layout, Report, Role};
use libfuzzer_sys::fuzz_target;

const BEGINNINGS: [&str; 11] = [
    "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_bytes\tresp_bytes\tconn_state\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\n",
    "#fields\tts\tid.orig_h\tid.resp_h\torig_bytes\n",
    "{\"ts\":1,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"10.0.0.2\",\"conn_state\":\"SF\"}\n",
    "{\"event_type\":\"stats\"}\n",
    "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt\n",
    "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows\n",
    "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n",
    "StartTime\tDur\tProto\tSrcAddr\tSport\tDir\tDstAddr\tDport\tState\tsTos\tdTos\tTotPkts\tTotBytes\tSrcBytes\n",
    "tstart\tsrcip\tdstip\tsport\tdport\tproto\tflags\ttos\tbytes\tpkts\n",
    "firstseen\tlastseen\tsrcip\tdstip\tsport\tdport\tconns\tmaxpkts\tavgpkts\tmaxbytes\tavgbytes\n",
    "tstart\ttend\tsrcip\tdstip\tproto\tsport\tdport\tpkts\tbytes\n",
];

fn assigned() -> Layout {
    let columns = Role::ALL.into_iter().enumerate().fold(Columns::default(), |all, (at, role)| all.with(role, at % 8));
    Layout { delimiter: b';', width: 8, header: Header::None, columns }
}

fn read<'a>(format: usize, chunks: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Flow>, Result<Report, ImportError>) {
    let mut table = FlowTable::default();
    let mut importer = if format == BEGINNINGS.len() { Importer::assigned(assigned()) } else { Importer::default() };
    let pushed = chunks.into_iter().try_for_each(|chunk| importer.push(chunk, &mut table));
    let report = pushed.and_then(|()| importer.finish(&mut table));
    ((0..table.len()).map(|index| table.flow(index)).collect(), report)
}

fn chunks<'a>(mut body: &'a [u8], sizes: [u8; 2]) -> Vec<&'a [u8]> {
    let mut chunks = Vec::new();
    for size in sizes.into_iter().cycle() {
        if body.is_empty() {
            break;
        }
        let (chunk, rest) = body.split_at(usize::from(size).clamp(1, body.len()));
        chunks.push(chunk);
        body = rest;
    }
    chunks
}

fuzz_target!(|input: &[u8]| {
    let Some((&[format, first, second], body)) = input.split_first_chunk::<3>() else {
        return;
    };
    let format = usize::from(format % 16);
    let body = [BEGINNINGS.get(format).copied().unwrap_or_default().as_bytes(), body].concat();
    let (flows, report) = read(format, [body.as_slice()]);
    for flow in &flows {
        assert!((flow.start, flow.start_us) <= (flow.end, flow.end_us) && flow.end_us < 1_000_000, "{flow:?}");
    }
    for pieces in [chunks(&body, [first, second]), chunks(&body, [1, 1])] {
        let (again, report_again) = read(format, pieces);
        match (&report, &report_again) {
            (Ok(report), Ok(other)) => {
                assert_eq!(report.flows, flows.len() as u64);
                // What a damaged packing gives of what is before the damage depends on the chunks.
                if report.notices.is_empty() && other.notices.is_empty() {
                    assert_eq!((&again, other), (&flows, report));
                }
            }
            (Err(_), Err(_)) => {}
            _ => assert!(
                body.starts_with(b"\x1f\x8b") || body.get(1..3) == Some(b"\xb5\x2f"),
                "{report:?} {report_again:?}"
            ),
        }
    }
});
