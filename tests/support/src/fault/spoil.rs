//! The faults that change an answer's data.

use async_graphql::Value;

use super::Fault;
use crate::time;

/// Changes the data of an answer as the fault says; other faults leave it alone.
pub(crate) fn spoil(data: &mut Value, fault: Fault) {
    match fault {
        Fault::NullLists => each_list(data, &mut |list| *list = Value::Null),
        Fault::NullRows => each_spoilt_row(data, |_, row| *row = Value::Null),
        Fault::NullFields => each_spoilt_row(data, |turn, row| {
            if let Value::Object(fields) = row {
                let field = turn % fields.len().max(1);
                if let Some((_, value)) = fields.get_index_mut(field) {
                    *value = Value::Null;
                }
            }
        }),
        Fault::MalformedRows => each_spoilt_row(data, |turn, row| {
            if let Value::Object(fields) = row {
                fields.values_mut().for_each(|value| malform(turn, value));
            }
        }),
        _ => {}
    }
}

fn malform(turn: usize, value: &mut Value) {
    let Value::String(text) = value else { return };
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    let is_time = time::parse_datetime(text).is_ok();
    let malformed = match turn % 3 {
        0 if is_address => "10.0.0.999",
        1 if is_time => "2016-07-08 25:61:61",
        2 if is_address => "<b>not an address</b>",
        _ => return,
    };
    malformed.clone_into(text);
}

/// Calls back for the second of every three rows of each outermost list, with a running number.
fn each_spoilt_row(data: &mut Value, mut change: impl FnMut(usize, &mut Value)) {
    each_list(data, &mut |list| {
        if let Value::List(rows) = list {
            for (turn, row) in rows.iter_mut().skip(1).step_by(3).enumerate() {
                change(turn, row);
            }
        }
    });
}

fn each_list(value: &mut Value, change: &mut impl FnMut(&mut Value)) {
    match value {
        Value::List(_) => change(value),
        Value::Object(fields) => fields.values_mut().for_each(|value| each_list(value, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    fn rows() -> Value {
        let row = || value!({"firstSeen": "2016-07-08 10:00:00", "srcIp": "10.0.0.1"});
        value!({"flow": {"details": (0..8).map(|_| row()).collect::<Vec<_>>()}})
    }

    fn spoilt(fault: Fault) -> Vec<String> {
        let mut data = rows();
        spoil(&mut data, fault);
        let data = data.into_json().unwrap_or_default();
        let rows = data["flow"]["details"].as_array().cloned().unwrap_or_default();
        rows.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_second_of_every_three_rows_is_spoilt_in_turn() {
        let good = r#"{"firstSeen":"2016-07-08 10:00:00","srcIp":"10.0.0.1"}"#;
        let null_fields = spoilt(Fault::NullFields);
        assert_eq!(null_fields[0], good);
        assert_eq!(null_fields[1], r#"{"firstSeen":null,"srcIp":"10.0.0.1"}"#);
        assert_eq!(null_fields[4], r#"{"firstSeen":"2016-07-08 10:00:00","srcIp":null}"#);
        let malformed = spoilt(Fault::MalformedRows);
        assert_eq!(malformed[1], r#"{"firstSeen":"2016-07-08 10:00:00","srcIp":"10.0.0.999"}"#);
        assert_eq!(malformed[4], r#"{"firstSeen":"2016-07-08 25:61:61","srcIp":"10.0.0.1"}"#);
        assert_eq!(malformed[7], r#"{"firstSeen":"2016-07-08 10:00:00","srcIp":"<b>not an address</b>"}"#);
        assert_eq!(spoilt(Fault::NullRows)[..3], [good, "null", good]);
        assert_eq!(spoilt(Fault::NullLists), [""; 0]);
    }
}
