//! The day's scored connections and comments, from Spot's answer.

use std::net::IpAddr;

use super::operations::comments;
use super::operations::threats::{ResponseData, ThreatsFlowThreatsComments, ThreatsFlowThreatsList};
use crate::domain::comment::decode;
use crate::domain::day_comments::StoredComment;
use crate::domain::threats::{Collector, Comment, HIGH_RISK, Threats};

/// The list of threats. Rows that cannot be read are counted, lists that are null are named.
#[must_use]
pub fn from_answer(answer: &ResponseData, warnings: Vec<String>) -> Threats {
    let mut collector = Collector::default();
    let mut null_lists = Vec::new();
    let threats = answer.flow.as_ref().and_then(|flow| flow.threats.as_ref());
    match threats.and_then(|threats| threats.list.as_ref()) {
        Some(list) => list.iter().for_each(|connection| add_connection(&mut collector, connection.as_ref())),
        None => null_lists.push("scored connections".to_owned()),
    }
    match threats.and_then(|threats| threats.comments.as_ref()) {
        Some(list) => list.iter().for_each(|comment| add_comment(&mut collector, comment.as_ref())),
        None => null_lists.push("comments".to_owned()),
    }
    Threats { null_lists, warnings, ..collector.finish() }
}

/// The day's comments as they are stored, for what saving does to them; `None` where the list or one of it is null, since
/// nothing can be kept of what is not told. Spot's null texts are empty.
#[must_use]
pub fn stored_comments(answer: &comments::ResponseData) -> Option<Vec<StoredComment>> {
    let comments = answer.flow.as_ref()?.threats.as_ref()?.comments.as_ref()?;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let stored = comments.iter().map(|comment| {
        let comment = comment.as_ref()?;
        Some(StoredComment { ip: text(&comment.ip), title: text(&comment.title), text: text(&comment.text) })
    });
    stored.collect()
}

fn add_connection(collector: &mut Collector, connection: Option<&ThreatsFlowThreatsList>) {
    let Some(connection) = connection else { return collector.skip() };
    if connection.score != Some(HIGH_RISK) {
        return;
    }
    match (address(connection.src_ip.as_deref()), address(connection.dst_ip.as_deref())) {
        (Some(source), Some(destination)) => collector.high_risk(source, destination),
        // The one that can be read is at risk all the same.
        (Some(ip), None) | (None, Some(ip)) => {
            collector.high_risk(ip, ip);
            collector.skip();
        }
        (None, None) => collector.skip(),
    }
}

fn add_comment(collector: &mut Collector, comment: Option<&ThreatsFlowThreatsComments>) {
    let Some(comment) = comment else { return collector.skip() };
    let Some(ip) = address(comment.ip.as_deref()) else { return collector.skip() };
    let plain = |text: &Option<String>| text.as_deref().map(decode).unwrap_or_default();
    collector.comment(ip, Comment { title: plain(&comment.title), text: plain(&comment.text) });
}

fn address(text: Option<&str>) -> Option<IpAddr> {
    text?.trim().parse().ok()
}
