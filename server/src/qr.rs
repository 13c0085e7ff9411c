//! QR codes: as SVG for the pages, as half blocks for the terminal. The same text gives the same drawing.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Four modules of white around the code; without them many phones don't see it.
const QUIET: usize = 4;
/// Black on white whatever the terminal's theme: a code with the colours exchanged is not read by every phone.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
const PLAIN_AGAIN: &str = "\x1b[0m";

/// The text does not fit into any code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is too long for a QR code.")]
pub struct TooLong;

/// A picture for a page: scales to any size, stays crisp, and brings no script and no style.
pub fn svg(text: &str) -> Result<String, TooLong> {
    let code = Code::of(text)?;
    let side = code.side;
    let mut dark = String::new();
    for y in 0..side {
        let mut x = 0;
        while x < side {
            let run = (x..side).take_while(|&x| code.dark(x, y)).count();
            if run > 0 {
                let _ = write!(dark, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run.max(1);
        }
    }
    Ok(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges"><title>QR code for a phone's camera</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{dark}"/></svg>"##
    ))
}

/// Two rows of the code for each line of a terminal; `coloured` where the terminal takes colours.
pub fn terminal(text: &str, coloured: bool) -> Result<String, TooLong> {
    let code = Code::of(text)?;
    let (before, after) = if coloured { (BLACK_ON_WHITE, PLAIN_AGAIN) } else { ("", "") };
    let mut drawing = String::new();
    for y in (0..code.side).step_by(2) {
        drawing.push_str(before);
        drawing.extend((0..code.side).map(|x| match (code.dark(x, y), code.dark(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        }));
        drawing.push_str(after);
        drawing.push('\n');
    }
    Ok(drawing)
}

/// The modules, with the quiet zone counted in.
struct Code {
    modules: Vec<Color>,
    width: usize,
    side: usize,
}

impl Code {
    fn of(text: &str) -> Result<Self, TooLong> {
        // M: a thumb's shadow or a crease may hide 15 % of it.
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TooLong)?;
        let width = code.width();
        Ok(Self { modules: code.into_colors(), width, side: width + 2 * QUIET })
    }

    fn dark(&self, x: usize, y: usize) -> bool {
        let inside = QUIET..QUIET + self.width;
        inside.contains(&x)
            && inside.contains(&y)
            && self.modules[(y - QUIET) * self.width + x - QUIET] == Color::Dark
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CLAIM: &str = "http://192.168.1.20:8080/#s3cret-Invite_of~the+IC";

    /// What a phone's camera reads from a drawing with these dark modules.
    fn camera(side: usize, dark: impl Fn(usize, usize) -> bool) -> String {
        const SIZE: usize = 6;
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(side * SIZE, side * SIZE, |x, y| {
            if dark(x / SIZE, y / SIZE) { 0 } else { 255 }
        });
        let grids = seen.detect_grids();
        assert_eq!(grids.len(), 1, "one code in the picture");
        grids[0].decode().expect("it can be read").1
    }

    /// Paints the second path of the SVG, which is made of runs one module high.
    fn paint(svg: &str) -> (usize, Vec<Vec<bool>>) {
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let between = |text: &str, from: &str, to: &str| {
            let rest = text.split_once(from).expect("the start").1;
            rest.split_once(to).expect("the end").0.to_owned()
        };
        let side = number(&between(svg, "viewBox=\"0 0 ", " "));
        let mut rows = vec![vec![false; side]; side];
        for run in between(svg, "fill=\"#000\" d=\"", "\"").split('M').skip(1) {
            let (x, y) = (number(run.split_once(' ').expect("x").0), number(&between(run, " ", "h")));
            let length = number(&between(run, "h", "v"));
            assert!(run.ends_with(&format!("v1h-{length}z")));
            rows[y][x..x + length].fill(true);
        }
        (side, rows)
    }

    fn read_svg(text: &str) -> String {
        let (side, rows) = paint(&svg(text).expect("it fits"));
        camera(side, |x, y| rows[y][x])
    }

    fn read_terminal(drawing: &str) -> String {
        let lines: Vec<Vec<char>> = drawing
            .lines()
            .map(|line| {
                line.trim_start_matches(BLACK_ON_WHITE).trim_end_matches(PLAIN_AGAIN).chars().collect()
            })
            .collect();
        camera(lines[0].len(), |x, y| {
            let glyph = lines.get(y / 2).map_or(' ', |line| line[x]);
            glyph == '█' || glyph == if y % 2 == 0 { '▀' } else { '▄' }
        })
    }

    #[test]
    fn a_phone_reads_the_claim_from_the_laptops_page() {
        assert_eq!(read_svg(CLAIM), CLAIM);
    }

    #[test]
    fn a_phone_reads_the_claim_from_the_terminal() {
        for coloured in [true, false] {
            assert_eq!(read_terminal(&terminal(CLAIM, coloured).expect("it fits")), CLAIM);
        }
    }

    #[test]
    fn the_same_invite_is_always_drawn_the_same() {
        assert_eq!(svg(CLAIM), svg(CLAIM));
        assert_eq!(terminal(CLAIM, true), terminal(CLAIM, true));
    }

    #[test]
    fn the_drawing_has_white_all_around() {
        let (side, rows) = paint(&svg(CLAIM).expect("it fits"));
        let edge = |n: usize| n < QUIET || n >= side - QUIET;
        for (y, row) in rows.iter().enumerate() {
            assert!(row.iter().enumerate().all(|(x, dark)| !dark || !(edge(x) || edge(y))));
        }
    }

    #[test]
    fn the_drawing_carries_no_invite_in_the_clear_and_no_script() {
        let drawing = svg("http://h/#<script>alert(1)</script>").expect("it fits");
        assert!(!drawing.contains("script") && !drawing.contains("style=") && !drawing.contains("http://h"));
        assert!(drawing.contains("role=\"img\"") && drawing.contains("<title>"));
    }

    #[test]
    fn a_novel_is_not_a_code() {
        assert_eq!(svg(&"a".repeat(5000)), Err(TooLong));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn whatever_stands_in_an_invite_arrives_in_the_phone(text in "[ -~é你]{1,120}") {
            prop_assert_eq!(&read_svg(&text), &text);
            prop_assert_eq!(&read_terminal(&terminal(&text, false).expect("it fits")), &text);
        }
    }
}
