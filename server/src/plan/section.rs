//! One table of a plan's file: its values by type, every mistake noted.

use super::{mistakes::Mistakes, time, words::PlanWord};
use crate::{set::clean_line, words::UnixMs};
use jiff::tz::TimeZone;
use std::ops::Range;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A value, and the line on which it stands.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub line: u32,
    pub value: T,
}

pub(super) struct Section<'t> {
    table: &'t DeTable<'t>,
    /// Of its head.
    pub line: u32,
}

impl<'t> Section<'t> {
    pub fn new(table: &'t DeTable<'t>, span: &Range<usize>, known: &[&str], mistakes: &mut Mistakes) -> Self {
        for key in table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                mistakes.at(
                    &key.span(),
                    format!("This word is not known here. Known are: {}.", known.join(", ")),
                );
            }
        }
        Self { table, line: mistakes.line(span) }
    }

    fn value(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.table.get(key)
    }

    pub fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    pub fn is_empty_list(&self, key: &str) -> bool {
        self.value(key).and_then(|value| value.get_ref().as_array()).is_some_and(|list| list.is_empty())
    }

    /// Where a value stands; the table's head if it is not there.
    pub fn line_of(&self, key: &str, mistakes: &Mistakes) -> u32 {
        self.value(key).map_or(self.line, |value| mistakes.line(&value.span()))
    }

    pub fn text(&self, key: &str, most: usize, mistakes: &mut Mistakes) -> Option<At<String>> {
        read_text(self.value(key)?, key, most, mistakes)
    }

    /// The same, noted where it is missing.
    pub fn must_text(&self, key: &str, most: usize, mistakes: &mut Mistakes) -> Option<At<String>> {
        if !self.has(key) {
            mistakes.add(self.line, format!("{key} is missing here."));
        }
        self.text(key, most, mistakes)
    }

    pub fn texts(&self, key: &str, most: usize, mistakes: &mut Mistakes) -> Vec<At<String>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            mistakes.at(&value.span(), format!("{key} is a list: {key} = [\"…\", \"…\"]"));
            return Vec::new();
        };
        list.iter().filter_map(|item| read_text(item, key, most, mistakes)).collect()
    }

    pub fn word<W: PlanWord>(&self, key: &str, mistakes: &mut Mistakes) -> Option<At<W>> {
        let text = self.must_text(key, usize::MAX, mistakes)?;
        read_word(&text, key, mistakes)
    }

    pub fn words<W: PlanWord>(&self, key: &str, mistakes: &mut Mistakes) -> Vec<At<W>> {
        let texts = self.texts(key, usize::MAX, mistakes);
        texts.iter().filter_map(|text| read_word(text, key, mistakes)).collect()
    }

    /// None where it can't be read.
    pub fn flag(&self, key: &str, mistakes: &mut Mistakes) -> Option<bool> {
        let Some(value) = self.value(key) else { return Some(false) };
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            mistakes.at(&value.span(), format!("{key} is true or false, without quotes."));
        }
        flag
    }

    pub fn number(&self, key: &str, mistakes: &mut Mistakes) -> Option<At<u32>> {
        let value = self.value(key)?;
        let whole = value.get_ref().as_integer().filter(|n| n.radix() == 10);
        let Some(number) = whole.and_then(|n| n.as_str().parse().ok()) else {
            mistakes.at(&value.span(), format!("{key} is a whole number, without quotes."));
            return None;
        };
        Some(At { line: mistakes.line(&value.span()), value: number })
    }

    pub fn time(&self, key: &str, zone: &TimeZone, mistakes: &mut Mistakes) -> Option<UnixMs> {
        let value = self.value(key)?;
        let read = match value.get_ref().as_datetime() {
            Some(written) => time::read(written, zone).map_err(str::to_owned),
            None => Err(format!("{key} is a day and a time, without quotes: 2026-11-22T08:30")),
        };
        read.map_err(|sentence| mistakes.at(&value.span(), sentence)).ok()
    }

    pub fn section(&self, key: &str, known: &[&str], mistakes: &mut Mistakes) -> Option<Section<'t>> {
        let value = self.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            mistakes.at(&value.span(), format!("{key} is a part of its own: [{key}]"));
            return None;
        };
        Some(Section::new(table, &value.span(), known, mistakes))
    }

    pub fn sections(&self, key: &str, known: &[&str], mistakes: &mut Mistakes) -> Vec<Section<'t>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let each = value.get_ref().as_array().map(|list| list.iter().collect::<Vec<_>>()).unwrap_or_default();
        let all_tables = !each.is_empty() && each.iter().all(|item| item.get_ref().is_table());
        if !all_tables {
            mistakes
                .at(&value.span(), format!("{key} are parts of their own, each with [[{key}]] above it."));
        }
        let tables = each.into_iter().filter_map(|item| Some((item.get_ref().as_table()?, item.span())));
        tables.map(|(table, span)| Section::new(table, &span, known, mistakes)).collect()
    }
}

fn read_text<'t>(
    value: &'t Spanned<DeValue<'t>>,
    key: &str,
    most: usize,
    mistakes: &mut Mistakes,
) -> Option<At<String>> {
    let span = value.span();
    let Some(written) = value.get_ref().as_str() else {
        mistakes.at(&span, format!("{key} takes text in quotes."));
        return None;
    };
    let text = clean_line(written);
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    if letters(&text) != letters(written) || written.chars().any(char::is_control) {
        mistakes.at(&span, "There is a character in this that can't be seen. Write it anew, on one line.");
    }
    if text.is_empty() {
        mistakes.at(&span, format!("{key} is empty. Write something, or leave it out."));
        return None;
    }
    let long = text.chars().count();
    if long > most {
        mistakes.at(&span, format!("This has {long} characters. At most {most} can be shown."));
    }
    Some(At { line: mistakes.line(&span), value: text })
}

fn read_word<W: PlanWord>(text: &At<String>, key: &str, mistakes: &mut Mistakes) -> Option<At<W>> {
    let word = W::read(&text.value);
    if word.is_none() {
        mistakes.add(text.line, format!("{key} is one of: {}.", W::choice()));
    }
    word.map(|value| At { line: text.line, value })
}
