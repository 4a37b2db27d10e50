//! The bundle of STIX 2.1: valid by OASIS's own schemas, with the IDs that other tools give, and the same on every run.
#![allow(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

mod export_scenario;

use std::collections::BTreeSet;
use std::path::Path;

use export_scenario::hostile::HOSTILE;
use export_scenario::{SOUGHT, dossier, dossier_of, ip, rows, spot, told};
use investigation::domain::protocol::Protocol;
use investigation::domain::threats::Comment;
use investigation::domain::view::{Filtered, Grouping};
use investigation::domain::ways::Ways;
use investigation::export::dossier::{Addresses, Dossier, Handling, Source, Tlp, Told};
use investigation::export::stix::bundle;
use jsonschema::{Registry, Resource, Validator};
use serde_json::{Value, json};

/// Under which the schemas refer to one another.
const BASE: &str = "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/";

/// A bundle's own schema, and that of each kind of object in it.
struct Schemas {
    bundle: Validator,
    of_kind: Vec<(&'static str, Validator)>,
}

fn schema(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stix").join(path);
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

impl Schemas {
    fn read() -> Self {
        let mut all = Vec::new();
        for folder in ["common", "observables", "sdos", "sros"] {
            let folder_on_disk = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stix").join(folder);
            for entry in std::fs::read_dir(folder_on_disk).unwrap() {
                let path = format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy());
                all.push((format!("{BASE}{path}"), Resource::from_contents(schema(&path))));
            }
        }
        let registry = Registry::new().extend(all).unwrap().prepare().unwrap();
        let validator = |path: &str| {
            jsonschema::options().with_registry(&registry).should_validate_formats(true).build(&schema(path)).unwrap()
        };
        Self {
            bundle: validator("common/bundle.json"),
            of_kind: vec![
                ("marking-definition", validator("common/marking-definition.json")),
                ("identity", validator("sdos/identity.json")),
                ("report", validator("sdos/report.json")),
                ("attack-pattern", validator("sdos/attack-pattern.json")),
                ("observed-data", validator("sdos/observed-data.json")),
                ("ipv4-addr", validator("observables/ipv4-addr.json")),
                ("ipv6-addr", validator("observables/ipv6-addr.json")),
                ("network-traffic", validator("observables/network-traffic.json")),
            ],
        }
    }

    fn complaints(&self, bundle: &Value) -> Vec<String> {
        let told = |validator: &Validator, value: &Value| {
            validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect::<Vec<_>>()
        };
        let mut complaints = told(&self.bundle, bundle);
        for object in bundle["objects"].as_array().unwrap() {
            let kind = object["type"].as_str().unwrap();
            let (_, validator) = self.of_kind.iter().find(|(of, _)| *of == kind).unwrap();
            complaints.extend(told(validator, object));
        }
        complaints
    }
}

fn with_techniques(source: Source) -> Told {
    let ids = ["T1071.004", "T1110", "T9999.123", "T1110"];
    Told { techniques: ids.map(|id| id.parse().unwrap()).to_vec(), ..told(source) }
}

fn of(dossier: &Dossier, marking: Option<Tlp>) -> Value {
    serde_json::from_str(&bundle(dossier, Handling { addresses: Addresses::Defanged, marking })).unwrap()
}

fn objects<'a>(bundle: &'a Value, kind: &str) -> Vec<&'a Value> {
    bundle["objects"].as_array().unwrap().iter().filter(|object| object["type"] == kind).collect()
}

#[test]
fn every_bundle_is_valid_by_the_schemas_of_oasis() {
    let schemas = Schemas::read();
    for source in [spot(), Source::Demo, Source::Files] {
        let dossier = dossier_of(&rows(), with_techniques(source), Grouping::Row);
        for marking in [None].into_iter().chain(Tlp::ALL.map(Some)) {
            let bundle = of(&dossier, marking);
            assert_eq!(schemas.complaints(&bundle), Vec::<String>::new(), "{bundle:#}");
        }
    }
    let nothing = dossier_of(&[], told(spot()), Grouping::Peer);
    assert_eq!(schemas.complaints(&of(&nothing, None)), Vec::<String>::new());
    // They would complain.
    let mut wrong = of(&dossier(), None);
    wrong["objects"].as_array_mut().unwrap().push(json!({"type": "ipv4-addr", "id": "ipv4-addr--1", "value": "x"}));
    assert_ne!(schemas.complaints(&wrong), Vec::<String>::new());
}

#[test]
fn bytes_and_packets_are_told_each_way_where_they_are_known() {
    let schemas = Schemas::read();
    let mut dossier = dossier();
    let counts = |bundle: &Value| -> Vec<[Value; 4]> {
        let names = ["src_byte_count", "dst_byte_count", "src_packets", "dst_packets"];
        objects(bundle, "network-traffic").iter().map(|traffic| names.map(|name| traffic[name].clone())).collect()
    };
    let ids = |bundle: &Value| -> Vec<Value> {
        objects(bundle, "network-traffic").iter().map(|traffic| traffic["id"].clone()).collect()
    };
    let without = of(&dossier, None);
    assert!(counts(&without).iter().flatten().all(Value::is_null), "Spot's rows tell no way");

    let largest = (1 << 53) - 1;
    dossier.pair_ways = vec![
        Ways { sent_bytes: Some(1_500), received_bytes: Some(0), sent_packets: Some(3), received_packets: Some(0) },
        Ways { sent_bytes: Some(largest), received_bytes: Some(largest + 1), ..Ways::default() },
    ];
    let with = of(&dossier, None);
    assert_eq!(counts(&with)[0], [json!(1_500), json!(0), json!(3), json!(0)]);
    assert_eq!(counts(&with)[1], [json!(largest), json!(null), json!(null), json!(null)], "no number is rounded");
    assert!(counts(&with)[2..].iter().flatten().all(Value::is_null));
    assert_eq!(ids(&with), ids(&without), "they are no part of what makes an ID");
    assert_eq!(schemas.complaints(&with), Vec::<String>::new());
}

#[test]
fn ids_of_observables_are_those_that_other_tools_give() {
    // By the stix2 library for Python, of the same properties.
    let bundle = of(&dossier(), None);
    let ids: BTreeSet<&str> =
        bundle["objects"].as_array().unwrap().iter().map(|object| object["id"].as_str().unwrap()).collect();
    for id in [
        "ipv4-addr--fb41baf3-a1cc-523b-a64b-400524842181",
        "ipv4-addr--12592121-be4c-5a93-a813-5a5af16e50db",
        "ipv6-addr--6469e3a9-b053-5e34-a025-9396ae051d26",
        "ipv4-addr--826fe3cb-56b0-5620-9d30-4c17ed7b24e3",
        "network-traffic--0f58ca6b-d75b-5492-9199-1cd016e1b01b",
        "network-traffic--f49dd6e5-15aa-576f-9b69-a34348c9048f",
        "network-traffic--8a1705a4-197f-50e4-a4a4-84e50883ec73",
    ] {
        assert!(ids.contains(id), "{id} in {ids:#?}");
    }
}

#[test]
fn a_pair_has_what_all_its_connections_share_and_no_more() {
    let bundle = of(&dossier(), None);
    let address = |ip: &str| {
        let all = bundle["objects"].as_array().unwrap();
        all.iter().find(|object| object["value"] == ip).map(|object| object["id"].clone()).unwrap()
    };
    let traffic = |source: &str, destination: &str| {
        let all = objects(&bundle, "network-traffic");
        let (source, destination) = (address(source), address(destination));
        (*all.iter().find(|one| one["src_ref"] == source && one["dst_ref"] == destination).unwrap()).clone()
    };
    // Two rows from two ports: the port of the service alone is common.
    let brute_force = traffic("203.0.113.5", SOUGHT);
    assert_eq!((&brute_force["src_port"], &brute_force["dst_port"]), (&Value::Null, &json!(22)));
    assert_eq!(
        (&brute_force["start"], &brute_force["end"]),
        (&json!("2016-07-08T09:04:12Z"), &json!("2016-07-08T09:20:00Z"))
    );
    assert_eq!(brute_force["protocols"], json!(["ipv4"]), "Spot tells no protocol");
    assert_eq!(brute_force["src_byte_count"], Value::Null, "Spot tells no totals");
    let six = traffic(SOUGHT, "2001:db8::1");
    assert_eq!((&six["src_port"], &six["dst_port"], &six["protocols"]), (&json!(49_153), &json!(53), &json!(["ipv6"])));

    let observed = |source: &str, destination: &str| {
        let id = traffic(source, destination)["id"].clone();
        let all = objects(&bundle, "observed-data");
        (*all.iter().find(|one| one["object_refs"][0] == id).unwrap()).clone()
    };
    let seen = observed("203.0.113.5", SOUGHT);
    assert_eq!((&seen["number_observed"], &seen["first_observed"]), (&json!(1_201), &json!("2016-07-08T09:04:12Z")));
    assert_eq!(objects(&bundle, "network-traffic").len(), 5, "{bundle:#}");
    assert_eq!(objects(&bundle, "observed-data").len(), 5);
}

#[test]
fn a_known_protocol_is_named() {
    let mut dossier = dossier();
    for (service, protocol) in dossier.pair_services.iter_mut().zip([6, 17, 99, 58, 1]) {
        service.protocol = Some(Protocol(protocol));
    }
    let bundle = of(&dossier, None);
    let named: BTreeSet<String> =
        objects(&bundle, "network-traffic").iter().map(|traffic| traffic["protocols"].to_string()).collect();
    for protocols in [r#"["ipv4","tcp"]"#, r#"["ipv4","udp"]"#, r#"["ipv4"]"#] {
        assert!(named.contains(protocols), "{protocols} in {named:?}");
    }
}

#[test]
fn techniques_and_the_comment_are_in_it_and_all_is_held_together() {
    let bundle = of(&dossier_of(&rows(), with_techniques(spot()), Grouping::Row), Some(Tlp::Amber));
    let patterns = objects(&bundle, "attack-pattern");
    let told: Vec<(&Value, &Value, &Value)> = patterns
        .iter()
        .map(|pattern| {
            let reference = &pattern["external_references"][0];
            (&pattern["name"], &reference["external_id"], &reference["url"])
        })
        .collect();
    let expected = [
        ("DNS", "T1071.004", "https://attack.mitre.org/techniques/T1071/004/"),
        ("Brute Force", "T1110", "https://attack.mitre.org/techniques/T1110/"),
        ("T9999.123", "T9999.123", "https://attack.mitre.org/techniques/T9999/123/"),
    ];
    let expected = expected.map(|(name, id, url)| (json!(name), json!(id), json!(url)));
    assert_eq!(told, expected.iter().map(|(name, id, url)| (name, id, url)).collect::<Vec<_>>());

    let [report] = objects(&bundle, "report")[..] else { panic!("{bundle:#}") };
    assert_eq!(report["name"], "SSH brute force from 203.0.113.5");
    let description = report["description"].as_str().unwrap();
    assert!(description.starts_with("Failed logins, then one that worked.\nIt fetched http://c2.example/a.sh"));
    assert!(description.contains("Apache Spot at spot.example:8889") && description.contains("its zone is not known"));
    let held: BTreeSet<&str> =
        report["object_refs"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    let all: BTreeSet<&str> = bundle["objects"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|object| !["report", "identity", "marking-definition"].contains(&object["type"].as_str().unwrap()))
        .map(|object| object["id"].as_str().unwrap())
        .collect();
    assert_eq!(held, all);
    assert_eq!(all.len() + 3, bundle["objects"].as_array().unwrap().len(), "no ID twice");
    for object in bundle["objects"].as_array().unwrap().iter().skip(1) {
        let amber = json!(["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"]);
        assert_eq!(object["object_marking_refs"], amber, "{object:#}");
    }
}

#[test]
fn it_is_the_same_on_every_run_and_a_later_export_is_a_new_version() {
    let first = of(&dossier(), None);
    assert_eq!(first, of(&dossier(), None));
    let later = Told { made_at: "2016-07-10 01:30 UTC+02:00".to_owned(), ..told(spot()) };
    let later = of(&dossier_of(&rows(), later, Grouping::Row), None);
    let (first, later) = (objects(&first, "report")[0], objects(&later, "report")[0]);
    assert_eq!(first["id"], later["id"]);
    assert_eq!((&first["created"], &later["created"]), (&json!("2016-07-08T00:00:00.000Z"), &first["created"]));
    assert_eq!(first["modified"], "2016-07-09T08:15:00.000Z");
    assert_eq!(later["modified"], "2016-07-09T23:30:00.000Z");
}

#[test]
fn numbers_that_are_not_told_or_too_large_stay_within_the_standard() {
    let mut dossier = dossier();
    dossier.pairs[0].connections = None;
    dossier.pairs[1].connections = Some(5_000_000_000);
    dossier.pairs[2].connections = Some(0);
    let bundle = of(&dossier, None);
    let numbers: Vec<u64> =
        objects(&bundle, "observed-data").iter().map(|seen| seen["number_observed"].as_u64().unwrap()).collect();
    assert_eq!(numbers[..3], [999_999_999, 999_999_999, 1], "Spot said that the first does not fit 32 bits");
    assert_eq!(Schemas::read().complaints(&bundle), Vec::<String>::new());
}

#[test]
fn hostile_text_stays_text() {
    let schemas = Schemas::read();
    for text in HOSTILE {
        let comment = Comment { title: text.to_owned(), text: text.to_owned() };
        let warnings = vec![text.to_owned()];
        let source = Source::Spot { host: text.to_owned() };
        let told = Told { comment, warnings, made_at: text.to_owned(), ..told(source) };
        let bundle = of(&dossier_of(&rows(), told, Grouping::Row), None);
        assert_eq!(schemas.complaints(&bundle), Vec::<String>::new(), "{text}");
        let report = objects(&bundle, "report")[0];
        assert!(report["description"].as_str().unwrap().contains(text.trim()), "{text}");
    }
}

#[test]
fn addresses_are_data_and_never_defanged() {
    let bundle = of(&dossier(), None);
    assert!(objects(&bundle, "ipv4-addr").iter().any(|address| address["value"] == json!(ip(SOUGHT))), "{bundle:#}");
}

#[test]
fn times_of_files_are_utc_and_a_filter_is_told() {
    let mut dossier = dossier_of(&rows(), told(Source::Files), Grouping::Row);
    let description = |dossier: &Dossier| objects(&of(dossier, None), "report")[0]["description"].to_string();
    let whole = description(&dossier);
    assert!(!whole.contains("zone is not known") && !whole.contains("filter"), "{whole}");
    dossier.overview.filtered = Some(Filtered { filter: "dport:22".parse().unwrap(), of_rows: 7 });
    let part = description(&dossier);
    assert!(part.contains("only those that pass a filter: dport:22."), "{part}");
}
