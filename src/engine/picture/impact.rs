//! The impact analysis, drawn: all bars open.

use super::plate::{Plate, density};
use super::progression::{still, written};
use super::{Setting, Subject, WIDTH, WORDS};
use crate::chart::bars::{marks, summary};
use crate::chart::bars_layout::{Scene, lay_out};
use crate::chart::board::Picture;
use crate::chart::lettering::estimate;
use crate::chart::tree::{Opened, Path};
use crate::chart::tree_rows::Fold;
use crate::domain::storyboard::top_peers;
use crate::export::figure::Figure;
use crate::words::format::count;

pub fn plate(subject: Subject, setting: Setting) -> Plate {
    let Subject { investigation, context, view, handling, .. } = subject;
    let peers = top_peers(investigation, view, context);
    let root = written(Picture::impact(&peers.iter().collect::<Vec<_>>()).root, handling.addresses);
    let mut opened = Opened::default();
    for (number, direction) in root.children.iter().enumerate() {
        // Of networks there are few kinds.
        opened.show(Path::default().child(number), direction.children.len());
    }
    let mut laid = lay_out(&Scene { root: &root, opened: &opened, width: WIDTH, measure: &estimate, count });
    for line in &mut laid.lines {
        // Nothing folds them.
        line.row.fold = Fold::Leaf;
    }
    let who = setting.top_peers(view);
    Plate {
        figure: Figure::Impact,
        part: String::new(),
        marks: still(marks(&laid, density(), None)),
        width: laid.width,
        height: laid.height,
        legend: Vec::new(),
        caption: format!(
            "{who} counted by direction, and by what the name of their network says it is for: VPN, Proxy or FW \
             (firewall); all others are DMZ, as in Spot."
        ),
        notes: Vec::new(),
        description: summary(&root, WORDS),
    }
}
