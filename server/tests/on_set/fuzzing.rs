//! What the fuzzers run for hours (scripts/fuzz), here for a moment: their seeds, and some that were changed a little.

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use proptest::{collection::vec, prelude::*, sample::Index};
use std::{fs, path::Path};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn seeds(of: &str) -> Vec<Vec<u8>> {
    let folder = fs::read_dir(root().join("fuzz/seeds").join(of)).expect("a folder of seeds");
    let mut files: Vec<_> = folder.map(|file| file.expect("a seed").path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).expect("a seed")).collect()
}

/// The words of a dictionary, as libFuzzer reads it.
fn words(of: &str) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(root().join(format!("fuzz/{of}.dict"))).expect("a dictionary");
    let quoted = text.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    quoted.map(|word| word.replace("\\x0a", "\n").replace("\\\"", "\"").into_bytes()).collect()
}

/// A small change to some bytes.
#[derive(Clone, Debug)]
enum Change {
    Word(Index, Index),
    Byte(Index, u8),
    Cut(Index, u8),
    Double(Index, u8),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        any::<(Index, Index)>().prop_map(|(at, word)| Change::Word(at, word)),
        any::<(Index, u8)>().prop_map(|(at, byte)| Change::Byte(at, byte)),
        any::<(Index, u8)>().prop_map(|(at, length)| Change::Cut(at, length)),
        any::<(Index, u8)>().prop_map(|(at, length)| Change::Double(at, length)),
    ];
    vec(change, 1..8)
}

fn changed(seed: &[u8], words: &[Vec<u8>], changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for change in changes {
        let at = |index: &Index| index.index(bytes.len() + 1);
        let end = |at: usize, length: u8| (at + usize::from(length)).min(bytes.len());
        match change {
            Change::Word(..) if words.is_empty() => {}
            Change::Word(index, word) => {
                let at = at(index);
                bytes.splice(at..at, words[word.index(words.len())].iter().copied());
            }
            Change::Byte(index, byte) => {
                let at = at(index);
                bytes.splice(at..end(at, 1), [*byte]);
            }
            Change::Cut(index, length) => drop(bytes.drain(at(index)..end(at(index), *length))),
            Change::Double(index, length) => {
                let at = at(index);
                let part = bytes[at..end(at, *length)].to_vec();
                bytes.splice(at..at, part);
            }
        }
    }
    bytes
}

/// Runs each seed as it is, and so many changed ones.
fn some(seeds: &[Vec<u8>], words: &[Vec<u8>], cases: u32, target: fn(&[u8])) {
    for seed in seeds {
        target(seed);
    }
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(nth in any::<Index>(), changes in changes())| {
        target(&changed(&seeds[nth.index(seeds.len())], words, &changes));
    });
}

#[test]
fn whatever_a_phone_sends_is_carried_out_answered_or_refused() {
    some(&seeds("frames"), &words("frames"), 400, targets::frames);
}

#[test]
fn whatever_stands_in_a_plan_is_read_or_told_with_its_line() {
    let mut seeds = seeds("plan");
    seeds.push(fs::read(root().join("docs/day.example.toml")).expect("the example"));
    some(&seeds, &words("plan"), 1500, targets::plan);
}

#[test]
fn whatever_a_disk_does_to_a_log_nothing_is_read_that_was_not_written() {
    some(&seeds("recovery"), &[], 150, targets::recovery);
}

#[test]
fn whatever_is_done_to_sealed_messages_nothing_is_opened_but_what_was_sent_in_its_order() {
    some(&seeds("sealed"), &[], 800, targets::sealed);
}

#[test]
fn whatever_is_done_to_datagrams_nothing_is_heard_but_what_was_sent_and_nobody_else_is_answered() {
    some(&seeds("datagram"), &[], 150, targets::datagram);
}
