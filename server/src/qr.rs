//! QR codes for the terminal, as half blocks. The pages draw theirs themselves.

use qrcode::{Color, EcLevel, QrCode};

/// Four modules of white around the code; without them many phones don't see it.
const QUIET: usize = 4;
/// Black on white whatever the terminal's theme: a code with the colours exchanged is not read by every phone.
const BLACK_ON_WHITE: &str = "\x1b[38;5;16;48;5;231m";
const PLAIN_AGAIN: &str = "\x1b[0m";

/// The text does not fit into any code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This is too long for a QR code.")]
pub struct TooLong;

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
    fn a_phone_reads_the_claim_from_the_terminal() {
        for coloured in [true, false] {
            assert_eq!(read_terminal(&terminal(CLAIM, coloured).expect("it fits")), CLAIM);
        }
    }

    #[test]
    fn the_same_invite_is_always_drawn_the_same() {
        assert_eq!(terminal(CLAIM, true), terminal(CLAIM, true));
    }

    #[test]
    fn the_drawing_has_white_all_around() {
        let drawing = terminal(CLAIM, false).expect("it fits");
        let lines: Vec<Vec<char>> = drawing.lines().map(|line| line.chars().collect()).collect();
        // Two rows of the code stand in each line.
        let edge = QUIET / 2;
        let (last, width) = (lines.len() - edge, lines[0].len());
        for (y, line) in lines.iter().enumerate() {
            let inside = |x: usize| (edge..last).contains(&y) && (QUIET..width - QUIET).contains(&x);
            assert!(line.iter().enumerate().all(|(x, glyph)| *glyph == ' ' || inside(x)));
        }
    }

    #[test]
    fn a_novel_is_not_a_code() {
        assert_eq!(terminal(&"a".repeat(5000), false), Err(TooLong));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn whatever_stands_in_an_invite_arrives_in_the_phone(text in "[ -~é你]{1,120}") {
            prop_assert_eq!(&read_terminal(&terminal(&text, false).expect("it fits")), &text);
        }
    }
}
