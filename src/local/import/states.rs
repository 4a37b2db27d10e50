//! What became of a connection, from the words and flags of all formats. They do not overlap, so that one reading does.

use crate::domain::outcome::Outcome;

const FIN_SYN_RST_ACK: [(u8, u8); 4] = [(b'F', 1), (b'S', 2), (b'R', 4), (b'A', 16)];
const SYN: u8 = 2;
const RST: u8 = 4;
const ACK: u8 = 16;

/// The outcome that a state tells.
///
/// | log | states | source |
/// | --- | --- | --- |
/// | Zeek | `conn_state` | <https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html> |
/// | Argus | `state`: a word, or flags each way `SRPA_SA` | `ra(1)` |
/// | nfdump, Spot | flags, `.AP.SF` | `nfdump(1)` |
#[inline]
pub fn outcome(text: &[u8]) -> Outcome {
    match text {
        b"SF" | b"S1" | b"S2" | b"S3" | b"RSTO" | b"RSTR" | b"ACC" | b"EST" | b"CON" | b"FIN" | b"CLO"
        | b"established" => Outcome::Established,
        b"S0" | b"SH" | b"RSTOS0" | b"REQ" | b"INT" | b"new" => Outcome::Unanswered,
        b"REJ" | b"RSTRH" => Outcome::Refused,
        b"SHR" | b"OTH" | b"RST" | b"TIM" | b"-" | b"" => Outcome::Unknown,
        _ => of_flags(text),
    }
}

fn of_flags(text: &[u8]) -> Outcome {
    if let Some(at) = text.iter().position(|&byte| byte == b'_') {
        return both_ways(text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    }
    match flags(text) {
        // One direction alone: what the other side said is in another record, or never was.
        Some(flags) if flags & SYN != 0 && flags & ACK == 0 => Outcome::Unanswered,
        Some(flags) if flags & SYN != 0 => Outcome::Established,
        _ => Outcome::Unknown,
    }
}

fn both_ways(sent: &[u8], received: &[u8]) -> Outcome {
    let (Some(sent), Some(received)) = (flags(sent), flags(received)) else {
        return Outcome::Unknown;
    };
    match (sent & SYN != 0, received) {
        (true, 0) => Outcome::Unanswered,
        (true, back) => answered(back),
        _ => Outcome::Unknown,
    }
}

/// The outcome of a TCP connection whose responder sent these flags.
pub fn answered(flags: u8) -> Outcome {
    match (flags & SYN != 0, flags & RST != 0) {
        (true, _) => Outcome::Established,
        (false, true) => Outcome::Refused,
        (false, false) => Outcome::Unknown,
    }
}

/// Flags as letters, as dots and letters, or as a number in hexadecimal with `0x`.
fn flags(text: &[u8]) -> Option<u8> {
    if let [b'0', b'x' | b'X', digits @ ..] = text {
        return hexadecimal(digits);
    }
    text.iter().try_fold(0, |all, letter| match letter {
        b'.' | b' ' | b'U' | b'P' | b'E' | b'C' | b'W' | b'N' => Some(all),
        _ => FIN_SYN_RST_ACK.iter().find(|(name, _)| name == letter).map(|(_, flag)| all | flag),
    })
}

/// Flags as Suricata writes them: a number in hexadecimal.
pub fn hexadecimal(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::outcome;
    use crate::domain::outcome::Outcome;

    #[rstest]
    #[case::zeek("SF", Outcome::Established)]
    #[case::zeek_no_answer("S0", Outcome::Unanswered)]
    #[case::zeek_rejected("REJ", Outcome::Refused)]
    #[case::argus_no_answer("S_", Outcome::Unanswered)]
    #[case::argus_rejected("S_RA", Outcome::Refused)]
    #[case::argus_whole("FSPA_FSPA", Outcome::Established)]
    #[case::argus_midstream("PA_PA", Outcome::Unknown)]
    #[case::argus_request("REQ", Outcome::Unanswered)]
    #[case::nfdump_syn("......S.", Outcome::Unanswered)]
    #[case::nfdump_syn_ack("...A..S.", Outcome::Established)]
    #[case::nfdump_refusal("...A.R..", Outcome::Unknown)]
    #[case::nfdump_udp("........", Outcome::Unknown)]
    #[case::nfdump_hexadecimal("0x02", Outcome::Unanswered)]
    #[case::other("open sesame", Outcome::Unknown)]
    #[case::none("", Outcome::Unknown)]
    fn a_state_tells_an_outcome(#[case] state: &str, #[case] expected: Outcome) {
        assert_eq!(outcome(state.as_bytes()), expected);
    }
}
