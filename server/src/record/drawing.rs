//! The day drawn: a lane for each thing, time from left to right. Each mark is a shape and has its word beside it or
//! in the legend, so that it is read without colour.

use super::{
    page::{text, word},
    report::Edition,
    story::{SignalStory, Span, Stage},
};
use crate::{
    set::Side,
    words::{Access, ChangeState, Level, UnixMs},
};
use std::fmt::Write;

const LEFT: f64 = 104.0;
const RIGHT: f64 = 990.0;
const ROW: f64 = 20.0;
/// Marks nearer than this would cover each other; the later one moves aside.
const APART: f64 = 11.0;
const WIDTH: f64 = 1000.0;
/// Times nearer than this would stand in each other.
const TIME_WIDTH: f64 = 34.0;

struct Drawing<'a> {
    edition: &'a Edition<'a>,
    from: UnixMs,
    to: UnixMs,
    y: f64,
    body: String,
}

/// The drawing, with its legend.
pub(super) fn svg(edition: &Edition) -> String {
    let (from, to) = (edition.story.from, edition.story.to.max(edition.story.from + 60_000));
    let mut drawing = Drawing { edition, from, to, y: 26.0, body: String::new() };
    drawing.takes();
    drawing.access();
    drawing.signals();
    drawing.check_ins();
    drawing.changes();
    drawing.spans("No link", edition.story.links.iter().map(|link| link.span).collect(), "parted");
    drawing.spans("Stood down", edition.story.stood_down.clone(), "hatched");
    drawing.legend();
    let height = drawing.y + 6.0;
    let times = drawing.times(height - 54.0);
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"The day as a timeline; everything in it stands in the tables below\" font-family=\"system-ui,sans-serif\" font-size=\"11\">\
         <defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\" stroke=\"#111\" stroke-width=\"1.6\"/></pattern></defs>\n{times}{}</svg>\n",
        drawing.body
    )
}

impl Drawing<'_> {
    #[allow(clippy::cast_precision_loss)] // a day has few enough milliseconds
    fn x(&self, at: UnixMs) -> f64 {
        let part = at.clamp(self.from, self.to) - self.from;
        LEFT + (RIGHT - LEFT) * part as f64 / (self.to - self.from) as f64
    }

    fn times(&self, bottom: f64) -> String {
        // A step whose time would stand in that of the start or the end gives way.
        let steps = self.edition.clock.steps(self.from, self.to);
        let (start, stop) = (self.x(self.from), self.x(self.to));
        let free = |at: &UnixMs| self.x(*at) > start + TIME_WIDTH && self.x(*at) < stop - TIME_WIDTH;
        let times = [self.from].into_iter().chain(steps.into_iter().filter(free)).chain([self.to]);
        times.fold(String::new(), |mut drawn, at| {
            let x = self.x(at);
            let time = x.min(WIDTH - TIME_WIDTH / 2.0); // the last one stays whole on paper
            let _ = writeln!(
                drawn,
                "<path d=\"M{x:.1} 18V{bottom:.1}\" stroke=\"#bbb\"/><text x=\"{time:.1}\" y=\"13\" text-anchor=\"middle\">{}</text>",
                self.edition.clock.minute(at)
            );
            drawn
        })
    }

    /// Begins a lane, with its name on the left.
    fn lane(&mut self, name: &str, rows: usize) -> f64 {
        let y = self.y;
        let _ = writeln!(self.body, "<text x=\"0\" y=\"{:.1}\" font-weight=\"600\">{name}</text>", y + 14.0);
        #[allow(clippy::cast_precision_loss)]
        let height = ROW * rows as f64 + 6.0;
        self.y += height;
        let _ = writeln!(self.body, "<path d=\"M0 {:.1}H1000\" stroke=\"#ddd\"/>", self.y - 2.0);
        y
    }

    /// A bar, with its words in it where they fit.
    fn bar(&mut self, span: Span, y: f64, look: &str, words: &str) {
        let from = self.x(span.from);
        let width = (self.x(span.to.unwrap_or(self.to)) - from).max(2.0);
        let style = match look {
            "solid" => "fill=\"#333\" stroke=\"#111\"",
            "hatched" => "fill=\"url(#hatch)\" stroke=\"#111\"",
            "parted" => "fill=\"#fff\" stroke=\"#111\" stroke-dasharray=\"4 3\"",
            _ => "fill=\"#fff\" stroke=\"#111\"",
        };
        let title = text(words);
        let _ = write!(
            self.body,
            "<rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"15\" {style}><title>{title}</title></rect>",
            y + 2.0
        );
        #[allow(clippy::cast_precision_loss)]
        if width > words.chars().count() as f64 * 6.2 + 6.0 {
            let ink = if look == "solid" { "#fff" } else { "#111" };
            let halo = if look == "hatched" {
                " stroke=\"#fff\" stroke-width=\"4\" paint-order=\"stroke\""
            } else {
                ""
            };
            let _ = write!(
                self.body,
                "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{ink}\"{halo}>{title}</text>",
                from + 3.0,
                y + 13.5
            );
        }
        self.body.push('\n');
    }

    fn takes(&mut self) {
        let y = self.lane("Takes", 1);
        for take in &self.edition.story.takes {
            let words = format!("{} take {}", format!("{} {}", take.scene, take.setup).trim(), take.take);
            self.bar(take.span, y, "solid", &words);
        }
    }

    fn access(&mut self) {
        let y = self.lane("Set access", 1);
        for span in &self.edition.story.access {
            let look = match span.access {
                Access::Closed => "hatched",
                Access::Closing | Access::Reopening => "parted",
                Access::Open => "plain",
            };
            self.bar(span.span, y, look, &word(&span.access));
        }
    }

    fn signals(&mut self) {
        let signals = &self.edition.story.signals;
        if signals.is_empty() {
            return;
        }
        // Signals that were open at once stand below each other.
        let mut ends: Vec<f64> = Vec::new();
        let mut rows = Vec::new();
        for signal in signals {
            let from = self.x(signal.span.from);
            #[allow(clippy::cast_precision_loss)]
            let needs = from + APART * (signal.steps.len() as f64 + 2.0);
            let end = self.x(signal.span.to.unwrap_or(self.to)).max(needs);
            let row = ends.iter().position(|end| *end < from - APART).unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(end);
            } else {
                ends[row] = end;
            }
            rows.push(row);
        }
        let y = self.lane("Signals", ends.len());
        for ((number, signal), row) in (1..).zip(signals).zip(rows) {
            #[allow(clippy::cast_precision_loss)]
            self.signal(number, signal, y + ROW * row as f64 + 10.0);
        }
    }

    fn signal(&mut self, number: usize, signal: &SignalStory, y: f64) {
        let from = self.x(signal.span.from);
        let mut marks = String::new();
        let mut x = from;
        for step in &signal.steps {
            let first = step.at == signal.span.from && x <= from + f64::EPSILON && marks.is_empty();
            x = if first { from } else { self.x(step.at).max(x + APART) };
            marks += &mark(step.what, x, y);
        }
        let end = self.x(signal.span.to.unwrap_or(self.to)).max(x);
        let _ = writeln!(
            self.body,
            "<path d=\"M{from:.1} {y:.1}H{end:.1}\" stroke=\"#111\" stroke-width=\"1.5\"/>{marks}<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"9\">{number}</text>",
            x + 8.0,
            y + 3.0
        );
    }

    fn check_ins(&mut self) {
        let check_ins = &self.edition.story.check_ins;
        if check_ins.is_empty() {
            return;
        }
        let y = self.lane("Check-ins", 1) + 10.0;
        for check_in in check_ins {
            let mut x = self.x(check_in.at);
            if check_in.asked > 0 {
                self.body += &lettered(x, y, "?", "a check-in was asked");
                x += APART * 1.4;
            }
            for step in &check_in.steps {
                x = self.x(step.at).max(x);
                let (sign, said) = if step.cleared { ("\u{2713}", "cleared") } else { ("o", "opened again") };
                self.body += &lettered(x, y, sign, said);
                x += APART * 1.4;
            }
        }
    }

    fn changes(&mut self) {
        let changes = &self.edition.story.changes;
        if changes.is_empty() {
            return;
        }
        let y = self.lane("Changes", 1) + 10.0;
        for change in changes {
            let mut x = f64::MIN;
            for step in &change.states {
                x = self.x(step.at).max(x + APART * 1.4);
                let (letter, said) = match step.state {
                    ChangeState::Asking => ("?", "a change was asked"),
                    ChangeState::Agreed => ("=", "agreed"),
                    ChangeState::NotToday => ("\u{2013}", "not today"),
                };
                self.body += &lettered(x, y, letter, said);
            }
        }
    }

    fn spans(&mut self, name: &str, spans: Vec<Span>, look: &str) {
        if spans.is_empty() {
            return;
        }
        let y = self.lane(name, 1);
        for span in spans {
            self.bar(span, y, look, &name.to_lowercase());
        }
    }

    fn legend(&mut self) {
        let y = self.y + 14.0;
        let signals = [
            (Stage::Pressed { level: Level::Hold, hand: None, kept: 0 }, "hold"),
            (Stage::Pressed { level: Level::Pause, hand: None, kept: 0 }, "pause"),
            (Stage::Shown { side: Side::Ic, stood_in: false }, "displayed, IC"),
            (Stage::Acknowledged { side: Side::Ic }, "acknowledged, IC"),
            (Stage::Shown { side: Side::Ad, stood_in: false }, "displayed, 1st AD"),
            (Stage::Acknowledged { side: Side::Ad }, "acknowledged, 1st AD"),
            (Stage::Called { by: None }, "called"),
            (Stage::Ready, "the performer's word"),
            (Stage::Released { in_person: false }, "released"),
        ];
        let mut x = 8.0;
        for (what, words) in signals {
            let _ = write!(
                self.body,
                "{}<text x=\"{:.1}\" y=\"{:.1}\">{words}</text>",
                mark(what, x, y),
                x + 9.0,
                y + 4.0
            );
            #[allow(clippy::cast_precision_loss)]
            let width = words.len() as f64 * 5.6 + 30.0;
            x += width;
        }
        let _ = writeln!(
            self.body,
            "<text x=\"0\" y=\"{:.1}\">? asked, \u{2713} cleared, o opened again · ? asked, = agreed, \u{2013} not today · marks that would cover each other stand side by side: the exact times are in the tables</text>",
            y + 22.0
        );
        self.y = y + 26.0;
    }
}

/// A circled sign.
fn lettered(x: f64, y: f64, sign: &str, words: &str) -> String {
    format!(
        "<g><title>{words}</title><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6.5\" fill=\"#fff\" stroke=\"#111\"/><text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{sign}</text></g>\n",
        y + 4.0
    )
}

/// The shape of what happened to a signal: the IC's are round, the 1st AD's square; filled once in hand.
fn mark(what: Stage, x: f64, y: f64) -> String {
    let square = |fill: &str| {
        format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\" fill=\"{fill}\" stroke=\"#111\"/>",
            x - 4.0,
            y - 4.0
        )
    };
    let circle =
        |fill: &str| format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{fill}\" stroke=\"#111\"/>");
    match what {
        Stage::Pressed { level: Level::Hold, .. } => {
            let (a, b) = (6.0, 2.5);
            format!(
                "<path d=\"M{:.1} {:.1}l{b} -{b}h5l{b} {b}v5l-{b} {b}h-5l-{b} -{b}z\" transform=\"translate(0 {a})\" fill=\"#111\"/>",
                x - 5.0,
                y - a - 2.5
            )
        }
        Stage::Pressed { level: Level::Pause, .. } => format!(
            "<path d=\"M{:.1} {:.1}v10M{:.1} {:.1}v10\" stroke=\"#111\" stroke-width=\"3\"/>",
            x - 3.0,
            y - 5.0,
            x + 3.0,
            y - 5.0
        ),
        Stage::Shown { side: Side::Ic, .. } => circle("#fff"),
        Stage::Shown { side: Side::Ad, .. } => square("#fff"),
        Stage::Acknowledged { side: Side::Ic } => circle("#111"),
        Stage::Acknowledged { side: Side::Ad } => square("#111"),
        Stage::MeantNothing | Stage::Ready => {
            format!("<path d=\"M{x:.1} {:.1}l5 9h-10z\" fill=\"#fff\" stroke=\"#111\"/>", y - 5.0)
        }
        Stage::Called { .. } => {
            format!(
                "<path d=\"M{x:.1} {:.1}l5 5l-5 5l-5 -5z\" fill=\"#fff\" stroke=\"#111\" stroke-width=\"1.6\"/>",
                y - 5.0
            )
        }
        Stage::Released { .. } => {
            format!("<path d=\"M{x:.1} {:.1}v12\" stroke=\"#111\" stroke-width=\"2.5\"/>", y - 6.0)
        }
    }
}
